"""Which of several places of one name a text means: by the other places it names, then by the kraj of the provider."""

from __future__ import annotations

from collections.abc import Iterable

from opora.directory.catalog.selectors.reach_gazetteer import Gazetteer, Place
from opora.directory.catalog.selectors.reach_scope import Mention
from opora.directory.catalog.selectors.reach_words import Role
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import distance_km

Level = Area.Level
NEAR_KM = 40  # a village farther from every other place of the text is a part of some obec here, called the same
BEYOND_KM = 15  # so is one over the border of the kraj when it does not lie right behind it
CLEARLY_NEARER = 0.6
ELSEWHERE = 3  # the last tier


def resolve(mentions: list[Mention], kraj: str, gazetteer: Gazetteer, near: frozenset[str] = frozenset()) -> None:
    """Give each mention its place, or none where more of them fit equally or the only one lies impossibly far.

    `kraj` is the code of the service's kraj, `near` keys of the ORP and okresy it has facilities in.
    """
    for mention in mentions:
        mention.fill()
    among_kraje = any(mention.given and mention.given.level == Level.KRAJ for mention in mentions)
    for mention in mentions:
        _capital(mention, gazetteer, among_kraje)
    anchors = _anchors(mentions, kraj, near)
    for mention in mentions:
        mention.place = _chosen(mention, anchors, kraj, near)


def _capital(mention: Mention, gazetteer: Gazetteer, among_kraje: bool) -> None:
    """„Hlavní město Praha“ and Praha among kraje is the kraj, else it is an obec as any other."""
    for place, _short in mention.candidates:
        if place.level == Level.OBEC and place.code == "554782":
            if mention.capital_city or among_kraje or mention.unit == Role.KRAJ:
                mention.candidates = [(gazetteer.by_key["kraj-19"], False)] if "kraj-19" in gazetteer.by_key else []
            return


def _anchors(mentions: Iterable[Mention], kraj: str, near: frozenset[str]) -> list[Place]:
    """Places named without doubt: wide areas and towns that are the only ones of their name, here or in the state.

    Where there is none, villages of the kraj, those around the facilities of the service first.
    """
    found = []
    for mention in mentions:
        whole = [place for place, short in mention.candidates if not short]
        here = [place for place in whole if place.kraj == kraj] or ([] if len(whole) != 1 else whole)
        found += here[:1] if len(here) == 1 else []
    sure = [place for place in found if place.level != Level.COUNTRY and (place.seat or place.level != Level.OBEC)]
    weak = [place for place in found if place.kraj == kraj]
    return sure or [place for place in weak if _is_around(place, near)] or weak


def _chosen(mention: Mention, anchors: list[Place], kraj: str, near: frozenset[str]) -> Place | None:
    others = [place for place in anchors if place not in [candidate for candidate, _short in mention.candidates]]
    ranked = [(_tier(place, others, kraj), short, place) for place, short in mention.candidates]
    alone = len(ranked) == 1 and mention.explicit
    ranked = [item for item in ranked if _plausible(item, others, kraj, alone=alone)]
    if not ranked:
        return None
    best = min(item[:2] for item in ranked)
    places = [place for tier, short, place in ranked if (tier, short) == best]
    seats = [place for place in places if place.seat]
    if len(places) == 1 or len(seats) == 1:
        return (seats or places)[0]  # of namesakes the known one is meant
    return _nearest(places, others) or _around(places, near)


def _is_around(place: Place, near: frozenset[str]) -> bool:
    return f"orp-{place.orp}" in near or f"okres-{place.okres}" in near


def _around(places: list[Place], near: frozenset[str]) -> Place | None:
    """The only place in an ORP, else in an okres, where the service has a facility."""
    for level in (Level.ORP, Level.OKRES):
        found = [place for place in places if f"{level}-{getattr(place, level)}" in near]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _tier(place: Place, anchors: list[Place], kraj: str) -> int:
    """How close the place belongs to the others: same ORP, okres, kraj of the text or of the provider, elsewhere."""
    if place.level in (Level.KRAJ, Level.COUNTRY):
        return 0
    if any(place.orp and place.orp in (other.orp, other.code if other.level == Level.ORP else "") for other in anchors):
        return 0
    if any(
        place.okres and place.okres in (other.okres, other.code if other.level == Level.OKRES else "")
        for other in anchors
    ):
        return 1
    if place.kraj == kraj or any(place.kraj in (other.kraj, other.code) for other in anchors if other.kraj != kraj):
        return 2
    return ELSEWHERE


def _plausible(item: tuple[int, bool, Place], anchors: list[Place], kraj: str, *, alone: bool) -> bool:
    """Towns and wide areas may lie anywhere; a village near the other places named, else in the provider's kraj.

    `item` is the tier of the place, whether it is called by a short name, and the place. „Hrušovany“ of another
    neighbourhood are not Hrušovany nad Jevišovkou.
    """
    tier, short, place = item
    if place.level != Level.OBEC or (place.seat and not (short and tier == ELSEWHERE)):
        return True
    points = [other for other in anchors if other.latitude is not None and other.level != Level.KRAJ]
    if points and place.latitude is not None:
        return _distance(place, points) <= (BEYOND_KM if tier == ELSEWHERE else NEAR_KM)
    return (
        place.kraj == kraj or (alone and not short) or any(place.kraj in (other.kraj, other.code) for other in anchors)
    )


def _distance(place: Place, others: Iterable[Place]) -> float:
    """Kilometres to the nearest of the others."""
    return min(
        distance_km(place.latitude, place.longitude, other.latitude, other.longitude)  # type: ignore[arg-type]
        for other in others
    )


def _nearest(places: list[Place], anchors: list[Place]) -> Place | None:
    """The place clearly nearer to the other names than the rest of them; None when there is none."""
    points = [other for other in anchors if other.latitude is not None]
    if not points or any(place.latitude is None for place in places):
        return None
    ordered = sorted(places, key=lambda place: _distance(place, points))
    first, second = _distance(ordered[0], points), _distance(ordered[1], points)
    return ordered[0] if first <= CLEARLY_NEARER * second else None
