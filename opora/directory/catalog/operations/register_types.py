"""What travels between the reading of a register and the operations that write it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

# columns of rows in the payload of a staged service, in the order of their values; the service comes first
SERVICE = (
    "portal_id", "kind_code", "name", "czech_sort", "starts_on", "ends_on", "age_groups", "age_note",
    "hidden_address", "is_sample", "seat_addresses", "content_hash", "section_hashes",
)  # fmt: skip
FACILITY = (
    "key", "name", "starts_on", "ends_on", "hidden", "latitude", "longitude", "position_source", "okres_id", "street",
    "house_number", "house_number_kind", "orientation_number", "addition", "part_name", "postal_code", "obec_name",
    "obec_code", "address_point",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StagedItem:
    """A new or changed service, ready to be written."""

    identifier: str
    kind: str  # ChangeKind
    fields: list[str]
    content_hash: str
    payload: dict[str, Any]
    search: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RejectedItem:
    """A row that could not be read: where, why, and whose it was if that is known."""

    pointer: str
    message: str
    identifier: str = ""


class ChangeRow(NamedTuple):
    """One row of the history: of a service, of a provider (empty identifier and its pointer), or of a refused row."""

    kind: str  # ChangeKind
    identifier: str
    fields: list[str] = []
    details: list[dict[str, Any]] = []
    pointer: str = ""
    message: str = ""


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
    hide: set[str] = field(default_factory=set)  # of these, whose new row says that the address is secret
    concealed: set[str] = field(default_factory=set)  # identifiers whose address is secret from this run on
    careful: set[str] = field(default_factory=set)  # IČO of providers whose seat or contacts may be a secret address
    forgotten: int = 0  # rows of the history whose values were erased
    folded: int = 0  # facilities put together with others of the same name and address
    percent: int = 0
    fingerprint: str = ""  # of the file and of everything it is read with
    turns_on: date | None = None  # the next day on which the same file says something else
    said: list[str] | None = None  # warnings of the run that read the same file before

    @property
    def services(self) -> int:
        """How many services the file speaks of, readable or not."""
        return len(self.seen | self.kept)

    def warning_texts(self, most: int = 200) -> list[str]:
        """Warnings with numbers of rows, the frequent first."""
        if self.said is not None:
            return self.said
        texts = [f"{text} (řádků: {count})" for text, count in self.warnings.most_common(most)]
        texts += [f"Zařízení se stejným názvem a adresou složeno: {self.folded}."] if self.folded else []
        rest = len(self.warnings) - most
        return [*texts, f"Dalších druhů upozornění: {rest}."] if rest > 0 else texts
