"""Runs inside an instance: every service nine times more, under other numbers, so that search has ten times as many."""

from django.db import connection, transaction

from opora.directory.catalog import models
from opora.directory.catalog.indexing import INDEX
from opora.directory.catalog.operations.search_state import search_changed

TIMES = 10
STEP = 10_000_000
COPIED = (
    models.Service, models.FormOfService, models.Capacity, models.Facility, models.Contact, models.ServiceTargetGroup,
    models.Reach, models.ReachSuggestion, models.SearchRow,
)  # fmt: skip


def copied(field, copy: int) -> str:
    """SQL of a column of the copy: keys of copied tables are moved, identifiers get the number of the copy."""
    column = connection.ops.quote_name(field.column)
    if field.primary_key or (field.related_model in COPIED):
        return f"{column} + {copy * STEP}"
    return f"'{copy}-' || {column}" if field.name == "identifier" else column


def run() -> None:
    """Copy, then put the index in order."""
    multiply()
    INDEX.tidy()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def multiply() -> None:
    for copy in range(1, TIMES):
        for model in COPIED:
            fields = model._meta.concrete_fields
            names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
            values = ", ".join(copied(field, copy) for field in fields)
            table = connection.ops.quote_name(model._meta.db_table)
            own = f"{'service_id' if model is models.Contact else fields[0].column} < {STEP}"
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {own}")
    search_changed()
