"""Sorting of tables by links in their headers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from opora.foundation.core.filters import query_url

SORT_PARAMETER = "razeni"


@dataclass(frozen=True)
class Column:
    """One column: `order_by` lists the fields it sorts by; without them it cannot be sorted."""

    name: str
    label: str
    order_by: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Header:
    """What the head of a table shows: label, link that sorts, state for screen readers and a hint in words."""

    label: str
    url: str = ""
    aria_sort: str = ""
    icon: str = "sort"
    hint: str = ""
    numeric: bool = False


class Sorting:
    """Order chosen in the address (`?razeni=nazev`, descending `?razeni=-nazev`), else the default one."""

    def __init__(self, request: HttpRequest, columns: Sequence[Column], default: str) -> None:
        self.request, self.columns = request, columns
        known = {sign + column.name for column in columns if column.order_by for sign in ("", "-")}
        asked = request.GET.get(SORT_PARAMETER, "")
        self.current = asked if asked in known else default

    @property
    def order_by(self) -> tuple[str, ...]:
        """Fields for `QuerySet.order_by`, with the primary key last so that pages never overlap."""
        descending, name = self.current.startswith("-"), self.current.removeprefix("-")
        fields = next(column.order_by for column in self.columns if column.name == name)
        return (*(_reversed(field) if descending else field for field in fields), "pk")

    @property
    def headers(self) -> list[Header]:
        """Headers for `<c-table :headers="sorting.headers">`."""
        return [self._header(column) for column in self.columns]

    def _header(self, column: Column) -> Header:
        if not column.order_by:
            return Header(column.label, numeric=column.numeric)
        state = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.current, "")
        following = f"-{column.name}" if state == "ascending" else column.name
        return Header(
            column.label,
            query_url(self.request, {SORT_PARAMETER: following}),
            state,
            {"ascending": "up", "descending": "down"}.get(state, "sort"),
            "seřadit sestupně" if state == "ascending" else "seřadit vzestupně",
            column.numeric,
        )


def _reversed(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
