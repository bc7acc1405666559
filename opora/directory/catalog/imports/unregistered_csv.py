"""A CSV file of services that are not registered: what it would do is known before anything is written."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.enums import ChangeKind
from opora.directory.catalog.forms.unregistered import UnregisteredForm, initial_of
from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.unregistered import Entry, differences, entries_of, services_of_staff
from opora.foundation.core.actor import Actor
from opora.foundation.core.text import fold

LARGEST, MOST_ROWS = 1_000_000, 500  # bytes, rows
UNCHANGED = "unchanged"
EXAMPLE = "příklad"  # a row with this code is only to look at
COLUMNS = {  # column of the file → field of the form; the first is ours
    "Kód": "identifier",
    "Druh": "kind_code",
    "Název": "name",
    "IČO": "ico",
    "Poskytovatel": "provider_name",
    "Co nabízí": "description",
    "Pro koho": "groups",
    "Věk": "age_groups",
    "Jak to probíhá": "ways",
    "Obec": "place",
    "Ulice a číslo": "street",
    "Kde působí": "reach",
    "Zdarma": "free_of_charge",
    "I beze jména": "anonymous",
    "Telefon": "phone",
    "E-mail": "email",
    "Web": "web",
    "Funguje od": "starts_on",
    "Zdroj": "source",
    "Ověřeno dne": "as_of",
}
LABELS = {name: label for label, name in COLUMNS.items()}
NEEDED = ("Název", "IČO")
EXAMPLE_ROW = (
    EXAMPLE, "klub nebo setkávání", "Klub Ukázka Děčín", "00000019", "Spolek Ukázka", "Každé úterý povídání u kávy.",
    "senioři", "", "docházíte vy", "Děčín", "Ukázková 1", "ORP Děčín|Benešov nad Ploučnicí", "ano", "nevíme", "",
    "klub@spolek.example", "", "1. 9. 2026", "telefonicky od poskytovatele", "1. 9. 2026",
)  # fmt: skip
MANY = {"groups", "age_groups", "ways"}
FLAGS = {"ano": "ano", "ne": "ne", "nevime": "", "": ""}


class CsvUnreadable(Exception):
    """The file as a whole cannot be read; the text is a Czech sentence that says what to do."""


@dataclass(frozen=True)
class Row:
    """One row of the file: number of its first line, cells by fields of the form."""

    line: int
    cells: dict[str, str]
    extra: bool = False  # it has more cells than the head has columns


@dataclass(frozen=True)
class Planned:
    """What one row would do: a value of ChangeKind, „unchanged“ or „rejected“, and why or in what."""

    line: int
    verdict: str
    name: str
    service: Service | None = None
    entry: Entry | None = None
    details: list[dict] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)  # column and sentence

    @property
    def identifier(self) -> str:
        """Code of the service that is here already; empty for a new one."""
        return self.service.identifier if self.service else ""


@dataclass(frozen=True)
class Plan:
    """What the whole file would do."""

    rows: tuple[Planned, ...]
    fingerprint: str  # of the file and of what it would do now

    def having(self, verdict: str) -> list[Planned]:
        """Rows of one verdict."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def rejected(self) -> list[Planned]:
        return self.having(ChangeKind.REJECTED)

    @property
    def writable(self) -> list[Planned]:
        """Rows that would write something."""
        return [row for row in self.rows if row.verdict in (ChangeKind.ADDED, ChangeKind.CHANGED)]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Numbers of rows by what they would do, in words."""
        words = ((ChangeKind.ADDED, "nové"), (ChangeKind.CHANGED, "změněné"), (UNCHANGED, "beze změny"),
                 (ChangeKind.REJECTED, "chybné"))  # fmt: skip
        return [(label, len(self.having(verdict))) for verdict, label in words]

    def items(self) -> list[tuple[Service | None, Entry]]:
        """What the operation takes."""
        return [(row.service, row.entry) for row in self.writable if row.entry]


def template() -> bytes:
    """The file to fill in, as Excel in Czech opens it: semicolons, UTF-8 with a mark, one row to look at."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([COLUMNS, EXAMPLE_ROW])
    return text.getvalue().encode("utf-8-sig")


def plan(content: bytes, *, actor: Actor) -> Plan:
    """What the file would do to services as they are now; writes nothing. Raises CsvUnreadable."""
    planner = _Planner(codebook(), actor)
    rows = tuple(planner.planned(row) for row in read_rows(content))
    if not rows:
        raise CsvUnreadable("V souboru není žádná služba. Vyplňte řádky pod záhlavím a nahrajte ho znovu.")
    state = [(row.line, row.verdict, row.identifier, row.service.version if row.service else 0) for row in rows]
    return Plan(rows, hashlib.sha256(content + repr(state).encode()).hexdigest())


def read_rows(content: bytes) -> list[Row]:
    """Rows under the head, those of the example and empty ones left out. Raises CsvUnreadable."""
    lines = _lines(_decoded(content))
    head: list[str] | None = None
    rows: list[Row] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if head is None:
            head = _head(cells)
            continue
        named = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if name}
        if fold(named.get("identifier", "")) != fold(EXAMPLE):
            rows.append(Row(number, named, any(cell.strip() for cell in cells[len(head) :])))
        if len(rows) > MOST_ROWS:
            raise CsvUnreadable(f"Soubor má víc než {MOST_ROWS} služeb. Rozdělte ho na menší.")
    if head is None:
        raise CsvUnreadable("Soubor je prázdný. Stáhněte vzor, vyplňte ho a nahrajte.")
    return rows


