"""What results can be narrowed by, each choice with the count it would give."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.selectors.scope import Row, split_codes

AUDIENCES = Path(__file__).parents[1] / "data" / "audiences.json"
type Check = Callable[[Row], bool]


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Filters:
    """Chosen kinds, forms and audience (slug), already known to exist."""

    kinds: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    audience: str = ""

    def checks(self) -> dict[str, Check]:
        """A test of a row for each facet in use, by the name of its parameter."""
        found: dict[str, Check] = {}
        if self.kinds:
            found["druh"] = lambda row: row.kind_code in self.kinds
        if self.forms:
            has_form = _holds(self.forms)
            found["forma"] = lambda row: has_form(row.any_forms)
        if self.audience:
            has_group = _holds(audience_groups()[self.audience][1])
            found["pro"] = lambda row: has_group(row.groups)
        return found


def _holds(wanted: Sequence[str]) -> Callable[[str], bool]:
    """A test whether a column „,amb,ter,“ holds some of the codes; columns repeat, so answers are remembered."""
    marks = [f",{code}," for code in wanted]
    return cache(lambda joined: any(mark in joined for mark in marks))


@dataclass(frozen=True)
class Facets:
    """Choices that give some result, in the order they are shown; an empty facet is empty."""

    kinds: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    audiences: tuple[Choice, ...]


@cache
def audience_groups() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Slug of each audience → its name and codes of its target groups."""
    rows = json.loads(AUDIENCES.read_text(encoding="utf-8"))
    return {row["slug"]: (row["name"], tuple(row["target_groups"])) for row in rows}


def facets(rows: Sequence[Row], filters: Filters, book: Codebook) -> Facets:
    """Counts of every choice over the rows that pass the other facets."""
    checks = filters.checks()

    def others(name: str) -> Sequence[Row]:
        found = rows
        for other, check in checks.items():
            found = found if other == name else [row for row in found if check(row)]
        return found

    return Facets(_kinds(others("druh"), filters, book), _forms(others("forma"), filters, book),
                  _audiences(others("pro"), filters))  # fmt: skip


def _kinds(rows: Sequence[Row], filters: Filters, book: Codebook) -> tuple[Choice, ...]:
    counts = Counter(row.kind_code for row in rows)
    codes = sorted({*counts, *filters.kinds}, key=lambda code: (-counts[code], book.kind_name(code)))
    return tuple(Choice(code, book.kind_name(code), counts[code], code in filters.kinds) for code in codes)


def _forms(rows: Sequence[Row], filters: Filters, book: Codebook) -> tuple[Choice, ...]:
    counts: Counter[str] = Counter()
    for joined, number in Counter(row.any_forms for row in rows).items():
        counts.update(dict.fromkeys(split_codes(joined), number))
    codes = [code for code in book.forms if counts[code] or code in filters.forms]
    labels = {code: " – ".join(filter(None, (book.form_name(code), book.forms[code].plain_name))) for code in codes}
    return tuple(Choice(code, labels[code], counts[code], code in filters.forms) for code in codes)


def _audiences(rows: Sequence[Row], filters: Filters) -> tuple[Choice, ...]:
    found = []
    sets = [(set(split_codes(joined)), number) for joined, number in Counter(row.groups for row in rows).items()]
    for slug, (name, groups) in audience_groups().items():
        count = sum(number for codes, number in sets if not codes.isdisjoint(groups))
        if count or slug == filters.audience:
            found.append(Choice(slug, name, count, slug == filters.audience))
    return tuple(found)
