"""Names of all areas of the state in their Czech cases, ready to be found in a text; kept per version of territory."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from opora.directory.catalog.selectors.reach_forms import PREPOSITIONS, word_forms
from opora.directory.territory.models import Area
from opora.directory.territory.selectors.index import VERSION
from opora.foundation.core.text import LONGEST_WORD, fold, similar

Level = Area.Level
WORD = re.compile(r"[^\W\d_]+|\d+")
TOWNS = {Area.Status.CAPITAL, Area.Status.STATUTORY_CITY, Area.Status.TOWN}
LONGEST_ABBREVIATION = 5
SHORTEST_MISSPELLED = 6
fold_word = lru_cache(maxsize=65_536)(fold)


@dataclass(frozen=True, slots=True)
class Place:
    """An area as the reader of texts needs it; codes of units above it are empty where it has none."""

    level: str
    code: str
    name: str
    kraj: str
    okres: str
    orp: str
    pou: str
    latitude: float | None
    longitude: float | None
    town: bool  # by its status
    seat: bool  # an office of a POÚ or an ORP is in it

    @property
    def key(self) -> str:
        return f"{self.level}-{self.code}"

    def lies_in(self, other: Place) -> bool:
        """True for the area itself and for areas under it; everything lies in the state."""
        own = {"kraj": self.kraj, "okres": self.okres, "orp": self.orp, "pou": self.pou, self.level: self.code}
        return other.level == Level.COUNTRY or own.get(other.level) == other.code


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number of a text: as written, folded, where it stands and what separates it from the one before."""

    raw: str
    folded: str
    start: int
    end: int
    gap: str
    dotted: bool  # a full stop or a slash follows at once: „n. L.“, „n/L“

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


def tokenize(text: str) -> list[Token]:
    """Words and numbers of the text in their order."""
    found, end = [], 0
    for match in WORD.finditer(text):
        after = text[match.end() : match.end() + 1]
        raw = match[0]
        found.append(
            Token(raw, fold_word(raw), match.start(), match.end(), text[end : match.start()], after in {".", "/"})
        )
        end = match.end()
    return found


@dataclass(slots=True)
class Name:
    """One way to call places: its words in lower case, the places by level; short ones leave out „nad Labem“."""

    words: tuple[str, ...]
    short: bool = False
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def fits(self, tokens: Sequence[Token], start: int) -> bool:
        """True when the tokens from `start` on read as the name in some case; the first word is already known to."""
        if start + len(self.words) > len(tokens):
            return False
        for word, token in zip(self.words[1:], tokens[start + 1 : start + len(self.words)], strict=True):
            if not _joined(token.gap) or not _fits(word, token):
                return False
        return True

    def is_exact(self, tokens: Sequence[Token], start: int) -> bool:
        """True when diacritics agree, too."""
        pairs = zip(self.words, tokens[start : start + len(self.words)], strict=True)
        return all(token.raw.lower() in word_forms(word) or token.dotted for word, token in pairs)


@lru_cache(maxsize=16_384)
def folded_forms(word: str) -> frozenset[str]:
    """Forms of a word without diacritics."""
    return frozenset(map(fold_word, word_forms(word)))


def _fits(word: str, token: Token) -> bool:
    if token.folded in folded_forms(word):
        return True
    short = len(token.folded) <= LONGEST_ABBREVIATION and (token.dotted or len(token.folded) == 1)
    return short and len(token.folded) < len(word) and fold_word(word).startswith(token.folded)


def _joined(gap: str) -> bool:
    """True where two words may be of one name."""
    return not gap.strip(" \t\u00a0\n.-–/")