def _decoded(content: bytes) -> str:
    """Text of the file, in UTF-8 or in the Windows encoding of Central Europe."""
    if len(content) > LARGEST:
        raise CsvUnreadable("Soubor je větší než 1 MB. Rozdělte ho na menší.")
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise CsvUnreadable("To je sešit Excelu. Uložte ho jako „CSV (oddělený středníky)“ a nahrajte znovu.")
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise CsvUnreadable("Písmena v souboru se nedají přečíst. Uložte ho jako „CSV UTF-8“ a nahrajte znovu.")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number of the first line of each row, and its cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error:
        raise CsvUnreadable(
            f"Řádek {number} se nedá přečíst: nejspíš v něm chybí uvozovka. Opravte ho a nahrajte soubor znovu."
        ) from None


def _head(cells: list[str]) -> list[str]:
    """Fields of the columns, „“ for a column without a head. Raises CsvUnreadable for unknown and missing ones."""
    known = {_bare(label): name for label, name in COLUMNS.items()}
    head = [known.get(_bare(cell), cell.strip() and "?") for cell in cells]
    unknown = [cell.strip()[:40] for cell, name in zip(cells, head, strict=True) if name == "?"]
    if unknown:
        raise CsvUnreadable(
            f"Sloupec „{unknown[0]}“ neznáme. Přejmenujte ho podle vzoru, nebo smažte. Oddělujte středníkem."
        )
    twice = [LABELS[name] for name in head if name and head.count(name) > 1]
    if twice:
        raise CsvUnreadable(f"Sloupec „{twice[0]}“ je v souboru dvakrát. Jeden smažte.")
    missing = [label for label in NEEDED if COLUMNS[label] not in head]
    if missing:
        raise CsvUnreadable(f"V záhlaví chybí sloupec „{missing[0]}“. Stáhněte vzor a vyplňte ho.")
    return head


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


class _Planner:
    """Compares rows with services that are here; one row after another, because they may speak of the same one."""

    def __init__(self, book: Codebook, actor: Actor) -> None:
        self.book = book
        services = list(services_of_staff(actor).select_related("provider").order_by("-pk"))
        self.entries = entries_of(services)
        self.by_identifier = {service.identifier: service for service in services}
        ended_first = sorted(services, key=lambda service: not service.has_ended)
        self.by_name = {(row.provider.ico, fold(row.name)): row for row in ended_first}
        self.seen: dict[Any, int] = {}
        self.providers: dict[str, str] = {}
        self.codes = {
            "kind_code": _codes(book.other_kinds),
            "groups": _codes(book.groups),
            "age_groups": _codes(book.age_groups),
            "ways": _codes(book.forms),
        }

    def planned(self, row: Row) -> Planned:
        """What the row would do."""
        name = row.cells.get("name", "")[:80]
        if row.extra:
            return _rejected(
                row, name, [("celý řádek", "Má víc buněk než záhlaví. Zkontrolujte oddělovače a uvozovky.")]
            )
        identifier = row.cells.get("identifier", "").upper()
        if identifier and identifier not in self.by_identifier:
            return _rejected(row, name, [("Kód", "Službu s tímto kódem nemáme. Opravte ho; u nové nechte prázdný.")])
        ico = "".join(row.cells.get("ico", "").split()).zfill(8)
        service = self.by_identifier.get(identifier) or self.by_name.get(
            (ico, fold(" ".join(row.cells.get("name", "").split())))
        )
        old = self.entries[service.pk] if service else None
        form = UnregisteredForm(self._data(row, old, ico))
        if not form.is_valid():
            return _rejected(row, name, [
                (LABELS.get(column, "celý řádek"), str(text)) for column, texts in form.errors.items() for text in texts
            ])  # fmt: skip
        entry = form.entry()
        key = service.pk if service else (entry.ico, fold(entry.name))
        if key in self.seen:
            return _rejected(
                row, name, [("celý řádek", f"Stejná služba je už na řádku {self.seen[key]}. Jeden smažte.")]
            )
        self.seen[key] = row.line
        self.providers[entry.ico] = entry.provider_name
        return self._verdict(row, service, old, entry)

    def _verdict(self, row: Row, service: Service | None, old: Entry | None, entry: Entry) -> Planned:
        details = differences(old, entry, self.book)
        verdict: str = ChangeKind.CHANGED if service else ChangeKind.ADDED
        return Planned(row.line, verdict if details else UNCHANGED, entry.name, service, entry, details)

    def _data(self, row: Row, old: Entry | None, ico: str) -> dict[str, Any]:
        """What the form is filled with; a column that the file lacks stays as it is."""
        data = initial_of(old) if old else {"provider_name": self.providers.get(ico, "")}
        for name, cell in row.cells.items():
            if name == "provider_name" and not cell:
                continue
            data[name] = self._value(name, cell)
        return data

    def _value(self, name: str, cell: str) -> Any:
        """A cell as the field takes it: codes for names, lines for lists."""
        if name in MANY:
            parts = (part.strip() for line in cell.splitlines() for part in line.split("|"))
            return [self.codes[name].get(_bare(part), part) for part in parts if part]
        if name == "kind_code":
            return self.codes[name].get(_bare(cell), cell)
        if name == "reach":
            return cell.replace("|", "\n")
        return FLAGS.get(fold(cell), cell) if name in ("free_of_charge", "anonymous") else cell


def _rejected(row: Row, name: str, errors: list[tuple[str, str]]) -> Planned:
    return Planned(row.line, ChangeKind.REJECTED, name, errors=errors)


def _codes(rows: dict[str, Any]) -> dict[str, str]:
    """Codes by everything the rows of a code list are called."""
    names = ("name", "singular", "plain_name")
    codes = {_bare(code.removeprefix("o-")): code for code in rows}
    called = ((code, getattr(row, name, "")) for code, row in rows.items() for name in names)
    return codes | {_bare(text): code for code, text in called if text} | {_bare(code): code for code in rows}
