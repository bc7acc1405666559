"""What a place asked for means for a service: does it reach there, how near is it. Pure functions over one row."""

from collections.abc import Collection, Mapping
from enum import IntEnum, StrEnum
from typing import NamedTuple

from opora.directory.catalog.enums import Form
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import ancestors, distance_km

Level = Area.Level
CIRCLE = "okruh"  # „okruh-567027-30“: 30 km around the obec
NARROW_LEVELS = (Level.OBEC, Level.POU, Level.ORP, CIRCLE)  # finer than okres: never asked of a secret address
type Circles = Mapping[str, tuple[str, float, float, float]]  # key → code of the obec, its position, kilometres


class ReachClass(StrEnum):
    """How surely the register says that the service works at the place."""

    CONFIRMED = "confirmed"
    TEXT = "text"  # a text of the register names the place, nobody has confirmed it
    KRAJ = "kraj"
    UNKNOWN = "unknown"


class Nearness(IntEnum):
    """Order inside a class of reach. What decides it of a secret address is its okres alone."""

    TOWN = 0
    ORP = 1
    OKRES = 2
    HIDDEN_IN_OKRES = 3
    ELSEWHERE = 4
    HIDDEN_ELSEWHERE = 5


def split_codes(joined: str) -> list[str]:
    """Codes of a column such as „,amb,ter,“."""
    return joined.strip(",").split(",") if joined else []


def is_narrow(key: str) -> bool:
    """True for a key of an area finer than okres."""
    return key.split("-")[0] in NARROW_LEVELS


class Row(NamedTuple):
    """One search row with what ranking needs of its service."""

    pk: int
    kind_code: str
    forms: str
    usual_forms: str
    groups: str
    places: str
    reaches: str
    text_reaches: str
    latitude: float | None
    longitude: float | None
    czech_sort: str
    hidden: bool
    seat: bool  # its addresses are the provider's seat
    sample: bool

    @property
    def any_forms(self) -> str:
        """Registered forms; where the register gives none, the usual ones by law."""
        return self.forms or self.usual_forms

    @property
    def said_reaches(self) -> list[str]:
        """Keys of the reach that may be used; of a secret address nothing finer than okres."""
        return self._said(self.reaches)

    @property
    def said_texts(self) -> list[str]:
        """Keys of the reach that texts of the register name, with the same limit."""
        return self._said(self.text_reaches)

    def _said(self, joined: str) -> list[str]:
        keys = split_codes(joined)
        return [key for key in keys if not is_narrow(key)] if self.hidden else keys

    @property
    def is_residential(self) -> bool:
        """True for services people move into: the only ones whose distance matters more than reach."""
        return self.any_forms == f",{Form.RESIDENTIAL},"

    @property
    def has_door(self) -> bool:
        """True when people come to it or live in it, so that it matters where it stands."""
        return f",{Form.AMBULATORY}," in self.any_forms or f",{Form.RESIDENTIAL}," in self.any_forms


ROW_COLUMNS = Row._fields[1:11]  # those of the search row; the others are of the service


class Standing(NamedTuple):
    """What one service is to the place: class of reach, what proves it (a key „obec-562335“), nearness, kilometres."""

    reach_class: ReachClass
    nearness: Nearness
    proof: str = ""
    by_facility: bool = False
    by_text: bool = False
    distance_km: float | None = None


