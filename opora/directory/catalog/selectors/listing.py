"""Search for programs: only which services answer, how surely they reach the place and how far they are."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice

from django.db.models import Q

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.models import Facility
from opora.directory.catalog.selectors.bits import bits_of, rows_of
from opora.directory.catalog.selectors.columns import Columns, columns
from opora.directory.catalog.selectors.facets import FilterSets
from opora.directory.catalog.selectors.ranking import MOST_RANKED, Answer, ranked
from opora.directory.catalog.selectors.search import SearchParams, find
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import distance_km
from opora.directory.territory.selectors.geography import KM_PER_DEGREE
from opora.foundation.core.dates import today
from opora.foundation.core.queries import raw_rows

type Distances = dict[int, float]  # row → kilometres


@dataclass(frozen=True)
class Near:
    """A point (WGS 84, degrees) that distance is measured from, and how far services may be, in km."""

    latitude: float
    longitude: float
    radius: float | None = None


@dataclass(frozen=True)
class Listed:
    """One service: its key, class of reach (empty when no place was asked for), kilometres where they may be told."""

    pk: int
    reach_class: str
    distance_km: float | None


@dataclass(frozen=True)
class Listing:
    """A part of the list; `readable` of its `total` services can be read in this order."""

    rows: tuple[Listed, ...]
    total: int
    readable: int
    place: Area | None
    stage: str
    corrections: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    order: str


@dataclass(frozen=True)
class Question:
    """Conditions of the search, and two that only programs set: any of the target groups (codes), a point."""

    params: SearchParams
    groups: Collection[str] = ()
    near: Near | None = None


def list_services(question: Question, start: int, end: int, *, book: Codebook | None = None) -> Listing:
    """Services from the place `start` to `end` of the order. Constant number of queries; none reads a service.

    By name all of them can be read, in other orders the first 2,000. Without a point and a place the order by
    distance is the one by name.
    """
    book = book or codebook()
    table = columns()
    found = find(question.params, table, book)
    rows = FilterSets(table, found.answer.places, book).chosen(found.answer.rows, question.params.filters)
    if question.groups:
        rows &= table.groups.holding_some(question.groups)
    distances = _from_point(table, question.near) if question.near else None
    if distances is not None and question.near and question.near.radius is not None:
        rows &= bits_of(distances)
    answer = replace(found.answer, rows=rows)
    order = _order(question, found.area)
    numbers = _ordered(answer, order, distances, start, end)
    total = rows.bit_count()
    return Listing(
        rows=tuple(_listed(numbers, answer, distances)),
        total=total,
        readable=total if order == "nazev" or distances is not None else min(total, MOST_RANKED),
        place=found.area,
        stage=found.stage,
        corrections=tuple(found.meaning.corrections.items()),
        unknown=found.meaning.unknown,
        order=order,
    )


def _order(question: Question, area: Area | None) -> str:
    measured = question.near is not None or area is not None
    return "nazev" if question.params.sort == "vzdalenost" and not measured else question.params.sort


def _ordered(answer: Answer, order: str, distances: Distances | None, start: int, end: int) -> list[int]:
    if order == "nazev":  # rows are numbered by the alphabet
        return list(islice(rows_of(answer.rows), start, end))
    if order == "vzdalenost" and distances is not None:
        far = sorted(rows_of(answer.rows), key=lambda row: (distances.get(row, float("inf")), row))
        return far[start:end]
    return ranked(answer, order, start, end) if start < MOST_RANKED else []


def _listed(numbers: list[int], answer: Answer, distances: Distances | None) -> Iterator[Listed]:
    if distances is None and answer.places.scope:
        shown = bits_of(numbers)
        distances = {row: km for row, km in zip(*answer.places.nearest, strict=True) if shown >> row & 1}
    for row in numbers:
        reach = next((str(name) for name, rows in answer.places.classes.items() if rows >> row & 1), "")
        yield Listed(answer.columns.pks[row], reach, (distances or {}).get(row))


def _from_point(table: Columns, near: Near) -> Distances:
    """Kilometres to the nearest open facility of each service; secret addresses are nowhere near anything."""
    latitudes, longitudes, rows = _positions(table, today())
    first, last = 0, len(rows)
    if near.radius is not None:
        span = near.radius / KM_PER_DEGREE
        first = bisect_left(latitudes, near.latitude - span)
        last = bisect_right(latitudes, near.latitude + span)
    found: Distances = {}
    limit = float("inf") if near.radius is None else near.radius
    for place in range(first, last):
        kilometres = distance_km(near.latitude, near.longitude, latitudes[place], longitudes[place])
        row = rows[place]
        if kilometres <= limit and kilometres < found.get(row, float("inf")):
            found[row] = kilometres
    return found


@lru_cache(maxsize=1)  # columns are made anew with every change of services, and each is another key
def _positions(table: Columns, day: date) -> tuple[array, array, array]:
    """Positions of open facilities that are no secret, by latitude: latitudes, longitudes, rows of their services."""
    opened = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    known = Facility.objects.filter(opened, hidden=False, service__hidden_address=False, latitude__isnull=False)
    places = raw_rows(known.order_by("latitude", "pk").values_list("latitude", "longitude", "service_id"))
    secret = set(rows_of(table.hidden))
    shown = [
        (north, east, row)
        for north, east, pk in places
        if (row := table.number_of.get(pk)) is not None and row not in secret
    ]
    return (
        array("d", (north for north, _east, _row in shown)),
        array("d", (east for _north, east, _row in shown)),
        array("I", (row for _north, _east, row in shown)),
    )
