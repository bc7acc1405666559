"""What one found service says in the list of results; plain values in Czech, nothing the register does not give."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.ranking import Candidate
from opora.directory.catalog.selectors.scope import ReachClass, Row, split_codes
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import area_names
from opora.foundation.core.actor import Actor
from opora.foundation.core.text import fold

NBSP = "\N{NO-BREAK SPACE}"
MOST_GROUPS, MOST_PLACES, MOST_REACHES = 3, 2, 3
SERVICE_FIELDS = ("identifier", "name", "starts_on", "is_sample", "source", "as_of", "provider__name", "provider__ico")
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
    free_of_charge: bool
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
        return self.service.is_sample or self.explained or self.free_of_charge or self.starts_later_on is not None

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


def read_hits(shown: Sequence[Candidate], area: Area | None, book: Codebook, *, actor: Actor) -> tuple[Hit, ...]:
    """Hits for ranked candidates, in their order; two queries for any number of them, none for nothing."""
    if not shown:
        return ()
    rows = Service.objects.visible_to(actor).select_related("provider").only(*SERVICE_FIELDS)
    services = rows.in_bulk([candidate.row.pk for candidate in shown])
    names = area_names(_areas_said(shown))
    hits = [
        _hit(services[candidate.row.pk], candidate, area, names, book)
        for candidate in shown
        if candidate.row.pk in services
    ]
    headings = Counter(hit.heading for hit in hits)
    return tuple(replace(hit, has_twin=headings[hit.heading] > 1) for hit in hits)


def _hit(service: Service, candidate: Candidate, area: Area | None, names: Names, book: Codebook) -> Hit:
    row, standing = candidate.row, candidate.standing
    kind = book.kinds.get(row.kind_code)
    groups = [book.group_plain_name(code) for code in split_codes(row.groups)]
    forms_text, forms_note = _forms(row, book, usual_known=bool(kind and kind.verified))
    place, reach, distance = _place(row, area, names), _reach(candidate, names), _distance(candidate, area)
    return Hit(
        service=service,
        kind_name=kind.singular or kind.name if kind else row.kind_code,
        plural_name=book.kind_name(row.kind_code),
        plain_name=kind.plain_name if kind else "",
        forms_text=forms_text,
        forms_note=forms_note,
        groups_text=", ".join(groups[:MOST_GROUPS]),
        more_groups=max(0, len(groups) - MOST_GROUPS),
        place_text=place,
        reach_class=standing.reach_class.value if standing else "",
        reach_text=reach,
        where_text=_where(row, place, distance, reach),
        distance_km=standing.distance_km if standing else None,
        distance_text=distance,
        fits=candidate.fits,
        free_of_charge=bool(kind and kind.verified and kind.free_of_charge),
        starts_later_on=None if service.has_started else service.starts_on,
    )


def _forms(row: Row, book: Codebook, *, usual_known: bool) -> tuple[str, str]:
    """Registered forms in plain words; where there are none, a note with the usual ones by law, if verified."""
    if row.forms:
        return ", ".join(_form(code, book) for code in split_codes(row.forms)), ""
    usual = [book.forms[code].plain_name for code in split_codes(row.usual_forms) if code in book.forms]
    note = "registr formu neuvádí"
    return "", f"{note}; podle zákona obvykle {' nebo '.join(usual)}" if usual and usual_known else note


def _form(code: str, book: Codebook) -> str:
    plain = book.forms[code].plain_name if code in book.forms else ""
    return f"{book.form_name(code)} ({plain})" if plain else book.form_name(code)


def _place(row: Row, area: Area | None, names: Names) -> str:
    """Obce of the open facilities, the one asked for first; only the okres of a secret address."""
    keys = split_codes(row.places)
    if row.hidden:
        okresy = ", ".join(f"okres {names[key]}" for key in keys if key.startswith("okres-") and key in names)
        by_seat = " podle sídla poskytovatele, " if row.seat else " – "
        return f"{okresy}{by_seat}adresa se neukazuje" if okresy else "adresa se neukazuje"
    here = f"obec-{area.code}" if area and area.level == Level.OBEC else ""
    obce = sorted((key for key in keys if key.startswith("obec-") and key in names), key=lambda key: key != here)
    if row.seat:
        return f"poskytovatel sídlí v{NBSP}obci {names[obce[0]]}" if obce else ""
    text = ", ".join(names[key] for key in obce[:MOST_PLACES])
    more = len(obce) - MOST_PLACES
    return f"{text} a{NBSP}další místa: {more}" if more > 0 else text


def _where(row: Row, place: str, distance: str, reach: str) -> str:
    """Place and reach in one sentence, each said once; the seat comes last, as it promises least."""
    at = f"{place}, {distance}" if place and distance else place
    if row.seat and not row.hidden:
        return f"{reach}; {at}" if at else reach
    if reach == f"zařízení v obci {place}":
        return f"{reach}, {distance}" if distance else reach
    return f"{at or 'adresu registr neuvádí'}; {reach}"


def _reach(candidate: Candidate, names: Names) -> str:
    """Where the service works, as the register says it; at a place asked for, what it says of that place."""
    standing = candidate.standing
    if standing is None:
        return _whole_reach(candidate, names)
    if standing.reach_class == ReachClass.UNKNOWN:
        return "působnost registr neuvádí"
    name = names.get(standing.proof, "")
    if standing.reach_class == ReachClass.KRAJ:
        return f"{name or 'celý kraj'}, obce registr neuvádí"
    level = Level(standing.proof.split("-")[0])
    if standing.by_facility:
        return f"zařízení {INSIDE[level].format(name)}"
    return f"působí {WITHIN[level].format(name)}"


def _whole_reach(candidate: Candidate, names: Names) -> str:
    said = candidate.row.said_reaches
    if not said:
        return "působnost registr neuvádí"
    shown = ", ".join(names.get(key, key.split("-")[-1]) for key in said[:MOST_REACHES])
    more = f" a{NBSP}další" if len(said) > MOST_REACHES else ""
    unsaid = ", obce registr neuvádí" if all(key.startswith(("kraj-", "stat-")) for key in said) else ""
    return f"{shown}{more}{unsaid}"


def _distance(candidate: Candidate, area: Area | None) -> str:
    """„12 km vzdušnou čarou“ from the middle of the place; for services to move into, of others reach says more."""
    standing = candidate.standing
    if area is None or standing is None or standing.distance_km is None or not candidate.row.is_residential:
        return ""
    kilometres = round(standing.distance_km)
    length = f"{kilometres}{NBSP}km" if kilometres else f"do 1{NBSP}km"
    return f"{length} vzdušnou čarou"


def _areas_said(shown: Sequence[Candidate]) -> set[str]:
    """Keys of all areas the hits speak of."""
    keys = {key for candidate in shown for key in candidate.row.said_reaches[:MOST_REACHES]}
    keys |= {
        key for candidate in shown for key in split_codes(candidate.row.places) if key.startswith(("obec-", "okres-"))
    }
    return keys | {candidate.standing.proof for candidate in shown if candidate.standing and candidate.standing.proof}
