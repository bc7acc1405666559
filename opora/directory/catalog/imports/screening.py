"""Secret addresses leak sideways: words that give them away are cut out of texts before anything is stored."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from opora.directory.catalog.imports.records import AddressRecord
from opora.foundation.core.text import ENDINGS

MARK = "[adresa skryta]"
LOOSE_ENDS = re.compile(
    r"(\s*[-–—,;:/(]\s*|\s+(v|ve|na|u|pod|nad|při|z|ze|ulice|ulici|ul\.|obec|obci|město|městě|č\.\s?p\.|čp\.))+\s*$",
    re.IGNORECASE,
)
SOFT = {"h": "[hz]", "k": "[kc]", "g": "[gz]"}
ADDRESS_LIKE = re.compile(  # an address written in a text, whoever it belongs to
    r"""\b(?:na\s+adrese|adres[auy]|v\s+ulici|ulic[ei]|ul\.)\s*:?\s+(?:[^.;)\n]|\d\.\s|(?<=nám)\.|(?<=tř)\.){2,80}
    |(?:[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]\w*\.?\s+|\d{1,2}\.\s+)(?:[\w.]+\s+){0,2}?\d{1,5}/\d{1,3}[a-z]?\b(?!\s*Sb)
    |\b(?!24/7)\d{1,5}/\d{1,3}[a-z]?\b(?!\s*Sb|/)
    |č\.\s?p\.\s*\d+|\bčp\.\s*\d+
    |\b\d{3}\s\d{2}\s+[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]\w+""",
    re.VERBOSE,
)
FLEETING = re.compile(r"e(?=[klcrnt]$)")


@dataclass(frozen=True)
class Secrets:
    """Patterns over folded text that give a secret address away; `names` count only with a capital letter."""

    always: re.Pattern | None
    names: re.Pattern | None
    anything_like_address: bool = True

    def screen(self, text: str) -> str:
        """The text with every give-away replaced by the mark; the same object when there is none."""
        spans = self._spans(text) if text and self is not NOTHING else []
        if not spans:
            return text
        kept, end = [], 0
        for start, stop in spans:
            if start >= end:
                kept += [text[end:start], MARK]
            end = max(end, stop)
        joined = "".join(kept) + text[end:]
        return re.sub(r"(\[adresa skryta\])(\W{0,3}\[adresa skryta\])+", r"\1", joined)

    def screen_name(self, text: str) -> str:
        """A name without its give-aways and the words that led to them; may become empty."""
        screened = self.screen(text)
        if screened == text:
            return text
        pieces = [LOOSE_ENDS.sub("", piece).strip(" ,;–—-") for piece in screened.split(MARK)]
        return " ".join(piece for piece in pieces if piece)

    def betrays(self, text: str) -> bool:
        """True when the text gives the address away."""
        return bool(self._spans(text))

    def address_alone(self) -> "Secrets":
        """The same without names of obce and without addresses that may be anybody's."""
        return replace(self, names=None, anything_like_address=False)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        folded = fold_same_length(text)
        spans = [match.span() for match in self.always.finditer(folded)] if self.always else []
        if self.anything_like_address:
            spans += [match.span() for match in ADDRESS_LIKE.finditer(text)]
        if self.names:
            spans += [match.span("name") for match in self.names.finditer(folded)
                      if text[match.start("name")].isupper() and not match["okres"]]  # fmt: skip
        return sorted(spans)


def fold_same_length(text: str) -> str:
    """Lower case without diacritics, letter for letter, so that positions agree with the text as written."""
    return "".join(_fold_letter(letter) for letter in text)


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter.lower())[:1]
    return base if base else letter


NOTHING = Secrets(None, None, anything_like_address=False)


def secrets_of(addresses: Iterable[AddressRecord], obec_names: Iterable[str] = ()) -> Secrets:
    """What gives these addresses away: street, numbers, PSČ, part, addition; obec names when written as names.

    Whatever reads like an address is given away too: the file may have lost the real one.
    """
    always: set[str] = set()
    names = {name_pattern(name) for name in obec_names}
    for address in addresses:
        always |= _address_patterns(address)
        names.add(name_pattern(address.obec_name))
    names.discard("")
    return Secrets(
        re.compile("|".join(sorted(always, key=len, reverse=True))) if always else None,
        re.compile(rf"(?P<okres>okres\w*\s+)?\b(?P<name>{'|'.join(sorted(names, key=len, reverse=True))})\b(?!\s+kraj)")
        if names
        else None,
    )


def _address_patterns(address: AddressRecord) -> set[str]:
    patterns = set()
    numbers = [number for number in (address.house_number, address.orientation_number) if number]
    behind = r"(\s*/\s*)?".join(f"({_exact(number)})?" for number in numbers)
    tail = rf"(\s*,?\s*(c\.?\s?p\.?\s*)?{behind}\b)?" if numbers else ""
    for name in (address.street, address.part_name, address.district_name):
        if name_pattern(name) and name != address.obec_name:
            patterns.add(rf"\b{name_pattern(name)}\b{tail}")
    if re.search(r"\w{2}", address.addition):
        patterns.add(rf"\b{name_pattern(address.addition)}\b")
    if address.postal_code:
        patterns.add(rf"\b{address.postal_code[:3]}\s?{address.postal_code[3:]}\b")
    if address.address_point:
        patterns.add(rf"\b{_exact(address.address_point)}\b")
    for number in numbers:
        patterns.add(rf"\b(c\.?\s?p\.?|c\.?\s?o\.?|cislo|c\.|dum)\s*{_exact(number)}\b")
        if len(number) > 2:
            patterns.add(rf"\b{_exact(number)}\b")
    return patterns


def _exact(text: str) -> str:
    return re.escape(fold_same_length(text))


@lru_cache(maxsize=8192)
def name_pattern(name: str) -> str:
    """Pattern of a name in any of its cases: „Nerudova“ also finds „v Nerudově“, „Praha“ finds „Praze“."""
    return r"[\W_]{1,3}".join(_word_pattern(word) for word in re.findall(r"\w+", fold_same_length(name)))


def _word_pattern(word: str) -> str:
    if word.isdigit() or len(word) < 3:
        return re.escape(word)
    if len(word) == 3:
        return rf"{word}\w{{0,2}}"
    stem = ENDINGS.sub("", word)
    stem = stem[:-1] if stem == word and word[-1] in "aeiouy" else stem
    stem = FLEETING.sub("e?", stem)
    last = SOFT.get(stem[-1], re.escape(stem[-1]))
    return f"{stem[:-1]}{last}\\w{{0,5}}"
