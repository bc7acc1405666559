"""Which kinds surely work in which obce, for all obce at once: what `PlaceSets` says of one place, turned round.

A place asks each service; here each service says its places once, so that a kraj of a thousand obce takes a moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from opora.directory.catalog.enums import Form
from opora.directory.catalog.selectors.bits import Bits, Postings, rows_of
from opora.directory.catalog.selectors.columns import Columns
from opora.directory.catalog.selectors.scope import Circles, is_narrow
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import ancestors, distance_km
from opora.directory.territory.selectors.geography import KM_PER_DEGREE

Level = Area.Level
BELOW_KRAJ = (Level.OBEC, Level.POU, Level.ORP, Level.OKRES)
DOOR_LEVELS = (Level.OBEC, Level.ORP)
type Kinds = set[str]


def sure_kinds(known: Columns, obce: Iterable[Area]) -> Iterator[tuple[Area, Kinds]]:
    """Each obec (with its parents) and codes of kinds that the register, its texts or a facility place there.

    Samples are left out; a secret address counts from okres up.
    """
    reached, doors = _reached(known), _doors(known)
    circles = _circles(known.circles, reached)
    for area in obce:
        codes = ancestors(area)
        kinds: Kinds = set()
        for level in BELOW_KRAJ:
            kinds |= reached.get(f"{level}-{codes.get(level)}", set())
        for level in DOOR_LEVELS:
            kinds |= doors.get(f"{level}-{codes.get(level)}", set())
        yield area, kinds.union(*_around(area, circles))


def _reached(known: Columns) -> dict[str, Kinds]:
    """Kinds by the key of a reach that the register or its texts give."""
    kind_of = _kind_of(known)
    found: dict[str, Kinds] = defaultdict(set)
    for reaches in (known.reaches, known.text_reaches):
        for key in reaches.codes:
            rows = reaches.holding(key)
            rows ^= rows & (known.sample | known.hidden if is_narrow(key) else known.sample)
            found[key] |= {kind_of[row] for row in rows_of(rows)}
    return found


def _doors(known: Columns) -> dict[str, Kinds]:
    """Kinds by the key of a place where people really come to, or live."""
    kind_of, found = _kind_of(known), {}
    unseen = known.hidden | known.seat | known.sample
    doors = known.forms.holding_some((Form.AMBULATORY, Form.RESIDENTIAL))
    doors ^= doors & unseen
    for key in known.places.codes:
        if key.startswith(tuple(f"{level}-" for level in DOOR_LEVELS)):
            found[key] = {kind_of[row] for row in rows_of(known.places.holding(key) & doors)}
    return found


def _kind_of(known: Columns) -> dict[int, str]:
    """Kind of every row."""
    kinds: Postings = known.kinds
    rows: dict[str, Bits] = {code: kinds.holding(code) for code in kinds.codes}
    return {row: code for code, held in rows.items() for row in rows_of(held)}


def _circles(circles: Circles, reached: dict[str, Kinds]) -> list[tuple[float, float, float, Kinds]]:
    """Middle, kilometres and kinds of each circle."""
    return [(north, east, km, reached[key]) for key, (_code, north, east, km) in circles.items() if reached.get(key)]


def _around(area: Area, circles: list[tuple[float, float, float, Kinds]]) -> Iterator[Kinds]:
    """Kinds of the circles in which the middle of the obec lies."""
    if area.latitude is None or area.longitude is None:
        return
    for north, east, km, kinds in circles:
        if abs(north - area.latitude) * KM_PER_DEGREE > km:
            continue  # most of them, without the costly distance
        if distance_km(north, east, area.latitude, area.longitude) <= km:
            yield kinds
