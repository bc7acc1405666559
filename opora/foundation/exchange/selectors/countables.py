"""What can be counted: a fixed table for each countable, by area and a few codes. Apps register theirs in `ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from opora.foundation.core.registries import Registry


@dataclass(frozen=True)
class Measure:
    """One number of the table: its code, Czech name and unit."""

    code: str
    title: str
    unit: str


@dataclass(frozen=True)
class Count:
    """One row: the area by level and code, codes of the dimensions, and numbers by codes of measures."""

    level: str
    area: str
    group: dict[str, str]
    values: dict[str, int]


@dataclass(frozen=True)
class Countable:
    """A table that can be counted for a kraj and a period, and the method by which it is.

    `count(territory, first, last)` gives rows for the code of the kraj and the days of the period. Numbers of people
    below `hidden_below` (except 0) leave as null, „neuvádí se“; figures of public registers need no such limit. An
    other side takes only packages of the methods it knows: a change of the method is a new `version`.
    """

    code: str
    title: str
    version: str
    method: str
    dimensions: dict[str, str]
    measures: tuple[Measure, ...]
    count: Callable[[str, date, date], Iterable[Count]]
    hidden_below: int = 0

    def rows(self, territory: str, first: date, last: date) -> list[dict[str, Any]]:
        """Rows of the package, in a stable order, small numbers hidden."""
        found = sorted(
            self.count(territory, first, last), key=lambda row: (row.level, row.area, sorted(row.group.items()))
        )
        return [
            {
                "area": {"level": row.level, "code": row.area},
                "group": row.group,
                "values": {code: self._shown(number) for code, number in row.values.items()},
            }
            for row in found
        ]

    def _shown(self, number: int) -> int | None:
        return None if 0 < number < self.hidden_below else number


countables: Registry[Countable] = Registry()
group_words: dict[str, Callable[[str], str]] = {}  # dimension → Czech word for its code
area_words: list[Callable[[str, str], str]] = []  # level and code → name; filled by the app that knows territory
