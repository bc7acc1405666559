"""Free places: dated statements of providers, beside the registered capacity and never in its place."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opora.directory.catalog.enums import Accepts, ChangeKind
from opora.directory.catalog.models import Availability, SearchRow, Service, ServiceChange
from opora.directory.catalog.operations.search_state import search_changed
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require

FIELDS = ("accepts", "free_places", "note", "as_of", "origin")
STALE_WITHDRAWAL = "Údaj mezitím zapsal někdo jiný. Podívejte se, co platí teď, a neplatí-li to, smažte to."


@transaction.atomic
def record_availability(service: Service, values: Mapping[str, Any], *, version: int, actor: Actor) -> Availability:
    """Keep what the provider said of free places, with its day; the same said again changes nothing.

    `values` of `FIELDS`, `version` of the statement that was shown, 0 when there was none. Raises OperationError for
    an ended service or a day to come, StaleError when somebody wrote another statement meanwhile.
    """
    require(actor, "catalog.record_availability", service)
    if service.has_ended:
        raise OperationError("Služba skončila, volná místa se u ní už nezapisují.")
    if values["as_of"] > today():
        raise OperationError("Zapište den, kdy to poskytovatel řekl. Ten, který teprve přijde, to být nemůže.")
    old = Availability.objects.filter(service=service).first()
    before = _lines(old)
    row = old or Availability(service=service)
    if old is not None and all(getattr(old, name) == values[name] for name in FIELDS):
        return old
    if (old.version if old else 0) != version:
        raise StaleError(STALE)
    search_changed()  # before any writing, as everybody who changes search rows: its row is what they wait for
    for name in FIELDS:
        setattr(row, name, values[name])
    row.recorded_by = actor.label[:200]
    row.insert_or_save_fresh(*FIELDS, "recorded_by", version=version)
    _tell(service, row.accepts, before, _lines(row), actor)
    log.record(
        "catalog.availability_recorded", actor=actor, target=service, identifier=service.identifier,
        accepts=str(Accepts(row.accepts).label), on=czech_date(row.as_of),
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_availability(service: Service, *, version: int, actor: Actor) -> None:
    """Make free places unknown again; the history keeps what was said. Without a statement nothing happens.

    Raises StaleError when somebody wrote another statement since `version`.
    """
    require(actor, "catalog.record_availability", service)
    old = Availability.objects.filter(service=service).first()
    if old is None:
        return
    if old.version != version:
        raise StaleError(STALE_WITHDRAWAL)
    search_changed()
    deleted, _each = Availability.objects.filter(pk=old.pk, version=version).delete()
    if not deleted:
        raise StaleError(STALE_WITHDRAWAL)
    _tell(service, "", _lines(old), [], actor)
    log.record("catalog.availability_withdrawn", actor=actor, target=service, identifier=service.identifier)


def _tell(service: Service, accepts: str, before: list[str], after: list[str], actor: Actor) -> None:
    """Let the search and the history know."""
    SearchRow.objects.filter(service=service).update(accepts=accepts)
    ServiceChange.objects.create(
        made_by=actor.label[:200],
        kind=ChangeKind.CHANGED,
        identifier=service.identifier,
        fields=["availability"],
        details=[{"field": "availability", "label": "volná místa", "before": before, "after": after}],
    )


def _lines(row: Availability | None) -> list[str]:
    """The statement in lines of text."""
    if row is None:
        return []
    lines = [f"{Accepts(row.accepts).label} ({czech_date(row.as_of)}, {row.get_origin_display()})"]
    lines += [f"volných míst: {row.free_places}"] if row.free_places is not None else []
    return lines + ([row.note] if row.note else [])
