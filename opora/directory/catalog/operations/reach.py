"""Reach read out of texts: proposed for services that are already here, confirmed or refused by people."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.models import Capacity, Reach, ReachSuggestion, SearchRow, Service, ServiceTargetGroup
from opora.directory.catalog.operations.reach_history import write_decisions
from opora.directory.catalog.operations.reach_rows import BATCH, Counts, refresh_reach_columns, write_suggestions
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.selectors.reach_texts import ReachReader, suggested
from opora.directory.catalog.selectors.scope import is_narrow, split_codes
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require

LATE = "O těchto územích mezitím rozhodl někdo jiný. Nic se nezměnilo, podívejte se na výsledek."
NOTHING = "Vyberte aspoň jedno území."


class Decision(NamedTuple):
    """How many suggestions were decided, of how many services, and how many somebody else had decided before."""

    done: int
    services: int
    late: int


@transaction.atomic
def suggest_reach(services: list[int], reader: ReachReader, *, actor: Actor) -> Counts:
    """Read texts of a piece of services (their numbers) again and propose their reach; a second run changes nothing.

    In pieces, so that others write in between.
    """
    require(actor, "catalog.confirm_reach")
    hidden = Service.objects.filter(pk__in=services, hidden_address=True).values_list("pk", flat=True)
    counts = write_suggestions(_found(services, reader), hidden)
    if any(counts):
        search_changed()
        refresh_reach_columns(services)
        log.record("catalog.reach_suggested", actor=actor, **counts._asdict())
    return counts


def _found(pks: list[int], reader: ReachReader) -> dict[int, list[list]]:
    """What texts of the services say, by their numbers; four queries."""
    texts: dict[int, list[str]] = {pk: [] for pk in pks}
    for pk, note in (
        ServiceTargetGroup.objects.filter(service__in=pks)
        .exclude(note="")
        .order_by("pk")
        .values_list("service", "note")
    ):
        texts[pk].append(note)
    hidden = {}
    for pk, note, is_hidden in Service.objects.filter(pk__in=pks).values_list("pk", "age_note", "hidden_address"):
        texts[pk].append(note)
        hidden[pk] = is_hidden
    notes = Capacity.objects.filter(form__service__in=pks).exclude(note="").order_by("pk")
    for pk, note in notes.values_list("form__service", "note"):
        texts[pk].append(note)
    said: dict[int, list[str]] = {pk: [] for pk in pks}
    for pk, level, code in Reach.objects.filter(service__in=pks).order_by("pk").values_list("service", "level", "code"):
        said[pk].append(f"{level}-{code}")
    places = dict(SearchRow.objects.filter(pk__in=pks).values_list("pk", "places"))
    return {
        pk: suggested(reader, found, split_codes(places.get(pk, "")), said[pk], hidden=hidden[pk])
        for pk, found in texts.items()
    }


@transaction.atomic
def decide_reach(suggestions: Iterable[ReachSuggestion], status: SuggestionStatus, *, actor: Actor) -> Decision:
    """Confirm or refuse proposed areas, or return decided ones among the proposed.

    Only what still waits (or, when returning, is still decided) changes; raises OperationError when nothing does,
    or when nothing was chosen. What is confirmed counts as said reach in the search at once.
    """
    require(actor, "catalog.confirm_reach")
    wanted = [row.pk for row in suggestions]
    if not wanted:
        raise OperationError(NOTHING)
    rows = list(ReachSuggestion.objects.select_for_update().filter(pk__in=wanted).order_by("service", "pk"))
    undo = status == SuggestionStatus.PROPOSED
    rows = [row for row in rows if (row.status == SuggestionStatus.PROPOSED) != undo]
    if not rows:
        raise OperationError(LATE)
    was = {row.pk: row.status for row in rows}
    for row in rows:
        row.status, row.version, row.updated_at = status, row.version + 1, timezone.now()
        row.decided_by = "" if undo else actor.label[:200]
        row.decided_at = None if undo else row.updated_at
    ReachSuggestion.objects.bulk_update(
        rows, ["status", "decided_by", "decided_at", "version", "updated_at"], batch_size=BATCH
    )
    services = Service.objects.in_bulk({row.service_id for row in rows})
    search_changed()
    refresh_reach_columns(services)
    write_decisions(services.values(), rows, was, actor.label)
    _record(services, rows, status, actor)
    return Decision(len(rows), len(services), len(wanted) - len(rows))


def _record(services: dict[int, Service], rows: list[ReachSuggestion], status: SuggestionStatus, actor: Actor) -> None:
    """One event for each service."""
    for pk, service in services.items():
        areas = _areas([row for row in rows if row.service_id == pk])
        about: dict[str, Any] = {"actor": actor, "target": service, "identifier": service.identifier, "areas": areas}
        if status == SuggestionStatus.CONFIRMED:
            log.record("catalog.reach_confirmed", **about)
        elif status == SuggestionStatus.REFUSED:
            log.record("catalog.reach_refused", **about)
        else:
            log.record("catalog.reach_reopened", **about)


def _areas(rows: list[ReachSuggestion]) -> str:
    """Areas as the audit keeps them for good: of those finer than okres the number only, they may be secret one day."""
    wide = [row.key for row in rows if not is_narrow(row.key)]
    finer = len(rows) - len(wide)
    return ", ".join([*wide, *([f"užších území: {finer}"] if finer else [])])
