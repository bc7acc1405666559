"""State of a page in its address: changed query strings and chips that take one filter away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

PAGE_PARAMETER = "strana"


@dataclass(frozen=True)
class Chip:
    """A filter in use: what it says, and the address of the same page without it."""

    label: str
    url: str


def query_url(request: HttpRequest, changes: Mapping[str, Any], drop: Iterable[str] = (PAGE_PARAMETER,)) -> str:
    """Address of the current page with some parameters changed; an empty value takes the parameter away.

    The page number is dropped unless it is among the changes, because another selection starts from its beginning.
    """
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        values = value if isinstance(value, list | tuple) else [value]
        kept = [str(item) for item in values if item not in (None, "")]
        if kept:
            query.setlist(name, kept)
    return _address(request, query)


def chips(request: HttpRequest, used: Iterable[tuple[str, str, str]]) -> list[Chip]:
    """Chips for (parameter, value, label) of every filter in use; of repeated values only the one is taken away."""
    return [Chip(label, _without(request, name, value)) for name, value, label in used]


def _without(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query.pop(PAGE_PARAMETER, None)
    rest = [item for item in query.getlist(name) if item != value]
    query.setlist(name, rest)
    if not rest:
        del query[name]
    return _address(request, query)


def _address(request: HttpRequest, query: QueryDict) -> str:
    for name in [name for name in query if not any(query.getlist(name))]:
        del query[name]
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path
