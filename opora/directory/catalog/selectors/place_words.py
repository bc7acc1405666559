"""A place written among the words of the query („pečovatelka Děčín“), when no other place is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from opora.directory.catalog.selectors.lexicon import KindLexicon
from opora.directory.catalog.selectors.query import Word
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import find_places, resolve_place
from opora.directory.territory.selectors.index import Entry, PlaceIndex, place_index
from opora.directory.territory.selectors.names import POSTAL_CODE, Level, Reading, stems
from opora.foundation.core.text import search_forms, similar

STORY = 7  # words that matter
LONGEST_NAME = 5  # words of the longest name of an obec that people write
SHORTEST_ALONE = 3
SHORTEST_MISSPELT, TWO_TYPOS_FROM = 5, 8  # letters
SAME_BEGINNING = 3  # letters that cases do not change
VILLAGE = 500  # inhabitants of the least obec of the region that a misspelt word may mean
TOWN = 5_000  # inhabitants; of a smaller place people say its whole name


@dataclass(frozen=True)
class PlaceWords:
    """The recognised obec, the words it was written with and the words that are left."""

    area: Area
    text: str
    rest: tuple[Word, ...]


def place_in_words(words: list[Word], lexicon: KindLexicon, region: str) -> PlaceWords | None:
    """The obec named in the query; None when there is none, or when it is not sure which one is meant.

    A PSČ means the obec of the region that has it.
    A name stands whole („Roudnice nad Labem“), or in a case after a preposition („v Děčíně“). A word that also
    says what is sought is a place only as a town of the region among other words („noclehárna Most“); quoted words
    never are. In a long story a town of another kraj („dcera žije v Brně“) is not where help is sought. Constant
    number of queries.
    """
    span = _span(words, lexicon, place_index())
    if span is None:
        return None
    start, end = span
    text = " ".join(word.raw for word in words[start:end])
    area = _meant(text, region)
    if area is None or area.level != Level.OBEC:
        return None
    if not _is_ours(area, region) and sum(word.matters for word in words) >= STORY:
        return None
    cut = start - 1 if start and words[start].after_preposition else start
    return PlaceWords(area, text, (*words[:cut], *words[end:]))


class PlaceNames:
    """Names of obce of the region and of towns elsewhere by which people call them, to find misspelt ones."""

    def __init__(self, index: PlaceIndex, region: str) -> None:
        self.index = index
        self.entries: dict[str, Entry] = {}
        entries = {entry.pk: entry for found in index.by_key.values() for entry in found if entry.level == Level.OBEC}
        for entry in sorted(entries.values(), key=lambda entry: (entry.kraj != region, -entry.population)):
            if entry.population >= (VILLAGE if entry.kraj == region else TOWN):
                self._add(entry)
        self.keys = tuple(self.entries)

    def _add(self, entry: Entry) -> None:
        """The whole name of one word, of a town also the first word: „Roudnice“; each in its cases."""
        first = entry.words[0]
        if len(first) >= SHORTEST_MISSPELT and (len(entry.words) == 1 or entry.population >= TOWN):
            for key in {first, *stems((first,))}:
                self.entries.setdefault(key, entry)

    def nearest(self, word: Word) -> tuple[Area, int] | None:
        """The obec misspelt so and the number of typing errors, the largest of equally near ones."""
        ways = {word.folded, *stems((word.folded,))} if word.after_preposition else {word.folded}
        found = [
            (errors, -self.entries[key].population, key)
            for way in sorted(ways) if len(way) >= SHORTEST_MISSPELT
            for key, errors, _place in similar(way, self.keys, two_from=TWO_TYPOS_FROM, most=5)
        ]  # fmt: skip
        if not found:
            return None
        errors, _population, key = min(found)
        return self.index.areas[self.entries[key].pk], errors


def place_names(region: str) -> PlaceNames:
    """Names of the territory as it is now; one query."""
    return _names(place_index(), region)


@lru_cache(maxsize=1)
def _names(index: PlaceIndex, region: str) -> PlaceNames:
    return PlaceNames(index, region)


def without_place(words: Sequence[Word], misspelt: str, area: Area) -> PlaceWords:
    """The obec meant by a misspelt word, and the words without it and its preposition."""
    at = next(number for number, word in enumerate(words) if word.raw == misspelt)
    cut = at - 1 if at and words[at].after_preposition else at
    return PlaceWords(area, misspelt, (*words[:cut], *words[at + 1 :]))


def _meant(text: str, region: str) -> Area | None:
    """The obec of the region that people call so („v Roudnici“ → Roudnice nad Labem), else the only one of the name."""
    resolution = resolve_place(text, region)
    ours = [area for area in resolution.candidates if _is_ours(area, region)]
    if ours or resolution.area is None:
        return ours[0] if ours else None
    longer = [match.area for match in find_places(resolution.area.name, region=region)]
    return next((area for area in longer if _is_ours(area, region) and (area.population or 0) >= TOWN), resolution.area)


def _span(words: list[Word], lexicon: KindLexicon, index: PlaceIndex) -> tuple[int, int] | None:
    """Longest run of words that is a name of an obec; of equally long ones the last."""
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            if _part_of_name(words, start, lexicon):
                continue
            if _names_obec(words[start : start + length], lexicon, index, alone=length == len(words)):
                return start, start + length
    return None


def _part_of_name(words: list[Word], start: int, lexicon: KindLexicon) -> bool:
    """True after another name: „Krásné Březno“ is a part of a town, not the obec Březno."""
    if start < 2 or words[start].after_preposition:
        return False
    before = words[start - 1]
    return before.matters and before.raw[:1].isupper() and not lexicon.knows(search_forms(before.raw))


def _names_obec(run: list[Word], lexicon: KindLexicon, index: PlaceIndex, *, alone: bool) -> bool:
    if any(word.quoted for word in run):
        return False
    digits = "".join(word.raw for word in run)
    if POSTAL_CODE.fullmatch(digits):
        return digits in index.by_postal_code
    reading = Reading(tuple(word.folded for word in run), Level.OBEC)
    exact, after = index.exact(reading), run[0].after_preposition
    found = bool(exact or (after and any(_spelled_alike(run[0], entry) for entry in index.inflected(reading))))
    if len(run) > 1 or not found:
        return found
    word = run[0]
    if len(word.folded) < SHORTEST_ALONE or not word.matters:
        return False
    if not lexicon.knows(search_forms(word.raw)):
        return True
    town = any(entry.kraj == settings.REGION_CODE and entry.population >= TOWN for entry in exact)
    return (after and word.raw[:1].isupper()) or (town and not alone)


def _spelled_alike(word: Word, entry: Entry) -> bool:
    """False when diacritics at the beginning speak against the name: „u různých lidí“ is not Růžená."""
    return word.raw.isascii() or word.raw.casefold()[:SAME_BEGINNING] == entry.spelling[:SAME_BEGINNING]


def _is_ours(area: Area, region: str) -> bool:
    """True for an obec of the deployment's kraj: of equal names people here mean their own."""
    return area.level == Level.OBEC and area.kraj is not None and area.kraj.code == region
