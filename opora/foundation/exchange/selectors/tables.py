"""The table of a package in words."""

from dataclasses import dataclass
from typing import Any

from opora.foundation.exchange.selectors.countables import Countable, area_words, countables, group_words


@dataclass(frozen=True)
class Table:
    """Heads and rows of a package; `more` says how many rows are left out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int


def title_of(code: str) -> str:
    """Czech name of a countable; its code when this instance does not know it."""
    known = _known(code)
    return known.title if known else code


def table_of(content: dict[str, Any], *, most: int) -> Table:
    """At most `most` rows of the package, codes in words where they are known, hidden numbers as „neuvádí se“."""
    known, rows = _known(content["countable"]), content["rows"]
    groups = list(rows[0]["group"]) if rows else []
    measures = list(rows[0]["values"]) if rows else []
    names = {one.code: one.title for one in known.measures} if known else {}
    dimensions = known.dimensions if known else {}
    heads = ("Území", *(dimensions.get(one, one) for one in groups), *(names.get(one, one) for one in measures))
    shown = tuple(
        (
            _area(row["area"]),
            *(_word(one, row["group"].get(one, "")) for one in groups),
            *(_number(row["values"].get(one)) for one in measures),
        )
        for row in rows[:most]
    )
    return Table(heads, shown, max(len(rows) - most, 0))


def _known(code: str) -> Countable | None:
    return next((one for one in countables if one.code == code), None)


def _area(area: dict[str, str]) -> str:
    words = (name(area["level"], area["code"]) for name in area_words)
    return next(filter(None, words), f"{area['level']} {area['code']}")


def _word(dimension: str, code: str) -> str:
    return group_words[dimension](code) if dimension in group_words else code


def _number(value: int | None) -> str:
    return "neuvádí se" if value is None else str(value)
