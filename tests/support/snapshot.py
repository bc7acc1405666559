"""A copy of tables beside the test database: data loaded once a session come back into any test in a moment.

SQLite keeps the copy in a second file attached to every connection, PostgreSQL in a second schema. A test takes it
within its own transaction by `restore()`, so the next test starts from an empty database again.
"""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.backends.signals import connection_created

COPY = "loaded"
APPS = ("territory", "organizations", "catalog", "documents", "audit")


def _models() -> list[type[models.Model]]:
    return [model for label in APPS for model in apps.get_app_config(label).get_models() if not model._meta.proxy]


def _columns(model: type[models.Model]) -> str:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def _attach(sender, connection, **_kwargs) -> None:
    """Each new SQLite connection to the test database sees the copy: a file that nobody writes any more."""
    if connection.vendor == "sqlite" and _path(connection).exists():
        connection.connection.execute(f"ATTACH DATABASE '{_path(connection)}' AS {COPY}")


def _path(connection) -> Path:
    """In the throw-away folder, under the name of the database (one a worker); that may be one in memory."""
    return Path(settings.VAR) / (re.sub(r"\W+", "-", str(connection.settings_dict["NAME"])) + f".{COPY}")


def prepare() -> None:
    """Make the place of the copy and open it."""
    if connection.vendor == "sqlite":
        _path(connection).unlink(missing_ok=True)
        _path(connection).touch()
        connection.ensure_connection()
        connection_created.connect(_attach, dispatch_uid="tests.snapshot")
        _attach(None, connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {COPY} CASCADE")
        cursor.execute(f"CREATE SCHEMA {COPY}")


def take() -> None:
    """Move all rows of the catalogue's tables into the copy; the database stays empty."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in _models():
            table = model._meta.db_table
            cursor.execute(f"CREATE TABLE {COPY}.{table} AS SELECT {_columns(model)} FROM {table}")
        for model in reversed(_models()):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def restore(*labels: str) -> None:
    """Bring the rows of the given apps (default: all) into the running transaction."""
    chosen = [model for model in _models() if model._meta.app_label in (labels or APPS)]
    with connection.cursor() as cursor:
        for model in chosen:
            table, columns = model._meta.db_table, _columns(model)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {COPY}.{table}")
        for statement in connection.ops.sequence_reset_sql(no_style(), chosen):
            cursor.execute(statement)
