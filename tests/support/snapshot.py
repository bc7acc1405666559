"""Databases made ready once a session: each test says by its fixtures which one it stands on.

The test database of Django stays empty; every database made here is a copy of the previous one with more loaded into
it. Tests only read what is loaded and roll back what they write, so nothing is copied between them.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection

_names: dict[str, str] = {}


def make(name: str, load: Callable[[], object]) -> None:
    """Copy the database in use under the name, make the copy the one in use and load into it."""
    source = str(connection.settings_dict["NAME"])
    _names.setdefault("", source)
    _names[name] = f"{_names['']}_{name}"
    _copy(source, _names[name])
    use(name)
    load()
    _settle()


def use(name: str = "") -> None:
    """The next query goes to the database of the name; without a name to the empty one. Connects only when needed."""
    wanted = _names.get(name)
    if wanted is None or wanted == connection.settings_dict["NAME"]:
        return
    if connection.in_atomic_block:
        raise RuntimeError("Test stojí v transakci celého modulu, jinou databázi nedostane.")
    connection.close()
    connection.settings_dict["NAME"] = wanted


def copy_empty(target: str) -> None:
    """A copy of the empty migrated database, in a file or under a name: migrating one anew takes seconds.

    Rows of the copy are numbered from 1 whatever earlier tests have numbered.
    """
    use()
    _copy(str(connection.settings_dict["NAME"]), target)
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(target)) as copy, copy:
            copy.execute("DELETE FROM sqlite_sequence")


def drop() -> None:
    """Back to the empty database, without the others: on a server they would outlive the run."""
    use()
    for name in [key for key in _names if key]:
        _remove(_names.pop(name))


def _copy(source: str, target: str) -> None:
    _remove(target)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [target])
        return
    connection.close()  # a database with somebody in it cannot be copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _remove(name: str) -> None:
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _settle() -> None:
    """Tidy up after a load and let the planner see it, as it would be days later in production."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM" if connection.vendor == "sqlite" else "VACUUM (ANALYZE)")
