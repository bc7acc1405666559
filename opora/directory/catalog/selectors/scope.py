"""What a place asked for means for a service: does it reach there, how near is it. Pure functions over search rows."""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from django.db.models import Q

from opora.directory.catalog.enums import Form
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import ancestors, distance_km

Level = Area.Level
NARROW_LEVELS = (Level.OBEC, Level.POU, Level.ORP)  # finer than okres: never asked of a secret address


class ReachClass(StrEnum):
    """How surely the register says that the service works at the place."""

    CONFIRMED = "confirmed"
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


class Row(NamedTuple):
    """One search row with what ranking needs of its service."""

    pk: int
    kind_code: str
    forms: str
    usual_forms: str
    groups: str
    places: str
    reaches: str
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
        keys = split_codes(self.reaches)
        return [key for key in keys if key.split("-")[0] not in NARROW_LEVELS] if self.hidden else keys

    @property
    def is_residential(self) -> bool:
        """True for services people move into: the only ones whose distance matters more than reach."""
        return self.any_forms == f",{Form.RESIDENTIAL},"

    @property
    def has_door(self) -> bool:
        """True when people come to it or live in it, so that it matters where it stands."""
        return f",{Form.AMBULATORY}," in self.any_forms or f",{Form.RESIDENTIAL}," in self.any_forms


FIELDS = (
    "pk", *(f"search_row__{field}" for field in Row._fields[1:10]), "hidden_address", "seat_addresses", "is_sample",
)  # fmt: skip


class Standing(NamedTuple):
    """What one service is to the place: class of reach, what proves it (a key „obec-562335“), nearness, kilometres."""

    reach_class: ReachClass
    nearness: Nearness
    proof: str = ""
    by_facility: bool = False
    distance_km: float | None = None


class Scope:
    """The place asked for, prepared for many rows."""

    def __init__(self, area: Area) -> None:
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
        self._known: dict[tuple, Standing | None] = {}

    def condition(self) -> Q:
        """Services that may have a standing: in the kraj by place or reach, or reaching some area of the chain."""
        keys = [key for key in self.chain if not key.startswith("stat-")]
        found = Q(search_row__places__contains=f",{self.kraj},")
        for key in keys:
            found |= Q(search_row__reaches__contains=f",{key},")
        return found | Q(search_row__reaches__contains=",stat-CZ,")

    def standing(self, row: Row) -> Standing | None:
        """What the service is to the place; None when it neither reaches there nor is in the kraj with reach unsaid.

        Many services share places, reach and forms: what follows from these is found once.
        """
        key = (row.places, row.reaches, row.any_forms, row.hidden, row.seat)
        if key not in self._known:
            self._known[key] = self._without_distance(row)
        known = self._known[key]
        return known and Standing(*known[:-1], self._distance(row))

    def _without_distance(self, row: Row) -> Standing | None:
        nearness = self._nearness(row)
        if proof := self._proof(row):
            return Standing(ReachClass.CONFIRMED, nearness, proof)
        if proof := self._door(row):
            return Standing(ReachClass.CONFIRMED, nearness, proof, by_facility=True)
        if (self.kraj and f",{self.kraj}," in row.reaches) or ",stat-" in row.reaches:
            return Standing(ReachClass.KRAJ, nearness, self.kraj)
        if f",{self.kraj}," in row.places and not row.said_reaches:
            return Standing(ReachClass.UNKNOWN, nearness)
        return None

    def _proof(self, row: Row) -> str:
        """Key of the reach that confirms the place; of a secret address only from okres up."""
        said = row.said_reaches
        found = next((key for key in self.sure if key in said), "")
        return found or next((key for key in said if key in self.inside), "")

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
