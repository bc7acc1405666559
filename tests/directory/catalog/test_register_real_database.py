"""What only a real database file and a real process can show: kill -9, bytes on the disk, other writers."""

import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.directory.catalog.register_files import facility, item, write
from tests.directory.catalog.test_register_secrecy import CANARIES, hidden_item

pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]
ROOT = Path(__file__).parents[3]
BYTES = [secret.encode() for secret in ("Kanárkov", "kanarkov", "987654", "Zvonohlík", "Stehlíkov", "424242424")]


@pytest.fixture
def command(own_instance):
    """Run manage.py over a database of its own; returns the finished process."""

    def run(*arguments, wait=True):
        process = subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, env=own_instance, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        if wait:
            process.out, process.err = process.communicate(timeout=120)
        return process

    return run


def on_disk(tmp_path) -> list[bytes]:
    """Canaries in any file of the folder of data."""
    content = b"".join(path.read_bytes() for path in (tmp_path / "var").rglob("*") if path.is_file())
    return [secret for secret in BYTES if secret in content]


def services(tmp_path) -> int:
    with closing(sqlite3.connect(tmp_path / "var" / "opora.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM catalog_service WHERE gone_on IS NULL").fetchone()[0]


def history(tmp_path) -> str:
    """Values before and after of every change."""
    with closing(sqlite3.connect(tmp_path / "var" / "opora.sqlite3")) as database:
        return "".join(row[0] for row in database.execute("SELECT details FROM catalog_servicechange"))


def test_a_secret_address_is_not_in_the_bytes_of_the_database_even_if_it_was_there_before(command, tmp_path):
    first = command("import_register", write(tmp_path, [hidden_item(5)]), "--json")
    assert (first.returncode, on_disk(tmp_path)) == (0, [])
    opened = hidden_item(6, zarizeni=[facility(CANARIES, nazev="Dům Kanárková", utajenaAdresa=False)])
    assert command("import_register", write(tmp_path, [hidden_item(5), opened]), "--confirm").returncode == 0
    closing_down = {**opened, "zarizeni": [{**opened["zarizeni"][0], "poskytujeDo": "2030-12-31"}]}
    assert command("import_register", write(tmp_path, [hidden_item(5), closing_down])).returncode == 0
    assert on_disk(tmp_path) != []
    assert "Kanárková" in history(tmp_path)

    again = command("import_register", write(tmp_path, [hidden_item(5), hidden_item(6)]), "--json")

    assert json.loads(again.out)["changed"] == 1
    assert "adresa se neukazuje" in history(tmp_path)
    assert on_disk(tmp_path) == []


def test_kill_9_leaves_the_old_state_and_the_next_run_succeeds(command, tmp_path):
    assert command("import_register", write(tmp_path, [item(1)])).returncode == 0
    many = write(tmp_path, [item(number) for number in range(1, 3001)])
    process = command("import_register", many, "--confirm", wait=False)
    for line in process.stderr:
        if "Přečteno" in line:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert services(tmp_path) == 1
    after = command("import_register", many, "--confirm", "--json")

    assert (after.returncode, json.loads(after.out)["added"]) == (0, 2999)
    assert services(tmp_path) == 3000


def test_others_write_while_a_register_is_read(command, tmp_path):
    process = command("import_register", write(tmp_path, [item(number) for number in range(2000)]), wait=False)
    written, stop = [0], threading.Event()

    def write_all_the_time():
        database = sqlite3.connect(tmp_path / "var" / "opora.sqlite3", timeout=30, isolation_level=None)
        while not stop.is_set():
            database.execute("BEGIN IMMEDIATE")
            database.execute("COMMIT")
            written[0] += 1
            time.sleep(0.005)
        database.close()

    writer = threading.Thread(target=write_all_the_time)
    writer.start()
    process.communicate()
    stop.set()
    writer.join()

    assert (process.returncode, services(tmp_path)) == (0, 2000)
    assert written[0] > 20  # how long the longest one waits is measured by `make bench`
