"""Records as people read them: a sentence, who, in which role and organization, on what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps

from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.audit.selectors.words import DATA_TITLES
from opora.foundation.core.tables import Column

ORGANIZATION, MEMBERSHIP = "organizations.organization", "organizations.membership"
COLUMNS = [
    Column("kdy", "Kdy", ("at",)),
    Column("co", "Co se stalo"),
    Column("ceho", "Čeho se to týká"),
    Column("kdo", "Kdo"),
]
ACTORS = {"person": "člověk", "public": "veřejnost", "link": "držitel odkazu", "job": "úloha systému"}


Names = dict[str, dict[str, str]]  # type of objects → number → name


@dataclass(frozen=True)
class Row:
    """One record in words; `membership` is the role and organization acted in, empty without one."""

    record: AuditEvent | ReadEvent
    sentence: str
    actor: str
    membership: str
    organization: str
    target: str

    @property
    def is_read(self) -> bool:
        """True for a look at a record of a person."""
        return isinstance(self.record, ReadEvent)


def rows(records: Iterable[AuditEvent | ReadEvent]) -> list[Row]:
    """Records in words; one query for each type of objects among them and one for roles, however many they are."""
    found = list(records)
    wanted: dict[str, set[str]] = {ORGANIZATION: set()}
    for record in found:
        wanted[ORGANIZATION].add(record.organization_id)
        for label, number in (*_pointed(record).values(), (record.target_type, record.target_id)):
            wanted.setdefault(label, set()).add(number)
    names = {label: names_of(label, numbers) for label, numbers in wanted.items() if label}
    roles = _roles({record.membership_id for record in found} - {""})
    return [_row(record, names, roles) for record in found]


def _row(record: AuditEvent | ReadEvent, names: Names, roles: dict[str, str]) -> Row:
    return Row(
        record,
        _sentence(record, names),
        record.actor_label,
        roles.get(record.membership_id, _numbered("členství", record.membership_id)),
        names[ORGANIZATION].get(record.organization_id, _numbered("organizace", record.organization_id)),
        object_name(record.target_type, record.target_id, names.get(record.target_type, {})),
    )


def _pointed(record: AuditEvent | ReadEvent) -> dict[str, tuple[str, str]]:
    """Key of the data → type and number of the object that it points to."""
    if not isinstance(record, AuditEvent):
        return {}
    labels = {key: log.pointers.get((log.app_of(record), key)) for key in record.data}
    return {key: (label, str(record.data[key])) for key, label in labels.items() if label}


def _sentence(record: AuditEvent | ReadEvent, names: Names) -> str:
    if isinstance(record, AuditEvent):
        pointed = _pointed(record).items()
        return log.readable(record, {key: _pointed_name(label, number, names) for key, (label, number) in pointed})
    describer = log.describers.get(record.target_type)
    looked = (describer and describer.looked) or f"Nahlédnutí: {type_name(record.target_type)}."
    return f"{looked} Důvod: {record.reason}" if record.reason else looked


def _pointed_name(label: str, number: str, names: Names) -> str:
    return names.get(label, {}).get(number) or _numbered(type_name(label), number)


def without_strangers(found: Iterable[Row], organization_id: str) -> list[Row]:
    """Rows where people who acted for another organization have no name, only their role there."""
    return [
        replace(row, actor="" if row.membership else ACTORS["person"])
        if row.record.actor_kind == "person" and row.record.organization_id != organization_id
        else row
        for row in found
    ]


def object_name(label: str, number: str, names: dict[str, str]) -> str:
    """„členství: auditor – Ukázkový kraj“, or a number when nothing better is known; empty without an object."""
    if not label:
        return ""
    kind = type_name(label)
    return f"{kind}: {names[number]}" if number in names else _numbered(kind, number)


def type_name(label: str) -> str:
    """Czech name of a kind of objects; the label itself once the kind is gone."""
    describer = log.describers.get(label)
    if describer and describer.title:
        return describer.title
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def _numbered(kind: str, number: str) -> str:
    return f"{kind} č. {number}" if number else ""


def names_of(label: str, numbers: set[str]) -> dict[str, str]:
    """Number → name of objects of one type, of those that are known; one query."""
    describer, known = log.describers.get(label), sorted(numbers - {""})
    return dict(describer.names(known)) if describer and known else {}


def _roles(numbers: set[str]) -> dict[str, str]:
    describer = log.describers.get(MEMBERSHIP)
    return dict(describer.roles(sorted(numbers))) if describer and describer.roles and numbers else {}


def facts(record: AuditEvent | ReadEvent) -> list[tuple[str, Any]]:
    """Every field of the record under its Czech name; of the data each value apart, codes by their words."""
    found: list[tuple[str, Any]] = []
    app = log.app_of(record) if isinstance(record, AuditEvent) else ""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        value = ACTORS.get(value, value) if field.name == "actor_kind" else value
        title = "číslo záznamu" if field.primary_key else str(field.verbose_name)
        found += _flat(app, title, value) if isinstance(value, dict) else [(title, value)]
    return found


def _flat(app: str, title: str, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        name = f"{title}: {DATA_TITLES.get(key, key)}"
        if isinstance(value, dict):
            yield from _flat(app, name, value)
        elif isinstance(value, bool):
            yield name, "ano" if value else "ne"
        else:
            yield name, log.in_words(app, key, value)
