"""What a place asked for means for all services at once: `Scope` said in sets of rows instead of row by row."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from opora.directory.catalog.enums import Form
from opora.directory.catalog.selectors.bits import Bits, Postings, bits_of, rows_of
from opora.directory.catalog.selectors.columns import Columns
from opora.directory.catalog.selectors.scope import Nearness, ReachClass, Scope, is_narrow
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import ancestors, distance_km

COUNTRY = "CZ"
MOST_PLACES = 64  # remembered; of tens of thousands of services one takes some hundreds of kilobytes


class PlaceSets:
    """Rows by class of reach and by nearness; without a scope everything is of one class „“."""

    def __init__(self, columns: Columns, scope: Scope | None) -> None:
        self.columns, self.scope = columns, scope
        self.classes: dict[str, Bits] = {"": columns.everything}
        if scope:
            self.classes = dict(self._classes(scope))
        self.everything: Bits = 0
        for rows in self.classes.values():
            self.everything |= rows

    def _classes(self, scope: Scope) -> Iterable[tuple[str, Bits]]:
        """Disjoint classes from the surest one."""
        columns, taken = self.columns, 0
        said = self._proven(columns.reaches, scope)
        wide = (scope.kraj, f"stat-{COUNTRY}")
        unsaid = columns.everything ^ self._said()
        for reach, rows in (
            (ReachClass.CONFIRMED, said | self._doors(scope)),
            (ReachClass.TEXT, self._proven(columns.text_reaches, scope)),
            (ReachClass.KRAJ, columns.reaches.holding_some(wide) | columns.text_reaches.holding_some(wide)),
            (ReachClass.UNKNOWN, columns.places.holding(scope.kraj) & unsaid),
        ):
            yield reach.value, rows ^ (rows & taken)
            taken |= rows

    def _proven(self, reaches: Postings, scope: Scope) -> Bits:
        """Rows with a key that holds the place or a part of it; of secret addresses from okres up."""
        keys = [key for key in reaches.codes if key in scope.sure or key in scope.inside or key in scope.covering]
        rows = reaches.holding_some(key for key in keys if not is_narrow(key))
        narrow = reaches.holding_some(key for key in keys if is_narrow(key))
        return rows | narrow ^ (narrow & self.columns.hidden)

    def _said(self) -> Bits:
        """Rows whose reach may be used at all."""
        reaches = self.columns.reaches
        narrow = reaches.holding_some(key for key in reaches.codes if is_narrow(key))
        wide = reaches.holding_some(key for key in reaches.codes if not is_narrow(key))
        return wide | narrow ^ (narrow & self.columns.hidden)

    @property
    def _shown_doors(self) -> Bits:
        """Rows that people come to or live in, and whose address is no secret."""
        doors = self.columns.forms.holding_some((Form.AMBULATORY, Form.RESIDENTIAL))
        return doors ^ (doors & self.columns.hidden)

    def _doors(self, scope: Scope) -> Bits:
        wanted = [scope.town, scope.orp] if scope.town else [f"{scope.area.level}-{scope.area.code}"]
        rows = self._shown_doors & self.columns.places.holding_some(filter(None, wanted))
        return rows ^ (rows & self.columns.seat)

    @cached_property
    def nearness(self) -> dict[int, Bits]:
        """Disjoint sets of all rows with a standing, the nearest first."""
        if self.scope is None:
            return {0: self.columns.everything}
        columns, scope, left = self.columns, self.scope, self.everything
        in_okres = columns.places.holding(scope.okres) if scope.okres else 0
        found = {}
        for nearness, rows in (
            (Nearness.HIDDEN_IN_OKRES, columns.hidden & in_okres),
            (Nearness.HIDDEN_ELSEWHERE, columns.hidden),
            (Nearness.TOWN, self._shown_doors & self._at(scope.town)),
            (Nearness.ORP, self._shown_doors & self._at(scope.orp)),
            (Nearness.OKRES, self._shown_doors & in_okres),
            (Nearness.ELSEWHERE, columns.everything),
        ):
            found[int(nearness)] = left & rows
            left ^= left & rows
        return dict(sorted(found.items()))

    @cached_property
    def named_elsewhere(self) -> Bits:
        """Rows for the whole kraj, not of the same okres, whose texts speak of other places only."""
        scope, texts = self.scope, self.columns.text_reaches
        if scope is None:
            return 0
        narrow = texts.holding_some(key for key in texts.codes if is_narrow(key))
        wide = texts.holding_some(key for key in texts.codes if not is_narrow(key))
        said = (wide | narrow ^ (narrow & self.columns.hidden)) & self.classes[ReachClass.KRAJ]
        near = self.columns.places.holding(scope.okres) if scope.okres else 0
        here = texts.holding_some((scope.kraj, f"stat-{COUNTRY}")) | near
        return said ^ (said & here)

    def _at(self, key: str) -> Bits:
        return self.columns.places.holding(key) if key else 0

    @cached_property
    def nearest(self) -> tuple[array, array]:
        """Rows with a standing and a usable position from the nearest, and their kilometres as the crow flies."""
        area = self.scope.area if self.scope else None
        if area is None or area.latitude is None or area.longitude is None:
            return array("I"), array("d")
        columns, known, found = self.columns, {}, []
        for row in rows_of(self.everything ^ (self.everything & columns.hidden)):
            point = columns.positions[row]
            if None not in point:
                if point not in known:  # many services stand in one house
                    known[point] = distance_km(area.latitude, area.longitude, *point)
                found.append((known[point], row))
        found.sort()
        return array("I", (row for _km, row in found)), array("d", (km for km, _row in found))

    def kilometres(self, rows: Iterable[int]) -> dict[int, float]:
        """Distances of the rows that have them, given in the order of `nearest`."""
        order, distances = self.nearest
        found, place = {}, 0
        for row in rows:
            place = order.index(row, place)
            found[row] = distances[place]
        return found

    def within(self, kilometres: float) -> Bits:
        """Rows not farther than that."""
        rows, distances = self.nearest
        return bits_of(rows[: bisect_right(distances, kilometres)])

    @cached_property
    def moved_into(self) -> Bits:
        """Services that people move into and whose distance is known: they are ordered by it."""
        return self.columns.residential & bits_of(self.nearest[0])


def place_sets(area: Area | None, columns: Columns) -> PlaceSets:
    """Sets for the place, remembered for the columns; for the whole country or no place those without a scope."""
    if area is None or area.level == Area.Level.COUNTRY:
        return PlaceSets(columns, None)
    known = columns.place_cache
    key = (area.pk, *ancestors(area).items(), area.latitude, area.longitude)
    found = known.get(key)  # another thread may empty it at any moment
    if found is None:
        found = PlaceSets(columns, Scope(area, columns.circles))
        if len(known) >= MOST_PLACES:
            known.clear()
        known[key] = found
    return found
