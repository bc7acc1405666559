"""Typing errors: a word that nobody knows → the nearest word of the index or of the lexicon, or two joined words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import simplemma
from django.db.models import Count, Max

from opora.directory.catalog.models import SearchWord
from opora.directory.catalog.selectors.lexicon import lay_vocabulary
from opora.foundation.core.text import fold, similar

TWO_TYPOS_FROM, IN_SENTENCE = 6, 8  # letters from which two errors are allowed; a long question has words of its own
SHORTEST_IN_SENTENCE = 6  # letters
SENTENCE = 4  # words
SHORTEST_HALF = 3  # letters of a word joined with another one
MOST_CORRECTED = 4  # words of one query
MOST_NEAR = 30


@dataclass(frozen=True)
class Near:
    """The nearest known word and the number of typing errors."""

    written: str
    errors: int


@dataclass(frozen=True)
class Vocabulary:
    """Known words from the shortest: folded, as written, and in how many services they stand."""

    folded: tuple[str, ...]
    written: tuple[str, ...]
    services: tuple[int, ...]
    lengths: tuple[int, ...]
    used: dict[str, str]  # folded words that services have → as written

    def nearest(self, word: str, two_from: int) -> Near | None:
        """The nearest word within two typing errors, rather one that services use."""
        asked = fold(word)
        if not asked.isalpha():
            return None
        start, end = bisect_left(self.lengths, len(asked) - 2), bisect_right(self.lengths, len(asked) + 2)
        found = similar(asked, self.folded[start:end], two_from=two_from, most=MOST_NEAR)
        ranked = sorted(
            (errors + (not self.services[start + place]), key[0] != asked[0], -self.services[start + place],
             self.written[start + place], errors)
            for key, errors, place in found
        )  # fmt: skip
        return Near(*ranked[0][-2:]) if ranked else None

    def parted(self, word: str) -> str:
        """Two known words written as one („whitelight“ → „white light“); empty when it is not so."""
        asked = fold(word)
        for cut in range(SHORTEST_HALF, len(asked) - SHORTEST_HALF + 1):
            if asked[:cut] in self.used and asked[cut:] in self.used:
                return f"{self.used[asked[:cut]]} {self.used[asked[cut:]]}"
        return ""


def is_czech(word: str) -> bool:
    """True for a word that Czech has: it is no typing error although nobody uses it here."""
    return simplemma.is_known(word.casefold(), lang="cs")


def corrections(words: list[str], asked: int) -> dict[str, Near]:
    """Nearest known word for each word that has one; `asked` is how many words the query has.

    No query without words, else one or two.
    """
    if not words:
        return {}
    book = _vocabulary(*SearchWord.objects.aggregate(last=Max("pk"), count=Count("pk")).values())
    two_from = TWO_TYPOS_FROM if asked < SENTENCE else IN_SENTENCE
    found = {}
    if asked >= SENTENCE:
        words = [word for word in words if len(word) >= SHORTEST_IN_SENTENCE]
    for word in words[:MOST_CORRECTED]:
        parted = book.parted(word)
        near = Near(parted, 0) if parted else book.nearest(word, two_from)
        if near:
            found[word] = near
    return found


@lru_cache(maxsize=2)
def _vocabulary(_last: int | None, _count: int) -> Vocabulary:
    """Read again only when the words were made anew."""
    services = dict(SearchWord.objects.values_list("word", "services"))
    rows = {fold(word): (word, number) for word, number in services.items()}
    for word in lay_vocabulary():
        rows.setdefault(fold(word), (word, 0))
    return _ordered((key, *row) for key, row in rows.items())


def _ordered(rows: Iterable[tuple[str, str, int]]) -> Vocabulary:
    ordered = sorted(rows, key=lambda row: (len(row[0]), row))
    folded, written, services = (tuple(column) for column in zip(*ordered, strict=True)) if ordered else ((), (), ())
    used = {key: word for key, word, number in ordered if number}
    return Vocabulary(folded, written, services, tuple(map(len, folded)), used)
