"""What results can be narrowed by, each choice with the count it would give."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.enums import Form
from opora.directory.catalog.selectors.bits import Bits
from opora.directory.catalog.selectors.columns import Columns
from opora.directory.catalog.selectors.place_sets import PlaceSets
from opora.directory.catalog.selectors.scope import ReachClass

AUDIENCES = Path(__file__).parents[1] / "data" / "audiences.json"
RADII = (5, 10, 20, 30, 50)  # kilometres to choose from
COMES = (ReachClass.CONFIRMED, ReachClass.TEXT)  # classes of reach in which a field service comes to the place


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Filters:
    """What is chosen, already known to exist: codes, a slug, years of age, truths, kilometres from the place."""

    kinds: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    audience: str = ""
    age: int | None = None
    free: bool = False
    anonymous: bool = False
    accepts: bool = False
    radius: int | None = None

    def without(self, name: str) -> "Filters":
        """The filters without the one whose parameter of the address is `name`."""
        return replace(self, **{FIELDS[name]: getattr(NOTHING, FIELDS[name])})


NOTHING = Filters()
FIELDS = {
    "druh": "kinds", "forma": "forms", "pro": "audience", "vek": "age", "zdarma": "free", "anonymne": "anonymous",
    "prijima": "accepts", "okruh": "radius",
}  # fmt: skip


@dataclass(frozen=True)
class FilterSets:
    """Which rows pass each filter, for one place."""

    columns: Columns
    places: PlaceSets
    book: Codebook

    def passing(self, filters: Filters) -> dict[str, Bits]:
        """Rows that pass, for each filter in use by the name of its parameter; `okruh` needs a place."""
        found: dict[str, Bits] = {}
        if filters.kinds:
            found["druh"] = self.columns.kinds.holding_some(filters.kinds)
        if filters.forms:
            found["forma"] = self.columns.forms.holding_some(filters.forms)
        if filters.audience:
            found["pro"] = self.audience(filters.audience)
        if filters.age is not None:
            found["vek"] = self.of_age(filters.age) | self.ageless
        if filters.free:
            found["zdarma"] = self.free
        if filters.anonymous:
            found["anonymne"] = self.anonymous
        if filters.accepts:
            found["prijima"] = self.columns.accepting
        if filters.radius is not None and self.places.scope:
            found["okruh"] = self.within(filters.radius)
        return found

    def chosen(self, rows: Bits, filters: Filters) -> Bits:
        """Those of the rows that pass everything."""
        for some in self.passing(filters).values():
            rows &= some
        return rows

    def audience(self, slug: str) -> Bits:
        """Rows for some target group of the audience."""
        return self.columns.groups.holding_some(audience_groups()[slug][1])

    def of_age(self, years: int) -> Bits:
        """Rows with an age category of the code list that includes the age."""
        return self.columns.ages.holding_some(ages_of(years, self.book))

    @property
    def ageless(self) -> Bits:
        """Rows that say no age, or one the code list does not know."""
        return self.columns.everything ^ self.columns.ages.holding_some(self.book.age_groups)

    @property
    def free(self) -> Bits:
        """Rows said to be free of charge, or free by law where nobody said the opposite."""
        kinds = [code for code, kind in self.book.kinds.items() if kind.verified and kind.free_of_charge]
        return self._by_law(self.columns.free, self.columns.not_free, kinds)

    @property
    def anonymous(self) -> Bits:
        """Rows that help without a name: they say so, or the law does."""
        kinds = [code for code, kind in self.book.kinds.items() if kind.verified and kind.anonymous]
        return self._by_law(self.columns.anonymous, self.columns.not_anonymous, kinds)

    def _by_law(self, yes: Bits, no: Bits, kinds: Iterable[str]) -> Bits:
        lawful = self.columns.kinds.holding_some(kinds)
        return yes | lawful ^ (lawful & no)

    def within(self, kilometres: int) -> Bits:
        """Rows that stand so near, and field services that come to the place wherever they stand.

        A secret address never passes by its position, as that would tell it.
        """
        coming = 0
        for reach in COMES:
            coming |= self.places.classes.get(reach, 0)
        return self.places.within(kilometres) | coming & self.columns.forms.holding(Form.FIELD)


def ages_of(years: int, book: Codebook) -> list[str]:
    """Codes of the age categories that include the age."""
    return [
        code for code, group in book.age_groups.items()
        if (group.age_from is None or group.age_from <= years) and (group.age_to is None or years <= group.age_to)
    ]  # fmt: skip


@dataclass(frozen=True)
class Facets:
    """Choices that give some result, in the order they are shown; an empty facet is empty.

    Of the services that pass the other filters: how many take new people and how many did not say it, how many say
    no age, and how many have a secret address, which no distance finds.
    """

    kinds: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    conditions: tuple[Choice, ...]  # by the name of the parameter
    radii: tuple[Choice, ...]
    unsaid_accepts: int
    unsaid_age: int
    hidden: int


@cache
def audience_groups() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Slug of each audience → its name and codes of its target groups."""
    rows = json.loads(AUDIENCES.read_text(encoding="utf-8"))
    return {row["slug"]: (row["name"], tuple(row["target_groups"])) for row in rows}


