"""Throw-away instances of Opora: a folder and a database of their own, and a real server over them."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = 2
ADDRESS = os.environ.get("OPORA_DATABASE_URL", "")
POSTGRES = "postgres" in ADDRESS


@dataclass(frozen=True)
class Instance:
    """One instance: where its files lie and the address of its database (PostgreSQL; SQLite lies in the folder)."""

    folder: Path

    @property
    def address(self) -> str:
        return f"{ADDRESS.rpartition('/')[0]}/{self.folder.name}" if POSTGRES else ""

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name != "OPORA_DATABASE_URL"}
        own = {
            "OPORA_VAR": str(self.folder), "OPORA_MODE": "demo", "OPORA_WEB_PROCESSES": str(PROCESSES),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }  # fmt: skip
        return inherited | own | ({"OPORA_DATABASE_URL": self.address} if POSTGRES else {})

    def inside(self, code: str) -> str:
        """What the code prints when it runs in the application; raises CalledProcessError."""
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    def manage(self, *arguments: str) -> None:
        """Run a command of the application in silence."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def copy(self, name: str) -> "Instance":
        """Another instance with the same data; nobody may be connected to this one."""
        other = Instance(self.folder.parent / name)
        other.folder.mkdir()
        shutil.copytree(self.folder / "static", other.folder / "static")
        if POSTGRES:
            _postgres(f'CREATE DATABASE "{name}" TEMPLATE "{self.folder.name}"')
        else:
            with contextlib.closing(sqlite3.connect(self.folder / "opora.sqlite3")) as database:
                database.execute("VACUUM INTO ?", [str(other.folder / "opora.sqlite3")])
        return other


def _postgres(statement: str) -> None:
    import psycopg

    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(statement)


@contextlib.contextmanager
def instance(name: str, *, demo: bool) -> Iterator[Instance]:
    """A new instance with tables, territory and code lists, with the data of the demo or empty."""
    with tempfile.TemporaryDirectory(prefix="opora-bench-", ignore_cleanup_errors=True) as folder:
        made = Instance(Path(folder) / name)
        made.folder.mkdir()
        if POSTGRES:
            _postgres(f'CREATE DATABASE "{name}"')
        empty = (["migrate"], ["collectstatic", "--no-input"], ["load_territory"], ["load_codelists"])
        for command in [["set_up"]] if demo else empty:
            made.manage(*command)
        yield made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int) -> None:
    for _attempt in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("The server has not started.")


@contextlib.contextmanager
def serving(made: Instance) -> Iterator[int]:
    """Port of a server over the instance: gunicorn, two processes of four threads, as in production."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "opora/config/gunicorn.py", "opora.config.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env={**made.environment, "PORT": str(port)})
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)
