"""Names of all places in the memory of the process, never older than the last load of the territory."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

from opora.directory.territory.models import Area, PostalCode, TerritoryLoad
from opora.directory.territory.selectors.names import Level, Reading, Words, hard_stems, stems
from opora.foundation.core.text import words

RANK = {Level.OBEC: 0, Level.ORP: 1, Level.OKRES: 2, Level.KRAJ: 3, Level.COUNTRY: 4, Level.POU: 5}
OTHER_NAMES = {
    (Level.COUNTRY, "CZ"): ["ceska republika", "cr", "cela cr", "cela republika", "cele cesko"],
    (Level.KRAJ, "19"): ["praha", "hl m praha"],
}
SHORTEST_START = 2  # letters; Aš and Eš are the shortest names
PARENT_NAMES = ("kraj__name", "okres__name", "orp__name", "pou__name")
FIELDS = ("pk", "level", "code", "nuts_code", "name", "label", "population", "kraj__code", *PARENT_NAMES)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search needs to know of an area."""

    pk: int
    level: Level
    spelling: str  # name in lower case with diacritics
    words: Words
    population: int
    kraj: str  # code
    around: frozenset[str]  # words of names of the kraj, okres, ORP and POÚ


class PlaceIndex:
    """Entries by their names, codes and PSČ. Built once for a version of the territory, then only read."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Entry]] = defaultdict(list)
        self.by_code: dict[tuple[str, str], Entry] = {}
        self.by_stems: dict[Words, list[Entry]] = defaultdict(list)
        self.by_shape: dict[tuple[int, str], list[Entry]] = defaultdict(list)
        entries = {row["pk"]: self._add(row) for row in Area.objects.order_by("pk").values(*FIELDS)}
        self.keys = sorted(self.by_key)
        self.by_postal_code: dict[str, list[Entry]] = defaultdict(list)
        codes = PostalCode.objects.order_by("code").values_list("code", "area_id", "places")
        for code, pk, _places in sorted(codes, key=lambda row: (row[2] == 0, -entries[row[1]].population)):
            self.by_postal_code[code].append(entries[pk])

    def _add(self, row: dict[str, Any]) -> Entry:
        """Put one area under all its names and codes."""
        level = Level(row["level"])
        own = name_words(row["name"])
        entry = Entry(
            pk=row["pk"],
            level=level,
            spelling=spelled(row["name"]),
            words=own,
            population=row["population"] or 0,
            kraj=row["kraj__code"] or "",
            around=frozenset(word for name in PARENT_NAMES for word in name_words(row[name] or "")),
        )
        names = {" ".join(own), " ".join(words(row["name"])), " ".join(words(row["label"]))}
        for key in names.union(OTHER_NAMES.get((level, row["code"]), [])):
            self.by_key[key].append(entry)
        self.by_code[level.value, row["code"].casefold()] = entry
        if level in (Level.KRAJ, Level.OKRES):
            self.by_code["nuts", row["nuts_code"].casefold()] = entry
        self.by_stems[stems(own)].append(entry)
        self.by_shape[len(own), own[0][0]].append(entry)
        return entry

    def exact(self, reading: Reading) -> list[Entry]:
        """Entries called exactly so."""
        return fitting(self.by_key.get(" ".join(reading.words), []), reading)

    def abbreviated(self, reading: Reading) -> list[Entry]:
        """Entries whose every word starts as written: „Ústí n. L.“, „K. Vary“."""
        wanted = reading.words
        if len(wanted) < 2:
            return []
        found = self.by_shape.get((len(wanted), wanted[0][0]), [])
        same = (
            entry
            for entry in found
            if all(word.startswith(start) for start, word in zip(wanted, entry.words, strict=True))
        )
        return fitting(same, reading)

    def inflected(self, reading: Reading) -> list[Entry]:
        """Entries whose words differ by their Czech endings only."""
        ways = (stems(reading.words), hard_stems(reading.words))
        return next((found for way in ways if (found := fitting(self.by_stems.get(way, []), reading))), [])

    def starting(self, reading: Reading) -> list[Entry]:
        """Entries whose name starts so; for the same name the most particular level only."""
        start = " ".join(reading.words)
        found: dict[int, Entry] = {}
        if len(start) < SHORTEST_START:
            return []
        for key in self.keys[bisect_left(self.keys, start) :]:
            if not key.startswith(start):
                break
            found |= {entry.pk: entry for entry in fitting(self.by_key[key], reading)}
        return list(found.values())

    def similar(self, reading: Reading) -> list[tuple[int, Entry]]:
        """Pairs (number of typos, entry): one typo in names of four letters, two in names of eight."""
        text = " ".join(reading.words)
        limit = 0 if len(text) < 4 else 1 if len(text) < 8 else 2
        if not limit:
            return []
        close = process.extract(text, self.keys, scorer=OSA.distance, score_cutoff=limit, limit=20)
        found: dict[int, tuple[int, Entry]] = {}
        for key, distance, _place in close:
            for entry in fitting(self.by_key[key], reading):
                found.setdefault(entry.pk, (int(distance), entry))
        return list(found.values())


def fitting(entries: Iterable[Entry], reading: Reading) -> list[Entry]:
    """Entries of the wanted level and surroundings; without a wanted level the most particular one present."""
    kept = [entry for entry in entries if reading.level in (None, entry.level)]
    if reading.hint:
        kept = [entry for entry in kept if set(reading.hint) <= entry.around]
    best = min((RANK[entry.level] for entry in kept), default=0)
    return [entry for entry in kept if RANK[entry.level] == best]


def name_words(name: str) -> Words:
    """Folded words of a name; the word „kraj“ is left out: „Ústecký kraj“ and „Kraj Vysočina“ are asked for by both."""
    return tuple(word for word in words(name) if word != "kraj")


def spelled(text: str) -> str:
    """The text in lower case with diacritics and single spaces, to tell „Lípa“ from „Lipá“."""
    return " ".join(text.casefold().split())


_built: tuple[UUID, PlaceIndex] | None = None


def place_index() -> PlaceIndex:
    """The index of the territory as it is now; one query when nothing was loaded since the last call."""
    global _built
    version = TerritoryLoad.objects.order_by("-pk").values_list("token", flat=True).first()
    if version is None:
        return PlaceIndex()  # nothing says how old it is, so nothing is kept
    built = _built
    if built is None or built[0] != version:
        built = _built = (version, PlaceIndex())
    return built[1]
