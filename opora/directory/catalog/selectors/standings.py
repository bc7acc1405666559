"""How many services of a kind stand at a place, by class of reach; counts only, without reading the services."""

from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils.text import slugify

from opora.directory.catalog.models import ServiceKind
from opora.directory.catalog.selectors.bits import Bits
from opora.directory.catalog.selectors.columns import Columns, columns
from opora.directory.catalog.selectors.place_sets import PlaceSets, place_sets
from opora.directory.catalog.selectors.scope import ReachClass
from opora.directory.territory.models import Area
from opora.foundation.core.text import fold

PARENTS = ("kraj", "okres", "orp", "pou")


@dataclass(frozen=True)
class ReachCounts:
    """Numbers of services by how surely they work at a place."""

    confirmed: int = 0
    text: int = 0
    kraj: int = 0
    unknown: int = 0

    def __add__(self, other: "ReachCounts") -> "ReachCounts":
        return ReachCounts(
            self.confirmed + other.confirmed, self.text + other.text, self.kraj + other.kraj,
            self.unknown + other.unknown,
        )  # fmt: skip

    @property
    def sure(self) -> int:
        """Services that the place is said of, in the register, in its texts or by their facility."""
        return self.confirmed + self.text

    @property
    def total(self) -> int:
        return self.sure + self.kraj + self.unknown

    @property
    def words(self) -> str:
        """„přímo v místě 3, pro celý kraj 12“."""
        said = (
            (self.confirmed, "přímo v místě"), (self.text, "podle textu registru"),
            (self.kraj, "pro celý kraj"), (self.unknown, "působnost neuvedena"),
        )  # fmt: skip
        return ", ".join(f"{text} {number}" for number, text in said if number)


@dataclass(frozen=True)
class Seat:
    """The town in which the office of an ORP is, and services of one kind there."""

    name: str
    url: str
    counts: ReachCounts


def place_url(area: Area) -> str:
    """Page of the obec."""
    return reverse("catalog:place", args=[place_slug(area)])


def kind_place_url(kind: ServiceKind, area: Area) -> str:
    """Page of the kind in the obec; empty for a kind without a page."""
    return reverse("catalog:kind_place", args=[kind.slug, place_slug(area)]) if kind.slug else ""


def place_slug(area: Area) -> str:
    """„roudnice-nad-labem-565555“: the code decides, the name is for people."""
    return f"{slugify(fold(area.name))}-{area.code}"


def kinds_at(area: Area) -> dict[str, ReachCounts]:
    """Counts of every kind with some service at the place, by its code; samples left out. Needs its parents."""
    known = columns()
    here = place_sets(area, known)
    found = {code: _counts(here, _real(known, code)) for code in known.kinds.codes}
    return {code: counts for code, counts in found.items() if counts.total}


def seats(kind: ServiceKind, *, region: str) -> tuple[tuple[Seat, ...], int]:
    """Seats of ORP of the kraj `region` with counts of the kind, and how many services give only the kraj.

    Two queries, however many seats and services there are.
    """
    known = columns()
    rows, wide, found = _real(known, kind.code), 0, []
    for town in _towns(region):
        here = place_sets(town, known)
        wide |= here.classes[ReachClass.KRAJ] & rows
        found.append(Seat(town.name, kind_place_url(kind, town), _counts(here, rows)))
    return tuple(found), wide.bit_count()


def _real(known: Columns, kind: str) -> Bits:
    """Services of the kind that are no samples."""
    rows = known.kinds.holding(kind)
    return rows ^ (rows & known.sample)


def _counts(here: PlaceSets, rows: Bits) -> ReachCounts:
    return ReachCounts(**{reach: (rows & held).bit_count() for reach, held in here.classes.items()})


def _towns(region: str) -> list[Area]:
    """Obce of the kraj that give their ORP its name, by the alphabet; of equal names in one ORP the largest."""
    rows = Area.objects.filter(level=Area.Level.OBEC, kraj__code=region, name=F("orp__name"))
    towns = rows.select_related(*PARENTS).order_by("orp_id", "-population", "pk")
    largest = {town.orp_id: town for town in reversed(towns)}
    return sorted(largest.values(), key=lambda town: town.czech_sort)
