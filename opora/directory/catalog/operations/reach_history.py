"""Decisions on reach as rows of the history of services. A part of another operation."""

from collections.abc import Iterable, Mapping, Sequence

from opora.directory.catalog.enums import ChangeKind, SuggestionStatus
from opora.directory.catalog.models import ReachSuggestion, Service, ServiceChange
from opora.directory.catalog.selectors.differences import lines_change
from opora.directory.catalog.selectors.reach_suggestions import area_labels
from opora.directory.catalog.selectors.scope import is_narrow

FIELD = "reaches"
SAID = {
    SuggestionStatus.PROPOSED: "podle textu",
    SuggestionStatus.CONFIRMED: "potvrzeno",
    SuggestionStatus.REFUSED: "odmítnuto",
}


def write_decisions(
    services: Iterable[Service], rows: Sequence[ReachSuggestion], was: Mapping[int, str], made_by: str
) -> None:
    """Keep what a person decided on areas of services; `was` is the status of each suggestion (its number) before.

    Of a service with a secret address only okres and wider; a decision on finer areas leaves the name of the field.
    """
    labels = area_labels(rows)
    changes = []
    for service in services:
        told = [row for row in rows if row.service_id == service.pk and row.pk in labels]
        told = [row for row in told if not (service.hidden_address and is_narrow(row.key))]
        before = [f"{SAID[SuggestionStatus(was[row.pk])]}: {labels[row.pk]}" for row in told]
        after = [f"{SAID[SuggestionStatus(row.status)]}: {labels[row.pk]}" for row in told]
        change = lines_change(FIELD, before, after)
        changes.append(
            ServiceChange(
                made_by=made_by[:200],
                kind=ChangeKind.CHANGED,
                identifier=service.identifier,
                fields=[FIELD],
                details=[change] if change else [],
            )
        )
    ServiceChange.objects.bulk_create(changes)
