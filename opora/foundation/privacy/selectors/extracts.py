"""Extract of one person's data: what is gathered, how it reads, and which parts of it are hidden.

The content is JSON: sections (one of a source) of rows of fields. A field is named by „section:row:field“; under that
name stands in `hidden` why it is not handed over.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date
from opora.foundation.core.templatetags.opora import counted, czech_datetime
from opora.foundation.privacy.enums import ExtractStatus
from opora.foundation.privacy.models import Extract, RetentionRule
from opora.foundation.privacy.selectors.sources import ExtractSource, Subject, extract_sources, unreadable_fields

SHORT = 60  # characters that a cell of a table holds without growing


@dataclass(frozen=True)
class Field:
    """One value of a record, and why it is hidden („“ = it is not)."""

    name: str
    title: str
    value: str
    reason: str = ""


@dataclass(frozen=True)
class Record:
    """One row of a source; `name` is „section:row“."""

    name: str
    fields: tuple[Field, ...]

    @property
    def hidden(self) -> list[Field]:
        """Fields that are not handed over."""
        return [field for field in self.fields if field.reason]


@dataclass(frozen=True)
class Part:
    """What one source holds of the person."""

    code: str
    title: str
    basis: str
    kept: str
    records: tuple[Record, ...]

    @property
    def hidden_count(self) -> int:
        """How many fields are not handed over."""
        return sum(len(record.hidden) for record in self.records)

    @property
    def titles(self) -> list[str]:
        """Titles of the columns when every record has the same few short values; else none."""
        titles = [field.title for field in self.records[0].fields] if self.records else []
        fits = len(self.records) > 1 and len(titles) <= 4
        alike = all([field.title for field in record.fields] == titles for record in self.records)
        short = all(len(field.value) <= SHORT for record in self.records for field in record.fields)
        return titles if fits and alike and short else []


def gathered(subject: Subject) -> dict[str, Any]:
    """Everything the sources hold of the subject, as it is frozen in an extract; secrets never."""
    kept = kept_for()
    sections = [
        {
            "code": source.code,
            "title": source.title,
            "basis": source.declared_basis,
            "kept": kept.get(source.retention, ""),
            "rows": rows,
        }
        for source in extract_sources
        if (rows := [_row(source, row) for row in source.rows(subject)])
    ]
    return {
        "name": subject.name,
        "email": subject.email,
        "gathered_at": timezone.now().isoformat(timespec="seconds"),
        "sections": sections,
    }


def kept_for() -> dict[str, str]:
    """Code of a rule → how long records are kept, „12 měsíců, počítá se od …“; one query."""
    return {
        rule.code: f"{counted(rule.months, 'měsíc,měsíce,měsíců')}, {rule.trigger}" if rule.months else rule.trigger
        for rule in RetentionRule.objects.filter(valid_to__isnull=True)
    }


def parts_of(extract: Extract) -> list[Part]:
    """The frozen content with marks of what is hidden."""
    hidden = hidden_in(extract)
    return [
        Part(
            section["code"],
            section["title"],
            section["basis"],
            section["kept"],
            tuple(_record(f"{section['code']}:{row['key']}", row["fields"], hidden) for row in section["rows"]),
        )
        for section in content_of(extract).get("sections", [])
    ]


def content_of(extract: Extract) -> dict[str, Any]:
    """The frozen content; empty once it was erased."""
    return json.loads(extract.content) if extract.content else {}


def hidden_in(extract: Extract) -> dict[str, str]:
    """Name of a field → why it is hidden."""
    return json.loads(extract.hidden) if extract.hidden else {}


def record_called(parts: Iterable[Part], name: str) -> tuple[Part, Record] | None:
    """The record of the name and its part."""
    return next(((part, one) for part in parts for one in part.records if one.name == name), None)


def open_extract(request: Any) -> Extract | None:
    """The extract of the request that is neither handed over nor cancelled."""
    states = [ExtractStatus.DRAFT, ExtractStatus.SUBMITTED, ExtractStatus.APPROVED]
    return Extract.objects.filter(request=request, status__in=states).first()


def prepared_by(actor: Actor, extract: Extract) -> bool:
    """True for the person who prepares the extract: nobody else changes it, and this one does not approve it."""
    return actor.user is not None and str(actor.user.pk) == extract.prepared_by_id


def held_rows(source: ExtractSource, subject: Subject) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """(address where the row is corrected or „“, its fields as name, title, value) of every row of the subject."""
    for row in source.rows(subject):
        yield source.edit_url(row) if source.edit_url else "", list(_fields(source, row))


def _record(name: str, fields: Iterable[Mapping[str, str]], hidden: Mapping[str, str]) -> Record:
    return Record(
        name,
        tuple(
            Field(one["name"], one["title"], one["value"], hidden.get(f"{name}:{one['name']}", "")) for one in fields
        ),
    )


def _row(source: ExtractSource, row: Any) -> dict[str, Any]:
    key = row.pk if isinstance(row, Model) else next(iter(row.values()))
    fields = [{"name": name, "title": title, "value": value} for name, title, value in _fields(source, row)]
    return {"key": str(key), "fields": fields}


def _fields(source: ExtractSource, row: Any) -> Iterator[tuple[str, str, str]]:
    """Name, Czech title and value of what is shown of the row; empty values are left out."""
    if source.values is not None:
        said: Iterable[tuple[str, str, Any]] = ((title, title, value) for title, value in source.values(row).items())
    else:
        said = _declared(row)
    for name, title, value in said:
        if text := in_words(value):
            yield name, title, text


def _declared(row: Model) -> Iterator[tuple[str, str, Any]]:
    declaration = row.PersonalData  # type: ignore[attr-defined]
    shown = (declaration.personal | declaration.special) - unreadable_fields(type(row))
    for field in row._meta.concrete_fields:
        if field.name in shown:
            display = getattr(row, f"get_{field.name}_display", None)
            yield field.name, str(field.verbose_name), display() if display else getattr(row, field.name)


def in_words(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "ano" if value else "ne"
    if isinstance(value, datetime):
        return czech_datetime(value)
    if isinstance(value, date):
        return czech_date(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def data_json(extract: Extract) -> bytes:
    """The extract for machines, as it is handed over: of hidden fields the title and the reason, never the value."""
    content = content_of(extract)
    sections = [
        {
            "název": part.title,
            "zdroj": part.code,
            "účel a právní základ": part.basis,
            "doba uchování": part.kept,
            "záznamy": [[_handed_over(field) for field in record.fields] for record in part.records],
        }
        for part in parts_of(extract)
    ]
    head = {"jméno": content.get("name", ""), "e-mail": content.get("email", "")}
    whole = {"výpis": extract.pk, **head, "stav údajů k": content.get("gathered_at", ""), "části": sections}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def fingerprint(data: bytes) -> str:
    """SHA-256 of the data, 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def _handed_over(field: Field) -> dict[str, str]:
    said = {"pole": field.name, "název": field.title}
    return said | ({"skryto": field.reason} if field.reason else {"hodnota": field.value})
