"""The provider's layer written down: fields, reach, history and what search has of them. Parts of other operations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from opora.directory.catalog.enums import ChangeKind, SuggestionStatus
from opora.directory.catalog.models import ReachSuggestion, Service, ServiceChange, ServiceRecord
from opora.directory.catalog.models.statements import BY_PROVIDER
from opora.directory.catalog.operations.reach_rows import refresh_reach_columns
from opora.directory.catalog.selectors.differences import lines_change
from opora.directory.catalog.selectors.record_fields import FIELDS, REACH, TITLES, Values, lines_of, public_values


def write_record(
    service: Service, record: ServiceRecord, values: Mapping[str, Any], *, version: int, made_by: str
) -> None:
    """Make the values public: fields of the record since its `version`, rows of the reach, a row of the history.

    Raises StaleError. The caller has told the search.
    """
    before = public_values(service, record)
    fields = [name for name in values if name != REACH]
    for name in fields:
        setattr(record, name, values[name])
    record.insert_or_save_fresh(*fields, version=version)
    if REACH in values:
        _write_reach(service, values[REACH], made_by)
    _remember(service, before, values, made_by)


def _write_reach(service: Service, keys: Iterable[str], made_by: str) -> None:
    """Let the areas be those that the provider says; what texts of the register say is left to their decisions."""
    wanted = set(keys)
    known = {row.key: row for row in ReachSuggestion.objects.filter(service=service)}
    gone = [row.pk for key, row in known.items() if row.sentence == BY_PROVIDER and key not in wanted]
    ReachSuggestion.objects.filter(pk__in=gone).delete()
    for key in sorted(wanted):
        level, _dash, code = key.partition("-")
        row = known.get(key) or ReachSuggestion(service=service, level=level, code=code, version=0)
        if row.sentence == BY_PROVIDER:
            continue
        row.sentence, row.status = BY_PROVIDER, SuggestionStatus.CONFIRMED
        row.decided_by, row.decided_at = made_by[:200], timezone.now()
        row.version += 1
        row.save()
    refresh_reach_columns([service.pk])


def _remember(service: Service, before: Values, values: Mapping[str, Any], made_by: str) -> None:
    """Keep in the history of the service what was public and what is; of a secret address names of fields only."""
    changes = [
        lines_change(name, lines_of(name, before[name]), lines_of(name, values[name]))
        for name in FIELDS
        if name in values and not service.hidden_address
    ]
    ServiceChange.objects.create(
        made_by=made_by[:200],
        kind=ChangeKind.CHANGED,
        identifier=service.identifier,
        fields=[name for name in FIELDS if name in values],
        details=[change | {"label": TITLES[change["field"]]} for change in changes if change],
    )
