"""Plain validators of values in a JSON tree. They know where they stand, and never quote what they refuse:
the refused value may be a secret address."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

# control characters and those nobody sees: a soft hyphen in a street would hide it from the screening of texts
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
LARGEST_NUMBER = 2_147_483_647
TRUE, FALSE = {"true", "ano", "1"}, {"false", "ne", "0"}


@lru_cache(maxsize=4096)
def _cleaned(text: str) -> str:
    """Text without invisible characters and outer spaces, composed; the register repeats the same ones again."""
    return unicodedata.normalize("NFC", CONTROL.sub("", text)).strip()


class RowRejected(Exception):
    """The row cannot be read: JSON pointer and a Czech sentence that says what to do."""

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(pointer, message)
        self.pointer, self.message = pointer, message


class Node:
    """An object of the tree, its JSON pointer, and the list where warnings gather."""

    __slots__ = ("data", "pointer", "warnings")

    def __init__(self, data: Any, pointer: str, warnings: list[str]) -> None:
        if not isinstance(data, dict):
            raise RowRejected(pointer, "Na tomto místě má být objekt s údaji. Opravte soubor u zdroje.")
        self.data, self.pointer, self.warnings = data, pointer, warnings

    def reject(self, key: str, message: str) -> RowRejected:
        """The error of the value under the key."""
        return RowRejected(f"{self.pointer}/{key}", message)

    def child(self, key: str) -> "Node | None":
        """The object under the key; None when it is missing."""
        value = self.data.get(key)
        return None if value is None else Node(value, f"{self.pointer}/{key}", self.warnings)

    def children(self, key: str) -> Iterator["Node"]:
        """Objects of the list under the key; a missing list is empty, missing members are skipped."""
        value = self.data.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            raise self.reject(key, "Na tomto místě má být seznam. Opravte soubor u zdroje.")
        for index, member in enumerate(value):
            if member is not None:
                yield Node(member, f"{self.pointer}/{key}/{index}", self.warnings)

    def text(self, key: str, longest: int = 20_000) -> str:
        """Text without control characters and outer spaces; empty when missing, cut with a warning when too long."""
        value = self.data.get(key)
        if value is None:
            return ""
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise self.reject(key, "Na tomto místě má být text. Opravte údaj u zdroje a načtěte soubor znovu.")
        cleaned = _cleaned(value)
        if len(cleaned) > longest:
            self.warnings.append(f"Text v poli „{key}“ je delší než {longest} znaků, zkrátil se.")
        return cleaned[:longest]

    def number(self, key: str) -> int | None:
        """Whole number from zero up; text of digits counts with a warning; None when missing."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value.strip()):
            self.warnings.append(f"Pole „{key}“ má číslo zapsané jako text, přečetlo se.")
            value = int(value)
        if isinstance(value, Decimal) and value.is_finite() and abs(value) < LARGEST_NUMBER and value == int(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_NUMBER:
            raise self.reject(key, "Na tomto místě má být celé číslo od nuly výš. Opravte údaj u zdroje.")
        return value

    def digits(self, key: str, pattern: str, message: str) -> str:
        """Text of a fixed shape, spaces left out; a number counts with a warning; empty when missing."""
        value = self.data.get(key)
        if value is None or value == "":
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            self.warnings.append(f"Pole „{key}“ má místo textu číslo, přečetlo se.")
            value = str(value)
        compact = re.sub(r"\s", "", value) if isinstance(value, str) else ""
        if not re.fullmatch(pattern, compact):
            raise self.reject(key, message)
        return compact

    def day(self, key: str) -> date | None:
        """Date as 2026-04-01, a time behind it is ignored; None when missing."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d(T|$)", value.strip()):
            try:
                return date.fromisoformat(value.strip()[:10])
            except ValueError:
                pass
        raise self.reject(key, "Datum má mít tvar 2026-04-01. Opravte je u zdroje a načtěte soubor znovu.")

    def flag(self, key: str) -> bool | None:
        """True, False, or None when the file does not say; text „ano/ne“ counts with a warning."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word in TRUE | FALSE:
            self.warnings.append(f"Pole „{key}“ má místo ano/ne text nebo číslo, přečetlo se.")
            return word in TRUE
        raise self.reject(key, "Na tomto místě má být true nebo false. Opravte údaj u zdroje.")

    def code(self, key: str, prefix: str) -> str:
        """Code from `{"id": "Prefix/13"}` or „Prefix/13“ without its prefix; another code stays as it came."""
        value = self.data.get(key)
        if isinstance(value, dict):
            value = value.get("id")
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.reject(key, "Na tomto místě má být kód číselníku. Opravte údaj u zdroje.")
        return _cleaned(value).removeprefix(f"{prefix}/")[:40]

    def name_of(self, key: str, longest: int = 120) -> str:
        """Name from `{"nazev": "…"}` or from plain text; empty when missing."""
        if isinstance(self.data.get(key), str):
            return self.text(key, longest)
        node = self.child(key)
        return node.text("nazev", longest) if node else ""
