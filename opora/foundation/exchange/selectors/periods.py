"""Periods of packages."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date


def period_of(content: dict[str, Any]) -> Period | None:
    """The period of a package; None when its days do not exist or stand in the wrong order."""
    try:
        period = Period(date.fromisoformat(content["period"]["from"]), date.fromisoformat(content["period"]["to"]))
    except (KeyError, TypeError, ValueError):
        return None
    return period if period.first <= period.last else None
