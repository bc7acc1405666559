"""The map of addresses: every URL pattern of the house with its view."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its route from the root, full name and whether it is open to everybody."""

    route: str
    name: str
    public: bool


def addresses(resolver: Any = None, prefix: str = "", namespace: str = "") -> Iterator[Address]:
    """Walk the URLconf."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Address(route, name, not getattr(pattern.callback, "login_required", True))
