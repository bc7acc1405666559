"""From a service to its search row: which words, places and reaches it can be found by. Pure functions, no database."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class SearchSource:
    """What the search row of one service is made of; the import fills it from the file, a reindex from the tables.

    `places` and `reaches` are keys „level-code“ („obec-562335“, „kraj-60“). For a hidden address `places` holds
    nothing finer than okres and `position` is None.
    """

    identifier: str
    name: str
    provider_name: str
    kind_code: str
    forms: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]  # (code, refining text)
    age_note: str
    facility_names: tuple[str, ...]
    places: tuple[str, ...]
    reaches: tuple[str, ...]
    position: tuple[float, float] | None
    czech_sort: str
    starts_on: date
    ends_on: date | None = None
    extra_words: tuple[str, ...] = field(default=())
