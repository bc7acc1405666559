"""Choices that people are offered before they know any kind of service: situations and „Pro koho“."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Situation:
    """What people come with, and the search that answers it."""

    title: str
    q: str

    @property
    def query(self) -> str:
        """Query string for the search page."""
        return urlencode({"q": self.q})


@cache
def situations() -> tuple[Situation, ...]:
    """Situations of the home page in the order of their file."""
    rows = json.loads((DATA / "situations.json").read_text(encoding="utf-8"))
    return tuple(Situation(row["title"], row["q"]) for row in rows)


@cache
def audience_choices() -> tuple[tuple[str, str], ...]:
    """Value and name of every choice „Pro koho“, the first one being everybody."""
    rows = json.loads((DATA / "audiences.json").read_text(encoding="utf-8"))
    return (("", "kdokoli"), *((row["slug"], row["name"]) for row in rows))