class Gazetteer:
    """All areas under all forms of their names. Built once for a version of the territory, then only read."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_first: dict[str, list[Name]] = defaultdict(list)
        self.by_second: dict[str, list[Name]] = defaultdict(list)  # for „Č. Lípa“
        self.by_key: dict[str, Place] = {}
        self._seats: dict[str, Name] = {}
        self.obce_of: dict[str, set[str]] = defaultdict(set)  # key of an ORP or POÚ → keys of its obce
        names: dict[tuple[tuple[str, ...], bool], Name] = {}
        for place in places:
            self._add(place, names)

    def _add(self, place: Place, names: dict[tuple[tuple[str, ...], bool], Name]) -> None:
        self.by_key[place.key] = place
        if place.level == Level.OBEC:
            self.obce_of[f"orp-{place.orp}"].add(place.key)
            self.obce_of[f"pou-{place.pou}"].add(place.key)
        if place.level in (Level.KRAJ, Level.COUNTRY):
            return
        whole = tuple(word.lower() for word in WORD.findall(place.name))
        short_names = _short(place.name) if place.town or place.level != Level.OBEC else set()
        for words, short in ((whole, False), *((words, True) for words in sorted(short_names))):
            name = names.get((words, short))
            if name is None:
                name = names[words, short] = Name(words, short)
                for form in folded_forms(words[0]):
                    self.by_first[form].append(name)
                if len(words) > 1 and words[1] not in PREPOSITIONS:
                    for form in folded_forms(words[1]):
                        self.by_second[form].append(name)
            name.places[place.level].append(place)

    def names_at(self, tokens: Sequence[Token], start: int) -> tuple[int, list[Name]]:
        """The longest names that begin at the token, with the number of their words; right diacritics win."""
        token = tokens[start]
        if not token.capital:
            return 0, []
        found = []
        if token.dotted and len(token.folded) <= 3 and start + 1 < len(tokens):
            after = tokens[start + 1]
            found = [
                name
                for name in self.by_second.get(after.folded, ())
                if fold_word(name.words[0]).startswith(token.folded) and name.fits(tokens, start)
            ]
        found = found or [name for name in self.by_first.get(token.folded, ()) if name.fits(tokens, start)]
        longest = max((len(name.words) for name in found), default=0)
        found = [name for name in found if len(name.words) == longest]
        exact = [name for name in found if name.is_exact(tokens, start)]
        return longest, exact or found

    def misspelled(self, token: Token) -> list[Name]:
        """The only town with an office whose name differs by one typing error: „města Varnsdrof“."""
        if len(token.folded) < SHORTEST_MISSPELLED:
            return []
        if not self._seats:
            self._seats = {
                form: name
                for form, names in self.by_first.items()
                for name in names
                if len(name.words) == 1
                and not name.short
                and any(place.seat for place in name.places.get(Level.OBEC, ()))
            }
        found = similar(token.folded, list(self._seats), two_from=LONGEST_WORD, most=3)
        names = {self._seats[key].words: self._seats[key] for key, _errors, _place in found}
        return list(names.values()) if len(names) == 1 else []


def _short(name: str) -> set[tuple[str, ...]]:
    """„roudnice“ of „Roudnice nad Labem“, „brandýs nad labem“ of „Brandýs nad Labem-Stará Boleslav“."""
    words = tuple(word.lower() for word in WORD.findall(name))
    place = next((index for index, word in enumerate(words) if word in PREPOSITIONS and index), 0)
    found = {words[:place]} if place else set()
    first, hyphen, _rest = name.partition("-")
    return found | ({tuple(word.lower() for word in WORD.findall(first))} if hyphen and place else set())


_built: tuple[object, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """Names of the territory as it is now; one query when nothing was loaded since the last call."""
    global _built
    version = next(iter(VERSION.rows()), None)
    built = _built
    if built is None or version is None or built[0] != version:
        built = _built = (version, Gazetteer(places(_rows())))
    return built[1]


def _rows() -> Iterable[tuple]:
    return Area.objects.order_by("pk").values_list(
        "level",
        "code",
        "name",
        "kraj__code",
        "okres__code",
        "orp__code",
        "pou__code",
        "latitude",
        "longitude",
        "status",
    )


def places(rows: Iterable[tuple]) -> list[Place]:
    """Places of rows (level, code, name, codes of kraj, okres, ORP and POÚ, latitude, longitude, status)."""
    found = list(rows)
    seats = {(row[0], row[1]): row[2] for row in found if row[0] in (Level.ORP, Level.POU)}
    return [
        Place(level, code, name, kraj or "", okres or "", orp or "", pou or "", lat, lon, status in TOWNS,
              seat=name in (seats.get((Level.POU, pou)), seats.get((Level.ORP, orp))))
        for level, code, name, kraj, okres, orp, pou, lat, lon, status in found
    ]  # fmt: skip
