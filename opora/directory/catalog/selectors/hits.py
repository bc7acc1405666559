"""What one found service says in the list of results; plain values in Czech, nothing the register does not give."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.addresses import PRAHA
from opora.directory.catalog.selectors.availability import SaidPart, said_of_many
from opora.directory.catalog.selectors.ranking import Answer
from opora.directory.catalog.selectors.record_card import pause_text, still_planned
from opora.directory.catalog.selectors.scope import (
    CIRCLE,
    ROW_COLUMNS,
    Nearness,
    ReachClass,
    Row,
    Scope,
    Standing,
    split_codes,
)
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import area_names
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import NBSP
from opora.foundation.core.text import fold

MOST_GROUPS, MOST_PLACES, MOST_REACHES, MOST_PARTS = 3, 2, 3, 3
SERVICE_FIELDS = (
    "identifier", "name", "scope", "starts_on", "is_sample", "hidden_address", "seat_addresses", "source", "as_of",
    "provider__name", "provider__ico", "record__pause_from", "record__pause_to", "record__planned_end",
    *(f"search_row__{name}" for name in ROW_COLUMNS),
    "search_row__ages", "search_row__free_of_charge", "search_row__anonymous",
)  # fmt: skip
Level = Area.Level
type Names = dict[str, str]  # key „obec-562335“ → name
WITHIN = {  # where something works, by the level of the area
    Level.OBEC: "v obci {}",
    Level.POU: "v celém správním obvodu pověřeného úřadu {}",
    Level.ORP: "v celém správním obvodu {}",
    Level.OKRES: "v celém okrese {}",
    Level.KRAJ: "v celém kraji ({})",
    Level.COUNTRY: "v celé republice",
}
INSIDE = {  # where a facility stands
    Level.OBEC: "v obci {}",
    Level.POU: "ve správním obvodu pověřeného úřadu {}",
    Level.ORP: "ve správním obvodu {}",
    Level.OKRES: "v okrese {}",
    Level.KRAJ: "v kraji ({})",
    Level.COUNTRY: "v republice",
}


@dataclass(frozen=True)
class Hit:
    """One service in the list. `reach_class` is empty when no place was asked for."""

    service: Service
    kind_name: str
    plural_name: str
    plain_name: str
    forms_text: str
    forms_note: str
    groups_text: str
    more_groups: int
    place_text: str
    reach_class: str
    reach_text: str
    where_text: str
    distance_km: float | None
    distance_text: str
    fits: bool
    free_text: str
    anonymous_text: str
    availability: tuple[SaidPart, ...]
    more_availability: int
    pause: str  # a sentence while the pause lasts or is ahead
    planned_end: date | None
    says_age: bool
    starts_later_on: date | None
    has_twin: bool = False  # another hit of the page would have the same heading

    @property
    def part(self) -> tuple[bool, str]:
        """Section of the list the hit belongs to."""
        return (self.fits, self.reach_class)

    @property
    def explained(self) -> bool:
        """True when the plain name says more than the heading."""
        return bool(self.plain_name) and fold(self.plain_name) not in fold(self.heading)

    @property
    def labelled(self) -> bool:
        """True when some label stands under the heading."""
        return bool(
            self.service.is_sample
            or not self.service.is_registered
            or self.explained
            or self.free_text
            or self.anonymous_text
            or self.starts_later_on
            or self.planned_end
        )

    @property
    def heading(self) -> str:
        """Name with what tells it apart: the kind or the provider; of equal ones the number in the register too."""
        return f"{self.service.name} – {self.note}" if self.note else self.service.name

    @property
    def note(self) -> str:
        """The part of the heading after the name."""
        number = f"č.{NBSP}{self.service.identifier}" if self.has_twin else ""
        return ", ".join(filter(None, (self.apart, number)))

    @property
    def apart(self) -> str:
        """The kind, or the provider where the name says the kind already; nothing where it says both."""
        name, provider = fold(self.service.name), self.service.provider.name
        if fold(self.kind_name) not in name and fold(self.plural_name) not in name:
            return self.kind_name
        return "" if fold(provider) in name else provider


@dataclass(frozen=True)
class Found:
    """A service of the page as search knows it."""

    service: Service
    row: Row
    standing: Standing | None
    fits: bool
    free_places: tuple[SaidPart, ...] = ()


def read_hits(
    shown: Sequence[int], answer: Answer, area: Area | None, book: Codebook, *, actor: Actor
) -> tuple[Hit, ...]:
    """Hits for rows in their order; four queries for any number of them, none for nothing."""
    if not shown:
        return ()
    related = ("provider", "search_row", "record")
    rows = Service.objects.visible_to(actor).filter(search_row__isnull=False).select_related(*related)
    services = rows.only(*SERVICE_FIELDS).in_bulk([answer.columns.pks[row] for row in shown])
    places = said_of_many(services.values(), book)
    found = [
        replace(
            _found(services[pk], answer.places.scope, fits=bool(answer.fitting >> row & 1)),
            free_places=places.get(pk, ()),
        )
        for row in shown
        if (pk := answer.columns.pks[row]) in services
    ]
    names = area_names(_areas_said(found))
    hits = [_hit(one, area, names, book) for one in found]
    headings = Counter(hit.heading for hit in hits)
    return tuple(replace(hit, has_twin=headings[hit.heading] > 1) for hit in hits)


def _found(service: Service, scope: Scope | None, *, fits: bool) -> Found:
    """The service with its standing; one that has changed meanwhile and no longer reaches there promises nothing."""
    values = [getattr(service.search_row, name) for name in ROW_COLUMNS]
    row = Row._make((service.pk, *values, service.hidden_address, service.seat_addresses, service.is_sample))
    if scope is None:
        return Found(service, row, None, fits)
    return Found(service, row, scope.standing(row) or Standing(ReachClass.UNKNOWN, Nearness.ELSEWHERE), fits)


def _hit(found: Found, area: Area | None, names: Names, book: Codebook) -> Hit:
    service, row, standing = found.service, found.row, found.standing
    record = getattr(service, "record", None)
    law, named = book.kinds.get(row.kind_code), book.kind(row.kind_code)
    verified = law is not None and law.verified
    groups = [book.group_plain_name(code) for code in split_codes(row.groups)]
    forms_text, forms_note = _forms(found, book, usual_known=verified)
    place, reach, distance = _place(row, area, names), _reach(found, names), _distance(found, area)
    return Hit(
        service=service,
        kind_name=(named.singular or named.name) if named else row.kind_code,
        plural_name=book.kind_name(row.kind_code),
        plain_name=book.kind_plain_name(row.kind_code),
        forms_text=forms_text,
        forms_note=forms_note,
        groups_text=", ".join(groups[:MOST_GROUPS]),
        more_groups=max(0, len(groups) - MOST_GROUPS),
        place_text=place,
        reach_class=standing.reach_class.value if standing else "",
        reach_text=reach,
        where_text=_where(row, service, place, distance, reach),
        distance_km=standing.distance_km if standing else None,
        distance_text=distance,
        fits=found.fits,
        free_text=_by_law("zdarma", service.search_row.free_of_charge, law and verified and law.free_of_charge),
        anonymous_text=_by_law("i bez udání jména", service.search_row.anonymous, law and verified and law.anonymous),
        availability=found.free_places[:MOST_PARTS],
        more_availability=max(0, len(found.free_places) - MOST_PARTS),
        pause=pause_text(record.pause_from, record.pause_to) if record else "",
        planned_end=still_planned(record.planned_end) if record else None,
        says_age=not book.age_groups.keys().isdisjoint(split_codes(service.search_row.ages)),
        starts_later_on=None if service.has_started else service.starts_on,
    )


def _by_law(label: str, said: bool | None, lawful: object) -> str:
    """The label when the service is said to be so, or is by law and nobody said the opposite."""
    if said is None and lawful:
        return f"{label} ze zákona"
    return label if said else ""


def _unsaid(what: str, service: Service) -> str:
    """„obce registr neuvádí“, of help that is in no register „obce zatím neznáme“."""
    return f"{what} {'registr neuvádí' if service.is_registered else 'zatím neznáme'}"


def _forms(found: Found, book: Codebook, *, usual_known: bool) -> tuple[str, str]:
    """Registered forms in plain words; where there are none, a note with the usual ones by law, if verified."""
    row = found.row
    if row.forms:
        return ", ".join(_form(code, book) for code in split_codes(row.forms)), ""
    usual = [book.forms[code].plain_name for code in split_codes(row.usual_forms) if code in book.forms]
    note = _unsaid("formu", found.service)
    return "", f"{note}; podle zákona obvykle {' nebo '.join(usual)}" if usual and usual_known else note


def _form(code: str, book: Codebook) -> str:
    plain = book.forms[code].plain_name if code in book.forms else ""
    return f"{book.form_name(code)} ({plain})" if plain else book.form_name(code)


def _okres(key: str, name: str) -> str:
    return name if key == f"okres-{PRAHA}" else f"okres {name}"


def _place(row: Row, area: Area | None, names: Names) -> str:
    """Obce of the open facilities, the one asked for first; only the okres of a secret address."""
    keys = split_codes(row.places)
    if row.hidden:
        okresy = ", ".join(_okres(key, names[key]) for key in keys if key.startswith("okres-") and key in names)
        by_seat = " podle sídla poskytovatele, " if row.seat else " – "
        return f"{okresy}{by_seat}adresa se neukazuje" if okresy else "adresa se neukazuje"
    here = f"obec-{area.code}" if area and area.level == Level.OBEC else ""
    obce = sorted((key for key in keys if key.startswith("obec-") and key in names), key=lambda key: key != here)
    if row.seat:
        return f"poskytovatel sídlí v{NBSP}obci {names[obce[0]]}" if obce else ""
    text = ", ".join(names[key] for key in obce[:MOST_PLACES])
    more = len(obce) - MOST_PLACES
    return f"{text} a{NBSP}další místa: {more}" if more > 0 else text


def _where(row: Row, service: Service, place: str, distance: str, reach: str) -> str:
    """Place and reach in one sentence, each said once; the seat comes last, as it promises least."""
    at = f"{place}, {distance}" if place and distance else place
    if row.seat and not row.hidden:
        return f"{reach}; {at}" if at else reach
    if reach == f"zařízení v obci {place}":
        return f"{reach}, {distance}" if distance else reach
    return f"{at or _unsaid('adresu', service)}; {reach}"


def _reach(found: Found, names: Names) -> str:
    """Where the service works, as the register says it; at a place asked for, what it says of that place."""
    standing = found.standing
    if standing is None:
        return _whole_reach(found, names)
    if standing.reach_class == ReachClass.UNKNOWN:
        return f"{_unsaid('působnost', found.service)}{_text_elsewhere(found.row, names)}"
    by_text = "podle textu registru " if standing.by_text else ""
    if standing.reach_class == ReachClass.KRAJ:
        name = names.get(standing.proof, "") or "celý kraj"
        unsaid = "" if by_text else f", {_unsaid('obce', found.service)}"
        return f"{by_text}{name}{unsaid}{_text_elsewhere(found.row, names) if not by_text else ''}"
    if standing.proof.startswith(CIRCLE):
        return f"{by_text}{'' if by_text else 'působí '}{_named(standing.proof, names)}"
    name, level = names.get(standing.proof, ""), Level(standing.proof.split("-")[0])
    if standing.by_facility:
        return f"zařízení {INSIDE[level].format(name)}"
    return f"{by_text}působí {WITHIN[level].format(name)}"


def _whole_reach(found: Found, names: Names) -> str:
    row, said = found.row, found.row.said_reaches
    if not said:
        return f"{_unsaid('působnost', found.service)}{_text_elsewhere(row, names)}"
    unsaid = f", {_unsaid('obce', found.service)}" if all(key.startswith(("kraj-", "stat-")) for key in said) else ""
    return f"{_list(said, names)}{unsaid}{_text_elsewhere(row, names) if unsaid else ''}"


def _text_elsewhere(row: Row, names: Names) -> str:
    """What texts of the register name beside the place asked for."""
    said = row.said_texts
    return f"; jeho text jmenuje: {_list(said, names)}" if said else ""


def _list(keys: Sequence[str], names: Names) -> str:
    shown = ", ".join(_named(key, names) for key in keys[:MOST_REACHES])
    return f"{shown} a{NBSP}další" if len(keys) > MOST_REACHES else shown


def _named(key: str, names: Names) -> str:
    """Name of the area of a key; „do 30 km od obce Ústí nad Labem“ of a circle."""
    level, code, *radius = key.split("-")
    if level != CIRCLE:
        return names.get(key, code)
    return f"do {radius[0]}{NBSP}km od obce {names.get(f'obec-{code}', code)}"


def _distance(found: Found, area: Area | None) -> str:
    """„12 km vzdušnou čarou“ from the middle of the place; for services to move into, of others reach says more."""
    standing = found.standing
    if area is None or standing is None or standing.distance_km is None or not found.row.is_residential:
        return ""
    kilometres = round(standing.distance_km)
    length = f"{kilometres}{NBSP}km" if kilometres else f"do 1{NBSP}km"
    return f"{length} vzdušnou čarou"


def _areas_said(found: Sequence[Found]) -> set[str]:
    """Keys of all areas the hits speak of; of a circle the obec in its middle."""
    keys = {one.standing.proof for one in found if one.standing and one.standing.proof}
    for one in found:
        keys.update(one.row.said_reaches[:MOST_REACHES], one.row.said_texts[:MOST_REACHES])
        keys.update(key for key in split_codes(one.row.places) if key.startswith(("obec-", "okres-")))
    return {f"obec-{key.split('-')[1]}" if key.startswith(CIRCLE) else key for key in keys}
