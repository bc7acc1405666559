"""In what order services answer: fit of the kind, then reach, then nearness, then relevance.

The order is found from its beginning and only as far as somebody reads: whole sets of rows stand before others, and
inside a set rows are taken one by one from the best.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import islice
from math import log

from opora.directory.catalog.selectors.bits import Bits, bits_of, kept, rows_of
from opora.directory.catalog.selectors.columns import Columns
from opora.directory.catalog.selectors.matches import GROUP, KIND, NAME, NOTE, OWN, Matches
from opora.directory.catalog.selectors.place_sets import PlaceSets
from opora.directory.catalog.selectors.scope import ReachClass

COLUMN_WEIGHTS = {NAME: 1.0, KIND: 0.8, GROUP: 0.5, NOTE: 0.3}
OWN_WORDS_BONUS = 0.3  # the kind is called so and the service speaks of it itself
ALL_SERVICES = 5_000  # order of size of the register, for weighing words
NEXT_OF_KIND = 0.1  # every further service of one kind gives way a little to other kinds that fit as well
NEAR_KM, MIDDLE_KM = 5, 15
REACH_ORDER = ("", ReachClass.CONFIRMED, ReachClass.TEXT, ReachClass.KRAJ, ReachClass.UNKNOWN)
BEFORE_COMPANY = 10
MOST_RANKED = 2_000  # services that are put in order; who wants to read more narrows the question
type Part = tuple[bool, str]  # section of the list: fits, class of reach
type Key = tuple[float, float, float, int]


@dataclass(frozen=True)
class Answer:
    """All rows that answer, with what their order follows from."""

    columns: Columns
    places: PlaceSets
    rows: Bits
    fitting: Bits  # of a recognised kind, or named so; the others come after
    named: Bits  # called so by the query
    matches: Matches
    weights: tuple[float, ...]
    kind_scores: Mapping[str, float]
    company: Bits = 0  # a few services of kinds that help too

    def parts(self) -> Iterator[tuple[Part, Bits]]:
        """Sections of the list in their order, those that are not empty."""
        fitting = self.rows & self.fitting
        for fits, rows in ((True, fitting), (False, self.rows ^ fitting)):
            for reach in REACH_ORDER:
                if found := rows & self.places.classes.get(reach, 0):
                    yield (fits, str(reach)), found

    def by_relevance(self, rows: Bits) -> list[tuple[float, Bits]]:
        """The rows parted by relevance, best first; rows without a word are in the last part."""
        parts: dict[float, Bits] = {}
        for masks, bits in self.matches.split(rows):
            value = round(relevance(masks, self.weights), 6)
            parts[value] = parts.get(value, 0) | bits
        return sorted(parts.items(), reverse=True)

    def kinds(self, rows: Bits) -> Iterator[tuple[float, Bits]]:
        """The rows parted by kind, with how well the kind fits."""
        for code in self.columns.kinds.codes:
            if found := rows & self.columns.kinds.holding(code):
                yield self.kind_scores.get(code, 0.0), found


def word_weights(counts: Sequence[int]) -> list[float]:
    """Weight of each term by how few services hold it; 0 for a term that nobody has."""
    return [log(1 + ALL_SERVICES / number) if number else 0.0 for number in counts]


@lru_cache(maxsize=4_096)  # few different masks, many services
def relevance(masks: tuple[int, ...], weights: tuple[float, ...]) -> float:
    """0 to 1.3: weighted share of the terms found, by the best column of each."""
    total = sum(weights)
    return (
        sum(weight * _column_weight(mask) for weight, mask in zip(weights, masks, strict=True)) / total
        if total
        else 0.0
    )


def _column_weight(mask: int) -> float:
    best = next((weight for bit, weight in COLUMN_WEIGHTS.items() if mask & bit), 0.0)
    return best + OWN_WORDS_BONUS if mask & KIND and mask & OWN else best


def by_fit(answer: Answer, most: int) -> Iterator[int]:
    """The usual order; kinds that fit equally take turns, services to move into go by distance among themselves.

    A few services of kinds that help too come after the first ten of the kinds asked for.
    """
    for _part, rows in answer.parts():
        company = rows & answer.company
        own = _by_nearness(answer, rows ^ company, most)
        yield from islice(own, BEFORE_COMPANY)
        yield from _by_nearness(answer, company, most)
        yield from own


def _by_nearness(answer: Answer, rows: Bits, most: int) -> Iterator[int]:
    sample = answer.columns.sample
    for bucket in _buckets(answer, rows):
        for some in (bucket ^ (bucket & sample), bucket & sample):
            if some:
                yield from merge_lanes(answer, some, most)


def _buckets(answer: Answer, rows: Bits) -> Iterator[Bits]:
    """Coarse nearness in which kinds take turns; what is called so stands in front.

    All services to move into stand before the secret ones, which are therefore equally far down the list
    from every obec of their okres.
    """
    named = rows & answer.named
    for some in (named, rows ^ named):
        yield from _rings(answer, some)


def _rings(answer: Answer, rows: Bits) -> Iterator[Bits]:
    """Rows from the nearest; of those far away the ones last whose texts speak of other places only."""
    places = answer.places
    if places.scope is None:
        yield rows
        return
    moved = rows & places.moved_into
    near, middle = moved & places.within(NEAR_KM), moved & places.within(MIDDLE_KM)
    rings = (near, middle ^ near, moved ^ middle)
    others = rows ^ moved
    for number, some in places.nearness.items():
        yield others & some & ~places.named_elsewhere | (rings[number] if number < len(rings) else 0)
        yield others & some & places.named_elsewhere


def merge_lanes(answer: Answer, rows: Bits, most: int) -> Iterator[int]:
    """Rows of one bucket: a lane for each kind and one for services ordered by distance, always the best of them."""
    moved = rows & answer.places.moved_into if answer.places.scope else 0
    lanes = [_lane(answer, score, some) for score, some in answer.kinds(rows ^ moved)]
    lanes += [_distance_lane(answer, moved, most)] if moved else []
    return (key[-1] for key in merge(*lanes))


def _lane(answer: Answer, score: float, rows: Bits) -> Iterator[Key]:
    position = 0
    for value, some in answer.by_relevance(rows):
        for row in rows_of(some):
            yield round(NEXT_OF_KIND * position - value - score, 6), 0.0, -value - score, row
            position += 1


def _distance_lane(answer: Answer, rows: Bits, most: int) -> Iterator[Key]:
    """Services to move into by distance; those in one house by relevance."""
    best = max(score + answer.by_relevance(some)[0][0] for score, some in answer.kinds(rows))
    nearest = list(islice(kept(answer.places.nearest[0], rows), most))
    kilometres = answer.places.kilometres(nearest)
    fit = {
        row: score + value
        for score, some in answer.kinds(bits_of(nearest))
        for value, part in answer.by_relevance(some)
        for row in rows_of(part)
    }
    keys = sorted((kilometres[row], -round(fit[row], 6), row) for row in nearest)
    return ((round(NEXT_OF_KIND * place - best, 6), *key) for place, key in enumerate(keys))


def by_name(answer: Answer, _most: int) -> Iterator[int]:
    """Czech alphabet, in which rows are numbered."""
    return rows_of(answer.rows)


def by_distance(answer: Answer, _most: int) -> Iterator[int]:
    """Nearest first; services without a usable position after them, of secret ones those of the okres first."""
    order, _distances = answer.places.nearest
    yield from kept(order, answer.rows)
    rest = answer.rows ^ (answer.rows & bits_of(order))
    for some in answer.places.nearness.values():
        yield from rows_of(rest & some)


ORDERS: Mapping[str, Callable[[Answer, int], Iterator[int]]] = {
    "vhodnost": by_fit,
    "vzdalenost": by_distance,
    "nazev": by_name,
}


def ranked(answer: Answer, order: str, start: int, end: int) -> list[int]:
    """Rows from the place `start` to `end` of the order, at most the first 2,000 of it."""
    end = min(end, MOST_RANKED)
    return list(islice(ORDERS[order](answer, end), start, end))
