"""A place written among the words of the query („pečovatelka Děčín“), when no other place is given."""

from dataclasses import dataclass

from django.conf import settings

from opora.directory.catalog.selectors.lexicon import KindLexicon
from opora.directory.catalog.selectors.query import Word
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import find_places, resolve_place
from opora.directory.territory.selectors.index import PlaceIndex, place_index
from opora.directory.territory.selectors.names import POSTAL_CODE, Level, Reading
from opora.foundation.core.text import search_forms

LONGEST_NAME = 5  # words of the longest name of an obec that people write
SHORTEST_ALONE = 3
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
    never are. Constant number of queries.
    """
    span = _span(words, lexicon, place_index())
    if span is None:
        return None
    start, end = span
    text = " ".join(word.raw for word in words[start:end])
    area = _meant(text, region)
    if area is None or area.level != Level.OBEC:
        return None
    cut = start - 1 if start and words[start].after_preposition else start
    return PlaceWords(area, text, (*words[:cut], *words[end:]))


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
    found = bool(exact or (after and index.inflected(reading)))
    if len(run) > 1 or not found:
        return found
    word = run[0]
    if len(word.folded) < SHORTEST_ALONE or not word.matters:
        return False
    if not lexicon.knows(search_forms(word.raw)):
        return True
    town = any(entry.kraj == settings.REGION_CODE and entry.population >= TOWN for entry in exact)
    return (after and word.raw[:1].isupper()) or (town and not alone)


def _is_ours(area: Area, region: str) -> bool:
    """True for an obec of the deployment's kraj: of equal names people here mean their own."""
    return area.level == Level.OBEC and area.kraj is not None and area.kraj.code == region
