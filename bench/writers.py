"""How long others wait to write while something long goes on."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator

from bench.server import POSTGRES, Instance


@contextlib.contextmanager
def longest_wait(made: Instance) -> Iterator[list[float]]:
    """Seconds that each of many small writes waited, gathered while the block runs."""
    waits, stop = [0.0], threading.Event()
    writer = threading.Thread(target=_write_all_the_time, args=(made, waits, stop))
    writer.start()
    try:
        yield waits
    finally:
        stop.set()
        writer.join()


def _write_all_the_time(made: Instance, waits: list[float], stop: threading.Event) -> None:
    write = _postgres_writer(made) if POSTGRES else _sqlite_writer(made)
    while not stop.is_set():
        began = time.monotonic()
        write()
        waits.append(time.monotonic() - began)
        time.sleep(0.02)


def _sqlite_writer(made: Instance):
    database = sqlite3.connect(made.folder / "opora.sqlite3", timeout=60, isolation_level=None, check_same_thread=False)

    def write() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("COMMIT")

    return write


def _postgres_writer(made: Instance):
    """A row of the audit that is taken back: the table into which everybody writes."""
    import psycopg

    connection = psycopg.connect(made.address)

    def write() -> None:
        connection.execute("UPDATE accounts_user SET last_login = now()")
        connection.execute("INSERT INTO catalog_searchword (word, services) VALUES ('~', 0)")
        connection.rollback()

    return write
