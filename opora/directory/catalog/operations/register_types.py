"""What travels between the reading of a register and the operations that write it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class StagedItem:
    """A new or changed service, ready to be written."""

    identifier: str
    kind: str  # ChangeKind
    fields: list[str]
    content_hash: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RejectedItem:
    """A row that could not be read: where, why, and whose it was if that is known."""

    pointer: str
    message: str
    identifier: str = ""


@dataclass
class Tally:
    """Numbers of a run as it goes."""

    read: int = 0
    unchanged: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    rejected: list[RejectedItem] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)  # identifiers of valid rows
    kept: set[str] = field(default_factory=set)  # identifiers of rejected rows: their old version stays
    percent: int = 0

    @property
    def services(self) -> int:
        """How many services the file speaks of, readable or not."""
        return len(self.seen | self.kept)

    def warning_texts(self, most: int = 200) -> list[str]:
        """Warnings with numbers of rows, the frequent first."""
        texts = [f"{text} (řádků: {count})" for text, count in self.warnings.most_common(most)]
        rest = len(self.warnings) - most
        return [*texts, f"Dalších druhů upozornění: {rest}."] if rest > 0 else texts
