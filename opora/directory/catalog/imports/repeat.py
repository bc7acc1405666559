"""A file that was read before, in the same way, over services nobody has touched since: it need not be read again."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from opora.directory.catalog import indexing
from opora.directory.catalog.codebook import CODE_LISTS
from opora.directory.catalog.enums import ChangeKind, RunStatus
from opora.directory.catalog.imports.records import ServiceRecord
from opora.directory.catalog.models import ImportRun, Service, ServiceChange
from opora.directory.catalog.operations.register_types import RejectedItem, Tally
from opora.directory.catalog.selectors.register import last_good_run, services_state
from opora.directory.territory.models import TerritoryLoad
from opora.foundation.core import text


def fingerprint(path: Path, run: ImportRun) -> str:
    """SHA-256 of the file, of the options, code lists in force and territory it is read with, and of the code."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    for part in (_code(), run.scope, run.seat_addresses, *_lists(run.as_of), _territory()):
        found.update(repr(part).encode())
    return found.hexdigest()


def same_run(run: ImportRun, mark: str) -> ImportRun | None:
    """The last run of the scope, when reading the file again would change nothing."""
    last = last_good_run(run.scope)
    if run.dry_run or last is None or not last.fingerprint or last.fingerprint != mark:
        return None
    in_time = last.as_of <= run.as_of and (last.turns_on is None or run.as_of < last.turns_on)
    known = in_time and last.state == services_state(run.scope)
    return last if known and not _day_is_shared(last) else None


def _day_is_shared(last: ImportRun) -> bool:
    """True when another file of the same day and source confirmed services too: whom of them a rejected row of the last
    one left as they were, their day does not tell."""
    runs = ImportRun.objects.filter(scope=last.scope, status=RunStatus.DONE, dry_run=False, as_of=last.as_of)
    others = runs.filter(source=last.source).exclude(fingerprint=last.fingerprint)
    return bool(last.rejected) and others.exists()


def repeated_tally(last: ImportRun) -> Tally:
    """What reading the same file would count."""
    rejected = ServiceChange.objects.filter(run=last, kind=ChangeKind.REJECTED).order_by("pk")
    items = [RejectedItem(*row) for row in rejected.values_list("pointer", "message", "identifier")]
    here = Service.objects.filter(scope=last.scope, gone_on=None)
    seen = set(here.filter(as_of=last.as_of, source=last.source).values_list("identifier", flat=True))
    named = {item.identifier for item in items if item.identifier}
    kept = {*named, *here.values_list("identifier", flat=True)} - seen  # a rejected row may not say whose it is
    return Tally(
        read=last.read, unchanged=last.read - len(items), rejected=items, seen=seen, kept=kept,
        fingerprint=last.fingerprint, turns_on=last.turns_on, said=last.warnings,
    )  # fmt: skip


def next_turn(record: ServiceRecord, on: date) -> Iterator[date]:
    """Days after the given one on which a service or its facility opens or closes by its own dates."""
    for part in (record, *record.facilities):
        if part.starts_on and part.starts_on > on:
            yield part.starts_on
        if part.ends_on and part.ends_on >= on:
            yield part.ends_on + timedelta(days=1)


@cache
def _code() -> str:
    """Hash of the code that reads, indexes and writes: a newer version of it reads the same file anew."""
    catalog = Path(indexing.__file__).parent
    files = [
        *catalog.glob("imports/*.py"),
        *catalog.glob("selectors/reach_*.py"),
        *catalog.glob("operations/register*.py"),
    ]
    parts = [file.read_bytes() for file in (*sorted(files), Path(indexing.__file__), Path(text.__file__))]
    return hashlib.sha256(b"".join((*parts, settings.ADDRESS_KEY.encode()))).hexdigest()


def _lists(on: date) -> Iterator[tuple]:
    """Rows of code lists in force, with the time of their last change."""
    for model in CODE_LISTS:
        yield tuple(model.objects.in_force(on).order_by("pk").values_list("pk", "updated_at"))


def _territory() -> str:
    last = TerritoryLoad.objects.order_by("-at").first()
    return str(last.token) if last else ""
