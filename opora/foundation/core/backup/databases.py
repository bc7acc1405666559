"""Copies of the whole database: SQLite as its file, PostgreSQL table by table by COPY."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from opora.foundation.core.backup.archive import BackupError

FILE = "opora.sqlite3"
MIGRATIONS = "django_migrations"


def dump(folder: Path) -> dict:
    """Copy the database as it is at one moment; returns the engine, migrations applied, and rows of each table."""
    return _dump_sqlite(folder) if connection.vendor == "sqlite" else _dump_postgres(folder)


def load(folder: Path, facts: dict) -> None:
    """Fill the empty database from the copy, compare, and bring it up to this version."""
    (_load_sqlite if connection.vendor == "sqlite" else _load_postgres)(folder, facts)
    call_command("migrate", verbosity=0)


def ensure_empty() -> None:
    """Raise BackupError when the database holds anything: restoring never overwrites."""
    if connection.introspection.table_names():
        raise BackupError("Databáze není prázdná. Obnovujte do prázdné databáze, stávající data se nepřepisují.")


def ensure_readable(facts: dict) -> None:
    """Raise BackupError for a copy of another engine, or of a newer version of Opora."""
    if facts["vendor"] != connection.vendor:
        raise BackupError(f"Záloha je z databáze {facts['vendor']}, tahle je {connection.vendor}. Obnovte do stejné.")
    known = MigrationExecutor(connection).loader.disk_migrations
    if any((app, name) not in known for app, name in facts["migrations"]):
        raise BackupError("Záloha je z novější Opory. Obnovte ji v téže nebo novější verzi.")


def ensure_whole(folder: Path, facts: dict) -> None:
    """Raise BackupError unless the copy is sound and has all its rows; PostgreSQL is compared after the load."""
    if connection.vendor != "sqlite":
        return
    with closing(sqlite3.connect(folder / FILE)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not sound or _rows_of(copy) != facts["rows"]:
            raise BackupError("Databáze v záloze není celá. Vezměte jinou zálohu.")


def _applied() -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())


def _dump_sqlite(folder: Path) -> dict:
    target = folder / FILE
    with closing(sqlite3.connect(target)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        return {"vendor": "sqlite", "migrations": _applied(), "rows": _rows_of(copy)}


def _load_sqlite(folder: Path, _facts: dict) -> None:
    connection.close()
    home = Path(connection.settings_dict["NAME"])
    for leftover in (home, home.with_name(home.name + "-wal"), home.with_name(home.name + "-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(folder / FILE, home)
    home.chmod(0o600)


def _rows_of(copy: sqlite3.Connection) -> dict[str, int]:
    found = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    names = sorted(name for (name,) in found if not name.startswith("sqlite_"))
    return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # nosec B608


def _dump_postgres(folder: Path) -> dict:
    """One reading transaction, so that all tables are of one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = {name: _columns(cursor, name) for name in sorted(connection.introspection.table_names(cursor))}
        rows = {name: _copy_out(cursor, name, columns, folder / f"{name}.copy") for name, columns in tables.items()}
        return {"vendor": "postgresql", "migrations": _applied(), "tables": tables, "rows": rows}


def _columns(cursor, table: str) -> list[str]:
    """Columns that hold data; generated ones follow from them."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _copy_out(cursor, table: str, columns: list[str], path: Path) -> int:
    names = ", ".join(f'"{name}"' for name in columns)
    with open(path, "wb") as file, cursor.copy(f'COPY (SELECT {names} FROM "{table}" ORDER BY 1) TO STDOUT') as rows:  # nosec B608
        for piece in rows:
            file.write(piece)
    return cursor.rowcount


def _load_postgres(folder: Path, facts: dict) -> None:
    """Tables as the backup knew them, filled in one transaction: foreign keys are asked at its end."""
    executor = MigrationExecutor(connection)
    executor.migrate(_last(executor, {(app, name) for app, name in facts["migrations"]}))
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(f'"{name}"' for name in facts["tables"])
        cursor.execute(f"TRUNCATE {names}")
        for table, columns in facts["tables"].items():
            _copy_in(cursor, table, columns, folder / f"{table}.copy")
        _continue_numbers(cursor, facts["tables"])
    _compare(folder, facts)


def _last(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the migrations on which no other one of them stands."""
    nodes = executor.loader.graph.node_map
    return sorted(one for one in applied if not applied & {child.key for child in nodes[one].children})


def _copy_in(cursor, table: str, columns: list[str], path: Path) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with open(path, "rb") as file, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as rows:
        while piece := file.read(1 << 20):
            rows.write(piece)


def _continue_numbers(cursor, tables: dict[str, list[str]]) -> None:
    """New rows get numbers after those that were restored."""
    for table in tables:
        for sequence in connection.introspection.get_sequences(cursor, table):
            column = sequence["column"]
            cursor.execute(
                f'SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max("{column}"), 1), '  # nosec B608
                f'max("{column}") IS NOT NULL) FROM "{table}"',
                [f'"{table}"', column],
            )


def _compare(folder: Path, facts: dict) -> None:
    """Raise BackupError unless each table holds the very bytes of the backup."""
    again = folder / "again"
    with connection.cursor() as cursor:
        for table, columns in facts["tables"].items():
            _copy_out(cursor, table, columns, again)
            if _digest(again) != _digest(folder / f"{table}.copy"):
                raise BackupError(f"Tabulka {table} se po obnovení liší od zálohy. Zavolejte dodavatele.")
    again.unlink()


def _digest(path: Path) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
