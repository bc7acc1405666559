"""Typing errors: a word that nobody knows → the nearest word of the index."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max

from opora.directory.catalog.models import SearchWord
from opora.foundation.core.text import fold, similar

TWO_TYPOS_FROM = 7  # letters


@dataclass(frozen=True)
class Vocabulary:
    """Words of the index: folded, as written, and in how many services they stand."""

    folded: tuple[str, ...]
    written: tuple[str, ...]
    services: tuple[int, ...]

    def nearest(self, word: str) -> str:
        """The nearest word within two typing errors, rather one that services use; empty when there is none."""
        asked = fold(word)
        found = similar(asked, self.folded, two_from=TWO_TYPOS_FROM, most=30) if asked.isalpha() else []
        ranked = sorted(
            (distance + (not self.services[place]), word[0] != asked[0], -self.services[place], self.written[place])
            for word, distance, place in found
        )
        return ranked[0][-1] if ranked else ""


def corrections(words: list[str]) -> dict[str, str]:
    """Nearest known word for each word that has one; no query without words, else one or two."""
    if not words:
        return {}
    book = _vocabulary(*SearchWord.objects.aggregate(last=Max("pk"), count=Count("pk")).values())
    return {word: nearest for word in words if (nearest := book.nearest(word))}


@lru_cache(maxsize=2)
def _vocabulary(_last: int | None, _count: int) -> Vocabulary:
    """Read again only when the words were made anew."""
    rows = [(fold(word), word, services) for word, services in SearchWord.objects.values_list("word", "services")]
    return Vocabulary(*(tuple(column) for column in zip(*rows, strict=True))) if rows else Vocabulary((), (), ())
