"""How long others wait to write while a register of national size is read (SQLite: one writer at a time)."""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.server import ROOT

TIMES = 10
REGISTER = ROOT / "opora/directory/catalog/data/register-ustecky.json.gz"


def _larger_register(path: Path) -> int:
    """Write the demo register ten times over, under other identifiers; returns the number of services."""
    with gzip.open(REGISTER, "rt", encoding="utf-8") as file:
        items = json.load(file)["polozky"]
    many = [
        {**item, "identifikator": f"{copy}{item['identifikator']}", "portalId": item["portalId"] * 100 + copy}
        for copy in range(TIMES)
        for item in items
    ]
    path.write_text(json.dumps({"polozky": many}, ensure_ascii=False), encoding="utf-8")
    return len(many)


def longest_wait() -> tuple[int, float, float]:
    """Number of services read, seconds the whole import took, seconds the unluckiest of other writers waited."""
    with tempfile.TemporaryDirectory(prefix="opora-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        environment = {**os.environ, "OPORA_VAR": name, "DJANGO_SETTINGS_MODULE": "opora.config.settings"}
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v0"], ["load_territory"], ["load_codelists"]):
            subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        count = _larger_register(folder / "register.json")
        waits, stop = [0.0], threading.Event()
        writer = threading.Thread(target=_write_all_the_time, args=(folder / "opora.sqlite3", waits, stop))
        began = time.monotonic()
        reading = subprocess.Popen(
            [*manage, "import_register", str(folder / "register.json"), "--seat-addresses"],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        writer.start()
        code = reading.wait()
        seconds = time.monotonic() - began
        stop.set()
        writer.join()
        if code:
            raise RuntimeError("The import has failed.")
        return count, seconds, max(waits)


def _write_all_the_time(path: Path, waits: list[float], stop: threading.Event) -> None:
    database = sqlite3.connect(path, timeout=60, isolation_level=None)
    while not stop.is_set():
        began = time.monotonic()
        database.execute("BEGIN IMMEDIATE")
        database.execute("COMMIT")
        waits.append(time.monotonic() - began)
        time.sleep(0.02)
    database.close()
