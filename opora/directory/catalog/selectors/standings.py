"""How many services of a kind stand at a place, by class of reach; counts only, without reading the services."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from opora.directory.catalog.models import Service, ServiceKind
from opora.directory.catalog.selectors.scope import FIELDS, Row, Scope
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.queries import raw_rows
from opora.foundation.core.text import fold

PARENTS = ("kraj", "okres", "orp", "pou")


@dataclass(frozen=True)
class ReachCounts:
    """Numbers of services by how surely they work at a place."""

    confirmed: int = 0
    text: int = 0
    kraj: int = 0
    unknown: int = 0

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


def kinds_at(area: Area, *, actor: Actor) -> dict[str, ReachCounts]:
    """Counts of every kind with some service at the place, by its code; samples left out. One query for an obec."""
    scope = Scope(area)
    found: dict[str, Counter[str]] = {}
    for row in _rows(scope.condition(), actor):
        if standing := scope.standing(row):
            found.setdefault(row.kind_code, Counter())[standing.reach_class.value] += 1
    return {code: ReachCounts(**counts) for code, counts in found.items()}


def seats(kind: ServiceKind, *, region: str, actor: Actor) -> tuple[tuple[Seat, ...], int]:
    """Seats of ORP of the kraj `region` with counts of the kind, and how many services give only the kraj.

    Two queries, however many seats and services there are.
    """
    rows = _rows(Q(kind_code=kind.code), actor)
    found, wide = [], set()
    for town in _towns(region):
        scope = Scope(town)
        standings = [(row.pk, standing) for row in rows if (standing := scope.standing(row))]
        counts = Counter(standing.reach_class.value for _pk, standing in standings)
        wide |= {pk for pk, standing in standings if standing.reach_class.value == "kraj"}
        found.append(Seat(town.name, kind_place_url(kind, town), ReachCounts(**counts)))
    return tuple(found), len(wide)


def _rows(condition: Q, actor: Actor) -> list[Row]:
    """Search rows of services not ended that meet the condition, without samples."""
    rows = Service.objects.visible_to(actor).not_ended().filter(condition, search_row__isnull=False, is_sample=False)
    return [Row._make(values) for values in raw_rows(rows.values_list(*FIELDS))]


def _towns(region: str) -> list[Area]:
    """Obce of the kraj that give their ORP its name, by the alphabet; of equal names in one ORP the largest."""
    rows = Area.objects.filter(level=Area.Level.OBEC, kraj__code=region, name=F("orp__name"))
    towns = rows.select_related(*PARENTS).order_by("orp_id", "-population", "pk")
    largest = {town.orp_id: town for town in reversed(towns)}
    return sorted(largest.values(), key=lambda town: town.czech_sort)