def facets(rows: Bits, filters: Filters, sets: FilterSets) -> Facets:
    """Counts of every choice over the rows that pass the other facets."""
    passing = sets.passing(filters)

    def others(name: str) -> Bits:
        found = rows
        for other, some in passing.items():
            found = found if other == name else found & some
        return found

    return Facets(
        _kinds(others("druh"), filters, sets),
        _forms(others("forma"), filters, sets),
        _audiences(others("pro"), filters, sets),
        _conditions(filters, sets, others),
        _radii(others("okruh"), filters, sets),
        unsaid_accepts=_less(others("prijima"), sets.columns.accepting_said),
        unsaid_age=(others("vek") & sets.ageless).bit_count(),
        hidden=(others("okruh") & sets.columns.hidden).bit_count(),
    )


def _less(rows: Bits, some: Bits) -> int:
    return rows.bit_count() - (rows & some).bit_count()


def _kinds(rows: Bits, filters: Filters, sets: FilterSets) -> tuple[Choice, ...]:
    kinds, book = sets.columns.kinds, sets.book
    counts = {code: (rows & kinds.holding(code)).bit_count() for code in {*kinds.codes, *filters.kinds}}
    codes = [code for code, count in counts.items() if count or code in filters.kinds]
    codes.sort(key=lambda code: (-counts[code], book.kind_name(code)))
    return tuple(Choice(code, book.kind_name(code), counts[code], code in filters.kinds) for code in codes)


def _forms(rows: Bits, filters: Filters, sets: FilterSets) -> tuple[Choice, ...]:
    book = sets.book
    counts = {code: (rows & sets.columns.forms.holding(code)).bit_count() for code in book.forms}
    codes = [code for code in book.forms if counts[code] or code in filters.forms]
    labels = {code: " – ".join(filter(None, (book.form_name(code), book.forms[code].plain_name))) for code in codes}
    return tuple(Choice(code, labels[code], counts[code], code in filters.forms) for code in codes)


def _audiences(rows: Bits, filters: Filters, sets: FilterSets) -> tuple[Choice, ...]:
    found = []
    for slug, (name, _groups) in audience_groups().items():
        count = (rows & sets.audience(slug)).bit_count()
        if count or slug == filters.audience:
            found.append(Choice(slug, name, count, slug == filters.audience))
    return tuple(found)


def _conditions(filters: Filters, sets: FilterSets, others) -> tuple[Choice, ...]:
    rows = (
        ("zdarma", "zdarma", sets.free, filters.free),
        ("anonymne", "i bez udání jména", sets.anonymous, filters.anonymous),
        ("prijima", "přijímá nové klienty", sets.columns.accepting, filters.accepts),
    )
    return tuple(
        Choice(name, label, (others(name) & some).bit_count(), chosen) for name, label, some, chosen in rows
    )  # fmt: skip


def _radii(rows: Bits, filters: Filters, sets: FilterSets) -> tuple[Choice, ...]:
    if not sets.places.scope or not sets.places.nearest[0]:
        return ()
    radii = sorted({*RADII, *((filters.radius,) if filters.radius else ())})
    return tuple(
        Choice(str(km), f"do {km} km", (rows & sets.within(km)).bit_count(), km == filters.radius) for km in radii
    )