class Scope:
    """The place asked for, prepared for many rows; `circles` are those of which some reach speaks."""

    def __init__(self, area: Area, circles: Circles | None = None) -> None:
        self.area = area
        codes = ancestors(area)
        self.kraj = f"kraj-{codes[Level.KRAJ]}" if Level.KRAJ in codes else ""
        self.okres = f"okres-{codes[Level.OKRES]}" if Level.OKRES in codes else ""
        self.chain = [f"{level}-{codes[level]}" for level in reversed(Level.values) if level in codes]
        self.town = f"obec-{area.code}" if area.level == Level.OBEC else ""
        self.orp = f"orp-{codes[Level.ORP]}" if Level.ORP in codes else ""
        own = f"{area.level}-{area.code}"
        # presence of one of these in a reach confirms the place: the area itself and those above it below the kraj
        self.sure = [key for key in self.chain if key == own or not key.startswith(("kraj-", "stat-"))]
        self.inside = frozenset() if area.level == Level.OBEC else _inside(area)
        self.covering = frozenset(key for key, circle in (circles or {}).items() if self._covers(*circle))
        self._known: dict[tuple, Standing | None] = {}

    def standing(self, row: Row) -> Standing | None:
        """What the service is to the place; None when it neither reaches there nor is in the kraj with reach unsaid.

        Many services share places, reach and forms: what follows from these is found once.
        """
        key = (row.places, row.reaches, row.text_reaches, row.any_forms, row.hidden, row.seat)
        if key not in self._known:
            self._known[key] = self._without_distance(row)
        known = self._known[key]
        return known and Standing(*known[:-1], self._distance(row))

    def _without_distance(self, row: Row) -> Standing | None:
        nearness = self._nearness(row)
        if proof := self.proof(row.said_reaches):
            return Standing(ReachClass.CONFIRMED, nearness, proof)
        if proof := self._door(row):
            return Standing(ReachClass.CONFIRMED, nearness, proof, by_facility=True)
        if proof := self.proof(row.said_texts):
            return Standing(ReachClass.TEXT, nearness, proof, by_text=True)
        for joined, by_text in ((row.reaches, False), (row.text_reaches, True)):
            if (self.kraj and f",{self.kraj}," in joined) or ",stat-CZ," in joined:
                return Standing(ReachClass.KRAJ, nearness, self.kraj, by_text=by_text)
        if f",{self.kraj}," in row.places and not row.said_reaches:
            return Standing(ReachClass.UNKNOWN, nearness)
        return None

    def proof(self, said: Collection[str]) -> str:
        """Key of the reach that holds the place or a part of it: an area, or a circle; empty for none."""
        found = next((key for key in self.sure if key in said), "")
        return found or next((key for key in said if key in self.inside or key in self.covering), "")

    def _covers(self, centre: str, latitude: float, longitude: float, kilometres: float) -> bool:
        """True when the circle begins inside the place, or when the middle of the place is in the circle."""
        if f"obec-{centre}" in (self.town, *self.inside):
            return True
        north, east = self.area.latitude, self.area.longitude
        if self.area.level == Level.KRAJ or north is None or east is None:
            return False
        return distance_km(latitude, longitude, north, east) <= kilometres

    def _door(self, row: Row) -> str:
        """Key of the area in which a real facility of the service stands."""
        if row.hidden or row.seat or not row.has_door:
            return ""
        wanted = [self.town, self.orp] if self.town else [f"{self.area.level}-{self.area.code}"]
        return next((key for key in wanted if key and f",{key}," in row.places), "")

    def _nearness(self, row: Row) -> Nearness:
        in_okres = bool(self.okres) and f",{self.okres}," in row.places
        if row.hidden:
            return Nearness.HIDDEN_IN_OKRES if in_okres else Nearness.HIDDEN_ELSEWHERE
        if not row.has_door:
            return Nearness.ELSEWHERE
        if self.town and f",{self.town}," in row.places:
            return Nearness.TOWN
        if self.orp and f",{self.orp}," in row.places:
            return Nearness.ORP
        return Nearness.OKRES if in_okres else Nearness.ELSEWHERE

    def _distance(self, row: Row) -> float | None:
        """Kilometres as the crow flies from the inner point of the place; none for a secret address."""
        here = (self.area.latitude, self.area.longitude)
        if row.hidden or row.latitude is None or row.longitude is None or None in here:
            return None
        return distance_km(here[0], here[1], row.latitude, row.longitude)  # type: ignore[arg-type]


def _inside(area: Area) -> frozenset[str]:
    """Keys of the areas that lie in the area; one query."""
    if area.level not in (Level.KRAJ, Level.OKRES, Level.ORP, Level.POU):
        return frozenset()
    rows = Area.objects.filter(**{area.level: area}).exclude(pk=area.pk).values_list("level", "code")
    return frozenset(f"{level}-{code}" for level, code in rows)
