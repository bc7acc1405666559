"""Records for a spreadsheet."""

from collections.abc import Iterator
from itertools import batched

from django.db.models import QuerySet
from django.utils import timezone

from opora.foundation.audit.tables import Row, rows

HEADERS = [
    "Číslo", "Kdy", "Co se stalo", "Kdo", "Číslo účtu", "Role", "Organizace", "Čeho se to týká", "Druh předmětu",
    "Číslo předmětu", "Číslo požadavku",
]  # fmt: skip
PIECE = 1_000  # records whose names are read at once


def csv_rows(records: QuerySet) -> Iterator[list[str]]:
    """Rows of the file, a thousand records in memory at once; times in Europe/Prague."""
    for piece in batched(records.iterator(PIECE), PIECE, strict=False):
        yield from map(_cells, rows(piece))


def _cells(row: Row) -> list[str]:
    record = row.record
    return [
        str(record.pk), f"{timezone.localtime(record.at):%d.%m.%Y %H:%M:%S}", row.sentence, record.actor_label,
        record.actor_id, row.membership, row.organization, row.target, record.target_type, record.target_id,
        record.request_id,
    ]  # fmt: skip
