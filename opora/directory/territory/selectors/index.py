"""Names of all places in the memory of the process, never older than the last load of the territory."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from opora.directory.territory.models import Area, PostalCode, TerritoryLoad
from opora.directory.territory.selectors.names import Level, Reading, Words, hard_stems, stems
from opora.foundation.core.queries import FixedQuery
from opora.foundation.core.text import similar, words

RANK = {Level.OBEC: 0, Level.ORP: 1, Level.OKRES: 2, Level.KRAJ: 3, Level.COUNTRY: 4, Level.POU: 5}
OTHER_NAMES = {
    (Level.COUNTRY, "CZ"): ["ceska republika", "cr", "cela cr", "cela republika", "cele cesko"],
    (Level.KRAJ, "19"): ["praha", "hl m praha"],
}
SHORTEST_START = 2  # letters; Aš and Eš are the shortest names
PARENTS = ("kraj", "okres", "orp", "pou")
FIELDS = ("level", "code", "nuts_code", "name", "label", "population", "latitude", "longitude", *PARENTS)


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
    """Areas by their names, codes and PSČ. Built once for a version of the territory, then only read."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Entry]] = defaultdict(list)
        self.by_code: dict[tuple[str, str], Entry] = {}
        self.by_stems: dict[Words, list[Entry]] = defaultdict(list)
        self.by_shape: dict[tuple[int, str], list[Entry]] = defaultdict(list)
        self.areas = _areas()
        entries = {area.pk: self._add(area) for area in self.areas.values()}
        self.keys = sorted(self.by_key)
        self.by_postal_code: dict[str, list[Entry]] = defaultdict(list)
        codes = PostalCode.objects.order_by("code").values_list("code", "area_id", "places")
        for code, pk, _places in sorted(codes, key=lambda row: (row[2] == 0, -entries[row[1]].population)):
            self.by_postal_code[code].append(entries[pk])

    def _add(self, area: Area) -> Entry:
        """Put one area under all its names and codes."""
        level = Level(area.level)
        own = name_words(area.name)
        entry = Entry(
            pk=area.pk,
            level=level,
            spelling=spelled(area.name),
            words=own,
            population=area.population or 0,
            kraj=area.kraj.code if area.kraj else "",
            around=frozenset(word for parent in _parents(area) for word in name_words(parent.name)),
        )
        names = {" ".join(own), " ".join(words(area.name)), " ".join(words(area.label))}
        for key in names.union(OTHER_NAMES.get((level, area.code), [])):
            self.by_key[key].append(entry)
        self.by_code[level.value, area.code.casefold()] = entry
        if level in (Level.KRAJ, Level.OKRES):
            self.by_code["nuts", area.nuts_code.casefold()] = entry
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
        found: dict[int, tuple[int, Entry]] = {}
        for key, distance, _place in similar(" ".join(reading.words), self.keys, two_from=8, most=20):
            for entry in fitting(self.by_key[key], reading):
                found.setdefault(entry.pk, (distance, entry))
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


def _areas() -> dict[int, Area]:
    """All areas with their parents; shared by all requests, so nobody may change them."""
    areas = {area.pk: area for area in Area.objects.only(*FIELDS).order_by("pk")}
    for area in areas.values():
        for level in PARENTS:
            setattr(area, level, areas.get(getattr(area, f"{level}_id")))
    return areas


def _parents(area: Area) -> list[Area]:
    return [parent for level in PARENTS if (parent := getattr(area, level))]


VERSION = FixedQuery(lambda: TerritoryLoad.objects.order_by("-pk").values_list("token")[:1])
_built: tuple[tuple, PlaceIndex] | None = None


def place_index() -> PlaceIndex:
    """The index of the territory as it is now; one query when nothing was loaded since the last call."""
    global _built
    version = next(iter(VERSION.rows()), None)
    if version is None:
        return PlaceIndex()  # nothing says how old it is, so nothing is kept
    built = _built
    if built is None or built[0] != version:
        built = _built = (version, PlaceIndex())
    return built[1]
