"""Place search: what somebody wrote → areas told apart by their labels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from opora.directory.territory.enums import MatchReason
from opora.directory.territory.models import Area
from opora.directory.territory.selectors.index import RANK, Entry, PlaceIndex, place_index, spelled
from opora.directory.territory.selectors.names import (
    LONGEST_TEXT,
    NUMERAL,
    POSTAL_CODE,
    Level,
    Reading,
    outer_pieces,
    readings,
)

CODE = re.compile(r"(stat|kraj|okres|orp|pou|obec)-([0-9a-z]{1,10})", re.ASCII)
DIGITS = re.compile(r"\d{1,6}", re.ASCII)
SURE = {MatchReason.CODE, MatchReason.POSTAL_CODE, MatchReason.NAME}
TOWN = 5000  # a longer-named place of this size, five times larger than the exact one, may be the one meant
TIMES_LARGER = 5
MOST_CANDIDATES = 20
LOWEST_LEVELS = {6: ["obec"], 5: ["pou"], 4: ["orp", "okres"], 3: ["kraj"], 2: ["kraj"]}


@dataclass(frozen=True)
class PlaceMatch:
    """One found area; `exact` when the text is its name, label, code or PSČ."""

    area: Area
    exact: bool
    reason: MatchReason


@dataclass(frozen=True)
class Resolution:
    """The area meant, or None with candidates to choose from; none at all when nothing resembles the text."""

    area: Area | None
    candidates: tuple[Area, ...] = ()
    reason: MatchReason | None = None

    @property
    def exact(self) -> bool:
        """True when the text is the name, label, code or the only PSČ of the area."""
        return self.area is not None and self.reason in SURE


class Found(NamedTuple):
    """Entries that answer the text equally well, why, and the words that did."""

    entries: list[Entry]
    reason: MatchReason
    reading: Reading | None = None


def find_places(text: str, *, limit: int = 8, region: str | None = None) -> list[PlaceMatch]:
    """Areas that the text may mean, best first; those in the kraj `region` (code) before equal ones elsewhere.

    The text is a name (any case, without diacritics, inflected, shortened, with typos), a label, a PSČ or a code
    („405 02“, „562335“, „orp-4202“, „kraj-60“). One query; two more after a new load of the territory.
    """
    index = place_index()
    found = _best(index, text[:LONGEST_TEXT])
    chosen = {entry.pk: found.reason for entry in _ordered(found, region)}
    others = _namesakes(index, found)
    if found.reason == MatchReason.NAME and found.reading:
        others += _ordered(Found(index.starting(found.reading), MatchReason.START), region)
    for entry in others:
        chosen.setdefault(entry.pk, MatchReason.START)
    shown = list(chosen.items())[: max(limit, 0)]
    return [PlaceMatch(index.areas[pk], reason in SURE, reason) for pk, reason in shown]


def resolve_place(text: str, region: str | None = None) -> Resolution:
    """The one area the text means; when more may be meant, none is chosen and up to 20 candidates are returned.

    Even an equal name in the kraj `region` is never chosen silently, it only comes first. Queries as `find_places`.
    """
    index = place_index()
    found = _best(index, text[:LONGEST_TEXT])
    meant = [*_ordered(found, region), *_namesakes(index, found)]
    areas = tuple(index.areas[pk] for pk in dict.fromkeys(entry.pk for entry in meant[:MOST_CANDIDATES]))
    if len(areas) == 1 and found.reason != MatchReason.NEAR_POSTAL_CODE:
        return Resolution(areas[0], areas, found.reason)
    return Resolution(None, areas, found.reason if areas else None)


def _best(index: PlaceIndex, text: str) -> Found:
    """The surest way in which the text means something."""
    return _by_code(index, text) or _by_name(index, text) or Found([], MatchReason.TYPO)


def _by_code(index: PlaceIndex, text: str) -> Found | None:
    """Entries of a code or a PSČ; a PSČ written with a name chooses among the obce of that name."""
    code = "".join(text.casefold().split())
    if match := CODE.fullmatch(code):
        entry = index.by_code.get((match[1], match[2]))
        return Found([entry], MatchReason.CODE) if entry else None
    if entry := index.by_code.get(("nuts", code)):
        return Found([entry], MatchReason.CODE)
    if DIGITS.fullmatch(code):
        return _by_digits(index, code)
    match = POSTAL_CODE.search(text)
    return _by_code_and_name(index, match[1] + match[2], POSTAL_CODE.sub(" ", text)) if match else None


def _by_code_and_name(index: PlaceIndex, code: str, rest: str) -> Found | None:
    """Entries of a PSČ and the text around it: the name, else the PSČ alone; both when they agree."""
    found = _by_name(index, rest)
    if not found:
        return _by_digits(index, code)
    inside = {entry.pk for entry in index.by_postal_code.get(code, [])}
    agreeing = [entry for entry in found.entries if entry.pk in inside]
    return found._replace(entries=agreeing) if agreeing else found


def _by_digits(index: PlaceIndex, code: str) -> Found | None:
    """Entries of a PSČ, else of a code of the level that has so many digits, else of PSČ that start alike."""
    if code in index.by_postal_code:
        return Found(index.by_postal_code[code], MatchReason.POSTAL_CODE)
    levels = LOWEST_LEVELS.get(len(code), [])
    entries = [index.by_code[level, code] for level in levels if (level, code) in index.by_code]
    if entries:
        return Found(entries, MatchReason.CODE)
    if len(code) not in (3, 5):
        return None
    near = [found for other, found in index.by_postal_code.items() if other.startswith(code[:3])]
    entries = list({entry.pk: entry for found in near for entry in found}.values())
    entries.sort(key=lambda entry: -entry.population)
    return Found(entries, MatchReason.NEAR_POSTAL_CODE) if entries else None


def _by_name(index: PlaceIndex, text: str) -> Found | None:
    """Entries by the first way that finds some; each way tries all readings of the text."""
    ways = list(readings(text))
    towns = [entry for piece in outer_pieces(text) for entry in _named(index, Reading(piece, Level.OBEC))]
    for search, reason in (
        (index.exact, MatchReason.NAME),
        (index.abbreviated, MatchReason.ABBREVIATION),
        (index.inflected, MatchReason.INFLECTION),
        (lambda reading: _together(_part(index, reading, numbered=True), towns), MatchReason.PART),
        (index.starting, MatchReason.START),
        (lambda reading: _similar(index, reading), MatchReason.TYPO),
        (lambda reading: _part(index, reading, numbered=False), MatchReason.PART),
    ):
        for reading in ways:
            if entries := search(reading):
                entries = _as_spelled(entries, text) if reason == MatchReason.NAME else entries
                return Found(entries, reason, reading)
    return None


def _as_spelled(entries: list[Entry], text: str) -> list[Entry]:
    """Who wrote diacritics meant them: „Lípa“ is not „Lipá“."""
    same = [] if text.isascii() else [entry for entry in entries if entry.spelling == spelled(text)]
    return same or entries


def _part(index: PlaceIndex, reading: Reading, *, numbered: bool) -> list[Entry]:
    """Obce whose name opens the text: „Praha 4“, „Děčín XXIII“; not only numbered: „Brno-střed“."""
    for length in range(len(reading.words) - 1, 0, -1):
        if numbered and not NUMERAL.fullmatch(reading.words[length]):
            continue
        if entries := _named(index, Reading(reading.words[:length], Level.OBEC)):
            return entries
    return []


def _named(index: PlaceIndex, reading: Reading) -> list[Entry]:
    """Entries of the name, also inflected."""
    return (index.exact(reading) or index.inflected(reading)) if reading.words else []


def _together(left: list[Entry], right: list[Entry]) -> list[Entry]:
    """Both lists without repetition: „Lípová 5, Děčín“ may be either."""
    return list({entry.pk: entry for entry in left + right}.values())


def _similar(index: PlaceIndex, reading: Reading) -> list[Entry]:
    """Entries with the fewest typos."""
    found = index.similar(reading)
    fewest = min((distance for distance, _entry in found), default=0)
    return [entry for distance, entry in found if distance == fewest]


def _namesakes(index: PlaceIndex, found: Found) -> list[Entry]:
    """Much larger places that people call so too: Roudnice (nad Labem), Ústí (nad Labem), (Kraj) Vysočina."""
    if found.reason not in (MatchReason.NAME, MatchReason.INFLECTION) or not found.reading:
        return []
    if any(entry.level != Level.OBEC for entry in found.entries):
        return []
    least = max(TOWN, TIMES_LARGER * max(entry.population for entry in found.entries))
    names = {entry.words for entry in found.entries}
    kraje = [entry for name in names for entry in index.exact(Reading(name, Level.KRAJ))]
    longer = index.starting(Reading((*found.reading.words, ""), Level.OBEC))
    known = {entry.pk for entry in found.entries}
    larger = [entry for entry in longer + kraje if entry.population >= least and entry.pk not in known]
    return sorted(larger, key=lambda entry: -entry.population)


def _ordered(found: Found, region: str | None) -> list[Entry]:
    """Entries of the region first, then by size; obce of a PSČ keep their order."""
    if found.reason in (MatchReason.POSTAL_CODE, MatchReason.CODE):
        return list(found.entries)
    return sorted(found.entries, key=lambda entry: (RANK[entry.level], entry.kraj != region, -entry.population))


def area_names(keys: Iterable[str]) -> dict[str, str]:
    """Names of the areas of the keys („obec-562335“ → „Děčín“), those that exist; one query as `find_places`."""
    index = place_index()
    entries = {key: index.by_code.get(_level_and_code(key)) for key in keys}
    return {key: index.areas[entry.pk].name for key, entry in entries.items() if entry}


def area_labels(wanted: Iterable[tuple[str, str]], index: PlaceIndex | None = None) -> dict[tuple[str, str], str]:
    """Labels of areas by level and code, those that exist; one query as `find_places`, none with an index at hand."""
    index = index or place_index()
    entries = {(level, code): index.by_code.get((level, code.casefold())) for level, code in wanted if code}
    return {key: index.areas[entry.pk].label for key, entry in entries.items() if entry}


def _level_and_code(key: str) -> tuple[str, str]:
    level, _dash, code = key.partition("-")
    return level, code.casefold()
