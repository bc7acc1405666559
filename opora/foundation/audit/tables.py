"""Records as people read them: a sentence, who, in which role and organization, on what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.tables import Column

ORGANIZATION, MEMBERSHIP = "organizations.organization", "organizations.membership"
COLUMNS = [
    Column("kdy", "Kdy", ("at",)),
    Column("co", "Co se stalo"),
    Column("ceho", "Čeho se to týká"),
    Column("kdo", "Kdo"),
]
ACTORS = {"person": "člověk", "public": "veřejnost", "link": "držitel odkazu", "job": "úloha systému"}


@dataclass(frozen=True)
class Row:
    """One record in words; `membership` is the role and organization acted in, empty without one."""

    record: AuditEvent | ReadEvent
    sentence: str
    membership: str
    organization: str
    target: str

    @property
    def is_read(self) -> bool:
        """True for a look at a record of a person."""
        return isinstance(self.record, ReadEvent)


def rows(records: Iterable[AuditEvent | ReadEvent]) -> list[Row]:
    """Records in words; one query for each type of objects among them, however many they are."""
    found = list(records)
    wanted: dict[str, set[str]] = {ORGANIZATION: set(), MEMBERSHIP: set()}
    for record in found:
        wanted[ORGANIZATION].add(record.organization_id)
        wanted[MEMBERSHIP].add(record.membership_id)
        wanted.setdefault(record.target_type, set()).add(record.target_id)
    names = {label: _names(label, ids - {""}) for label, ids in wanted.items() if label}
    return [_row(record, names) for record in found]


def _row(record: AuditEvent | ReadEvent, names: dict[str, dict[str, str]]) -> Row:
    target = object_name(record.target_type, record.target_id, names.get(record.target_type, {}))
    return Row(
        record,
        log.readable(record) if isinstance(record, AuditEvent) else _looked(record),
        names[MEMBERSHIP].get(record.membership_id, _numbered("členství", record.membership_id)),
        names[ORGANIZATION].get(record.organization_id, _numbered("organizace", record.organization_id)),
        target,
    )


def _looked(record: ReadEvent) -> str:
    reason = f" Důvod: {record.reason}" if record.reason else ""
    return f"Nahlédnutí do záznamu.{reason}"


def object_name(label: str, number: str, names: dict[str, str]) -> str:
    """„členství: auditor – Ukázkový kraj“, or a number when nothing better is known; empty without an object."""
    if not label:
        return ""
    kind = type_name(label)
    return f"{kind}: {names[number]}" if number in names else _numbered(kind, number)


def type_name(label: str) -> str:
    """Czech name of a kind of objects; the label itself once the kind is gone."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def _numbered(kind: str, number: str) -> str:
    return f"{kind} č. {number}" if number else ""


def _names(label: str, numbers: set[str]) -> dict[str, str]:
    describer = log.describers.get(label)
    return dict(describer.names(sorted(numbers))) if describer and numbers else {}


def facts(record: AuditEvent | ReadEvent) -> list[tuple[str, Any]]:
    """Every field of the record under its Czech name; of the data each value apart, under the key it has there."""
    found: list[tuple[str, Any]] = []
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        value = ACTORS.get(value, value) if field.name == "actor_kind" else value
        title = "číslo záznamu" if field.primary_key else str(field.verbose_name)
        found += _flat(title, value) if isinstance(value, dict) else [(title, value)]
    return found


def _flat(title: str, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(f"{title}, {key}", value)
        else:
            yield f"{title}, {key}", ", ".join(map(str, value)) if isinstance(value, list) else value
