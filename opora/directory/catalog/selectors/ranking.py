"""In what order services answer: fit of the kind, then reach, then nearness, then relevance. Pure functions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from operator import itemgetter
from typing import NamedTuple

from opora.directory.catalog.selectors.scope import ReachClass, Row, Standing

NAME, KIND, GROUP, NOTE = 1, 2, 4, 8  # bits of the columns of the index
OWN = NAME | GROUP | NOTE  # columns in which a service speaks of itself
COLUMN_WEIGHTS = {NAME: 1.0, KIND: 0.8, GROUP: 0.5, NOTE: 0.3}
OWN_WORDS_BONUS = 0.3  # the kind is called so and the service speaks of it itself
ALL_SERVICES = 5_000  # order of size of the register, for weighing words
NEXT_OF_KIND = 0.05  # every further service of one kind gives way a little to other kinds that fit as well
NEAR_KM, MIDDLE_KM = 5, 15
REACH_ORDER = {ReachClass.CONFIRMED: 0, ReachClass.KRAJ: 1, ReachClass.UNKNOWN: 2}


class Candidate(NamedTuple):
    """A service that answers: its row, what it is to the place, how well it fits the words."""

    row: Row
    standing: Standing | None
    fits: bool  # of a recognised kind, or named so; the others come after
    relevance: float
    named: bool = False  # called so by the query

    @property
    def section(self) -> tuple[int, int]:
        """Order of the section of the list in which the service stands."""
        return (0 if self.fits else 1, REACH_ORDER[self.standing.reach_class] if self.standing else 0)

    @property
    def part(self) -> tuple[bool, str]:
        """The section as the page names it."""
        return (self.fits, self.standing.reach_class.value if self.standing else "")

    @property
    def by_distance(self) -> bool:
        """True for a service people move into, when a place is asked for and its position may be used."""
        return self.standing is not None and self.standing.distance_km is not None and self.row.is_residential

    @property
    def bucket(self) -> int:
        """Coarse nearness in which kinds take turns.

        All services to move into stand before the secret ones, which are therefore equally far down the list
        from every obec of their okres.
        """
        if self.named:
            return -1
        if self.standing is None:
            return 0
        kilometres = self.standing.distance_km
        if not self.by_distance or kilometres is None:
            return int(self.standing.nearness)
        return int(kilometres > NEAR_KM) + int(kilometres > MIDDLE_KM)


def word_weights(matches: Iterable[Sequence[int]], count: int) -> list[float]:
    """Weight of each of `count` terms by how few services hold it; 0 for a term that nobody has."""
    found = [0] * count
    for masks in matches:
        for number, mask in enumerate(masks):
            found[number] += bool(mask)
    return [log(1 + ALL_SERVICES / number) if number else 0.0 for number in found]


def relevance(masks: Sequence[int], weights: Sequence[float]) -> float:
    """0 to 1.3: weighted share of the terms found, by the best column of each."""
    total = sum(weights)
    return (
        sum(weight * _column_weight(mask) for weight, mask in zip(weights, masks, strict=True)) / total
        if total
        else 0.0
    )


def covered(masks: Sequence[int], weights: Sequence[float]) -> float:
    """Weighted share of the terms that the service holds anywhere."""
    total = sum(weights)
    return sum(weight for weight, mask in zip(weights, masks, strict=True) if mask) / total if total else 0.0


def _column_weight(mask: int) -> float:
    best = next((weight for bit, weight in COLUMN_WEIGHTS.items() if mask & bit), 0.0)
    return best + OWN_WORDS_BONUS if mask & KIND and mask & OWN else best


def by_fit(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The usual order; kinds that fit equally take turns, services to move into go by distance among themselves."""
    lanes: dict[tuple, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        name = "" if candidate.by_distance else candidate.row.kind_code
        lanes[*candidate.section, candidate.bucket, candidate.row.sample, name].append(candidate)
    ranked = []
    for (*place, _name), lane in lanes.items():
        best = max(candidate.relevance for candidate in lane)
        ordered = sorted([(_order_in_lane(candidate), candidate) for candidate in lane], key=itemgetter(0))
        for position, (order, candidate) in enumerate(ordered):
            fit = best if candidate.by_distance else candidate.relevance
            ranked.append(((*place, round(NEXT_OF_KIND * position - fit, 6), *order), candidate))
    ranked.sort(key=itemgetter(0))
    return [candidate for _key, candidate in ranked]


def by_name(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Czech alphabet."""
    return sorted(candidates, key=lambda candidate: (candidate.row.czech_sort, candidate.row.pk))


def by_distance(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Nearest first; services without a usable position after them, of secret ones those of the okres first."""
    return sorted(candidates, key=_distance_order)


def _distance_order(candidate: Candidate) -> tuple:
    kilometres = candidate.standing.distance_km if candidate.standing else None
    nearness = int(candidate.standing.nearness) if candidate.standing else 0
    return (kilometres is None, kilometres or 0 if kilometres is not None else nearness, *_name_order(candidate))


def _order_in_lane(candidate: Candidate) -> tuple:
    standing = candidate.standing
    kilometres = standing.distance_km if standing and candidate.by_distance else None
    return (kilometres or 0.0, -round(candidate.relevance, 6), *_name_order(candidate))


def _name_order(candidate: Candidate) -> tuple:
    return (candidate.row.czech_sort, candidate.row.pk)


ORDERS: Mapping[str, Callable[[Iterable[Candidate]], list[Candidate]]] = {
    "vhodnost": by_fit,
    "vzdalenost": by_distance,
    "nazev": by_name,
}
