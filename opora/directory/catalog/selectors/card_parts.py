"""Parts that cards are put together from; plain values, so that page, print and JSON-LD say the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.enums import PositionSource, SuggestionStatus
from opora.directory.catalog.models import (
    CodeList,
    Contact,
    Facility,
    FormOfService,
    Reach,
    ReachSuggestion,
    Service,
)
from opora.directory.catalog.models.statements import BY_PROVIDER
from opora.directory.catalog.selectors.addresses import address_text, okres_text
from opora.directory.catalog.selectors.schedules import ScheduleLine, schedule_lines
from opora.directory.catalog.selectors.scope import NARROW_LEVELS
from opora.directory.territory.models import Area
from opora.foundation.core.dates import NBSP
from opora.foundation.core.text import fold

AreaNames = dict[tuple[str, str], str]  # (level, code) → name told apart from equal ones
# a second lock behind the screening of the import: texts that still look like an address
ADDRESS_WORDS = re.compile(
    r"(?<!\[)\badres|\bul\.|\bulic|\bnám\.|\bnáměst|\bč\. ?p\.|\d+/(?!(?:19|20)\d\d\b|7\b)\d+|\b\d{3} ?\d{2}\b",
    re.IGNORECASE,
)
# said only where the distance is not measured from the very address
POSITION_TEXTS: dict[str, str] = {
    PositionSource.PROVIDER_SEAT: "Vzdálenost počítáme od polohy sídla poskytovatele.",
    PositionSource.POSTAL_CODE: "Vzdálenost počítáme přibližně, podle PSČ.",
    PositionSource.OBEC: "Vzdálenost počítáme přibližně, od středu obce.",
}
# what people write themselves is screened more strictly than the register: it is refused and they can reword it
WRITTEN = re.compile(
    r"\btř\.|\btříd[aěuy]\b|\bč\.\s?\d|\b\d{2}\.\d{3,}|\bmapy\.|\bmaps\b|goo\.gl"
    r"|[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]\w{2,}\s\d{1,4}[a-z]?\s*,\s*[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]"
    r"|\b(?:[Vv]e?|[Nn]a|[Uu])\s[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]\w{2,}\s\d{1,4}[a-z]?\b"
)
LONG_SENTENCE = 240  # characters
WITHHELD = "Text neukazujeme, mohl by prozradit adresu."


@dataclass(frozen=True)
class Named:
    """A thing with its plain and its official name; whether the name is verified, and whether a code list has it."""

    official: str
    plain: str
    verified: bool = True
    known: bool = True

    @property
    def says_more(self) -> bool:
        """False when the official name only says „osoby“ where the plain one says „lidé“."""
        return not self.plain or fold(self.official).replace("osoby", "lide") != fold(self.plain)


@dataclass(frozen=True)
class People:
    """Groups of people with the text of the provider that refines them all."""

    groups: tuple[Named, ...]
    note: str


@dataclass(frozen=True)
class CapacityFact:
    """Registered highest capacity: number, plural forms of its unit („lůžko,lůžka,lůžek“), words of the provider."""

    count: int
    unit: str
    note: str


@dataclass(frozen=True)
class FormFact:
    """One form of the registration with its times and capacity. `continuous` is None where the register is silent."""

    form: Named
    continuous: bool | None
    schedule: tuple[ScheduleLine, ...]
    capacities: tuple[CapacityFact, ...]


@dataclass(frozen=True)
class Place:
    """A facility open today; the address is empty where it is secret or unknown, `position` says how rough it is."""

    name: str
    address: str
    okres: str
    hidden: bool
    position: str


@dataclass(frozen=True)
class ContactFact:
    """A way to reach somebody, by kind: phone, email, web or fax."""

    kind: str
    value: str
    note: str


@dataclass(frozen=True)
class SaidReach:
    """Territories that one sentence of the register names, and whether a person has confirmed them."""

    names: tuple[str, ...]
    sentence: str
    confirmed: bool
    confirmed_on: date | None

    @property
    def by_provider(self) -> bool:
        """True when the provider says it, not a text of the register."""
        return self.sentence == BY_PROVIDER

    @property
    def is_long(self) -> bool:
        """True when the sentence would push the rest of the card away."""
        return len(self.sentence) > LONG_SENTENCE


def people(service: Service, book: Codebook) -> tuple[People, ...]:
    """Target groups put together by their refining text; a group without a text comes first."""
    by_note: dict[str, list[Named]] = {}
    for row in service.target_groups.all():
        group = book.groups.get(row.group_code)
        named = Named(
            official=book.group_name(row.group_code),
            plain=book.group_plain_name(row.group_code),
            verified=group is not None and group.verified,
            known=group is not None,
        )
        by_note.setdefault(shown_text(row.note, service), []).append(named)
    rows = sorted(by_note.items(), key=lambda pair: bool(pair[0]))
    return tuple(People(tuple(groups), note) for note, groups in rows)


def shown_text(text: str, service: Service) -> str:
    """Words of the provider; with a secret address none that looks like an address."""
    clean = "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    return WITHHELD if service.hidden_address and ADDRESS_WORDS.search(clean) else clean


def betrays_address(text: str) -> bool:
    """True for words that a person may not write where the address is secret: they look like one."""
    return any(pattern.search(text) for pattern in (ADDRESS_WORDS, WRITTEN))


def form_facts(forms: Iterable[FormOfService], book: Codebook) -> tuple[FormFact, ...]:
    """Forms as registered; an unknown code is shown as it came."""
    by_code = {row.form: row for row in forms}
    return tuple(
        FormFact(
            form=form_name(row.form, book),
            continuous=row.continuous,
            schedule=schedule_lines(row.schedules),
            capacities=tuple(
                CapacityFact(fact.count, _unit(fact.unit_code, book), fact.note) for fact in row.capacities.all()
            ),
        )
        for row in (by_code[code] for code in in_book_order(by_code, book.forms))
    )


def in_book_order[Row: CodeList](codes: Iterable[str], rows: dict[str, Row]) -> list[str]:
    """Codes in the order of their code list, unknown ones last."""
    return sorted(codes, key=lambda code: (code not in rows, rows[code].pk if code in rows else 0, code))


def form_name(code: str, book: Codebook) -> Named:
    """„terénní“, „přijedou za vámi“."""
    row = book.forms.get(code)
    return Named(row.name, row.plain_name) if row else Named(code, "", verified=False)


def _unit(code: str, book: Codebook) -> str:
    row = book.units.get(code)
    return row.plural_forms if row and row.plural_forms else ",".join([book.unit_name(code)] * 3)


def places(facilities: Iterable[Facility], service: Service, areas: AreaNames) -> tuple[Place, ...]:
    """Facilities open today, secret ones reduced to their okres; the same place written twice is shown once."""
    found: dict[Place, None] = {}
    for row in facilities:
        if row.is_active:
            hidden = row.hidden or service.hidden_address
            place = Place(
                name="" if hidden else row.name,
                address="" if hidden else address_text(row, areas.get((Area.Level.OBEC, row.obec_code), "")),
                okres=okres_text(row.okres),
                hidden=hidden,
                position="" if hidden else _position(row),
            )
            found[place] = None
    return tuple(found)


def _position(facility: Facility) -> str:
    return POSITION_TEXTS.get(facility.position_source, "") if facility.latitude is not None else ""


def contact_facts(contacts: Iterable[Contact]) -> tuple[ContactFact, ...]:
    """Contacts in the order of the register, telephones first, faxes last."""
    order = ["phone", "email", "web", "fax"]
    facts = [ContactFact(row.kind, row.value, row.note) for row in contacts]
    return tuple(sorted(facts, key=lambda fact: order.index(fact.kind) if fact.kind in order else 9))


def reach_names(reaches: Iterable[Reach], areas: AreaNames, *, hidden: bool) -> tuple[str, ...]:
    """Names of territories where the service acts, larger first; with a secret address nothing finer than okres."""
    levels = list(Area.Level.values)  # from the largest
    if hidden:
        levels = levels[: levels.index(Area.Level.OKRES) + 1]
    rows = sorted((row for row in reaches if row.level in levels), key=lambda row: levels.index(row.level))
    return tuple(areas.get((row.level, row.code), row.code) for row in rows)


def said_reaches(service: Service, areas: AreaNames) -> tuple[SaidReach, ...]:
    """Reach read out of texts, sentence by sentence, confirmed ones first; what was refused is left out.

    With a secret address nothing finer than okres, no circles, and no sentence that looks like an address.
    """
    found: dict[tuple[bool, str], list[ReachSuggestion]] = {}  # proposed ones after confirmed ones
    for row in service.reach_suggestions.all():
        finer = row.radius_km or row.level in NARROW_LEVELS
        if row.status != SuggestionStatus.REFUSED and not (service.hidden_address and finer):
            found.setdefault((row.status == SuggestionStatus.PROPOSED, row.sentence), []).append(row)
    return tuple(
        SaidReach(
            names=tuple(_said_name(row, areas) for row in rows),
            sentence=shown_text(sentence, service),
            confirmed=not proposed,
            confirmed_on=max((localdate(row.decided_at) for row in rows if row.decided_at), default=None),
        )
        for (proposed, sentence), rows in sorted(found.items(), key=lambda pair: pair[0])
    )


def _said_name(row: ReachSuggestion, areas: AreaNames) -> str:
    name = areas.get((row.level, row.code), row.code)
    return f"okruh {row.radius_km}{NBSP}km od obce {name}" if row.radius_km else name
