"""Reach said in the refining texts of the register: areas and circles with the sentence that names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from opora.directory.catalog.selectors.reach_forms import word_forms
from opora.directory.catalog.selectors.reach_gazetteer import Gazetteer, Place, fold_word, gazetteer
from opora.directory.catalog.selectors.reach_mentions import SentenceReader
from opora.directory.catalog.selectors.reach_resolve import resolve
from opora.directory.catalog.selectors.reach_scope import Mention
from opora.directory.catalog.selectors.reach_sentences import current_sentences
from opora.directory.catalog.selectors.reach_words import CONJUNCTION, NARROWING, WHOLE_STATE, WIDENING, Role
from opora.directory.territory.models import Area
from opora.foundation.core.text import fold

Level = Area.Level
LONGEST_SENTENCE = 1_000
FOR_HIDDEN = (Level.OKRES, Level.KRAJ, Level.COUNTRY)
WIDE = (Level.KRAJ, Level.OKRES, Level.ORP, Level.POU)
# a text without any of these names no territory; most texts end here
HINT = re.compile(
    r"(?i:okr\.|okres|\borp\b|obc[eií]|obec|m[ěe]st|kraj|územ|oblast|lokalit|\bkm\b|kilometr|republi|\bčr\b|region|vysočin|občan|obyvatel|prah|praz|dojížd)"
    r"|\b[vVzZ]e? [A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]|\b[nN]a [A-ZČŠŽ]|okol[ií]|\bpro [A-ZČŠŽ]|POÚ|:\s*[-–•\d]*[.)]?\s*[A-ZČŘŠŽÚ]"
)
AFTER_CIRCLE = re.compile(r"\bkm (?:v|ve|na uzemi)$")
CAPITAL = re.compile(r"[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]\w|celostátn|celorepubl|republi")


@dataclass(frozen=True, slots=True)
class TextReach:
    """An area, or a circle of `radius_km` around an obec, with the sentence that names it."""

    level: str
    code: str
    radius_km: int
    sentence: str

    @property
    def key(self) -> str:
        return f"okruh-{self.code}-{self.radius_km}" if self.radius_km else f"{self.level}-{self.code}"


class ReachReader:
    """Reads texts of one territory; the same text of the same kraj is read once."""

    def __init__(self, on: date, names: Gazetteer | None = None) -> None:
        self.on, self._names = on, names
        self._known: dict[tuple[str, str, frozenset[str]], tuple[TextReach, ...]] = {}

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Names of the territory, those of the database unless given; made only when a text needs them."""
        return self._names or gazetteer()

    @cached_property
    def kraje(self) -> dict[str, Place]:
        return _kraj_adjectives(self.gazetteer)

    def read(self, texts: Iterable[str], kraj: str, near: frozenset[str] = frozenset()) -> tuple[TextReach, ...]:
        """What the texts of one service say of its reach, each area once.

        `kraj` is the code of the service's kraj, `near` keys of ORP and okresy of its facilities.
        """
        found: dict[str, TextReach] = {}
        for text in dict.fromkeys(texts):
            for reach in self._read_text(text, kraj, near):
                found.setdefault(reach.key, reach)
        return tuple(found.values())

    def _read_text(self, text: str, kraj: str, near: frozenset[str]) -> tuple[TextReach, ...]:
        if not HINT.search(text) or not CAPITAL.search(text):
            return ()
        key = (text, kraj, near)
        if key not in self._known:
            self._known[key] = tuple(self._reaches(*key))
        return self._known[key]

    def _reaches(self, text: str, kraj: str, near: frozenset[str]) -> list[TextReach]:
        read: list[tuple[str, list[Mention]]] = []
        for sentence in current_sentences(text, self.on):
            mentions = SentenceReader(sentence.text, self.gazetteer, self.kraje).read()
            if WHOLE_STATE.search(fold(sentence.text)):
                mentions.append(Mention(0, 0, [], Role.KRAJ, True, True, given=self.gazetteer.by_key.get("stat-CZ")))
            read.append((sentence.text, mentions))
        resolve([mention for _sentence, mentions in read for mention in mentions], kraj, self.gazetteer, near)
        return [
            TextReach(place.level, place.code, radius, _quoted(sentence))
            for sentence, mentions in read
            for place, radius in self._areas(sentence, mentions)
        ]

    def _areas(self, sentence: str, mentions: list[Mention]) -> list[tuple[Place, int]]:
        """Places with radii that the sentence means: circles get their middles, wider areas that only say where go."""
        kept = self._without_qualifiers(sentence, [item for item in mentions if item.place or item.start == -1])
        found: list[tuple[Place, int]] = []
        for mention in kept:
            if mention.start >= 0 or mention.place:
                found.append((mention.place, mention.radius))  # type: ignore[arg-type]
                continue
            middles = [place for place, radius in found if place.level == Level.OBEC and not radius]
            middles = middles or [item.place for item in kept if item.place and item.place.level == Level.OBEC]
            found += [(place, mention.radius) for place in middles]
        return found

    def _without_qualifiers(self, sentence: str, mentions: list[Mention]) -> list[Mention]:
        """Leave out wide areas that only say where the named obce lie, and obce that only list a whole ORP."""
        dropped: set[int] = set()
        for index, (mention, after) in enumerate(pairwise(mentions)):
            between = sentence[mention.end : after.start]
            if mention.start == -1:
                if after.place and after.place.level in WIDE and AFTER_CIRCLE.search(fold(sentence[: after.start])):
                    dropped.add(id(after))
            elif mention.place and after.place and between:
                if _only_says_where(mention, after, between):
                    dropped.add(id(after))
                elif _holds(mention.place, after.place) and _introduces_list(between):
                    dropped |= self._of_list(mention, mentions[index + 1 :], sentence)
        return [mention for mention in mentions if id(mention) not in dropped]

    def _of_list(self, wide: Mention, rest: list[Mention], sentence: str) -> set[int]:
        """What to leave out of „ORP X (A, B, C)“: the obce where they are all of the ORP, else the ORP."""
        end = len(sentence)
        if "(" in sentence[wide.end : rest[0].start]:
            closing = sentence.find(")", rest[0].end)
            end = closing if closing >= 0 else end
        listed = [item for item in rest if item.place and item.start < end and item.place.lies_in(wide.place)]  # type: ignore[arg-type]
        everything = self.gazetteer.obce_of.get(wide.place.key, set())  # type: ignore[union-attr]
        if everything and everything <= {item.place.key for item in listed if item.place}:
            return {id(item) for item in listed}
        return {id(wide)}


def suggested(
    reader: ReachReader, texts: Iterable[str], places: Iterable[str], reaches: Iterable[str], *, hidden: bool
) -> list[list]:
    """What texts of one service say beside the register: [level, code, radius in km, sentence]; plain JSON.

    `places` and `reaches` are keys of its search row; the places tell namesakes apart. Of a hidden
    service only okres and wider is let out.
    """
    said = set(reaches)
    near = frozenset(key for key in places if key.startswith(("orp-", "okres-")))
    kraj = next((key.removeprefix("kraj-") for key in (*places, *said) if key.startswith("kraj-")), "")
    return [
        [reach.level, reach.code, reach.radius_km, reach.sentence]
        for reach in reader.read((text for text in texts if text), kraj, near)
        if reach.key not in said and not (hidden and (reach.radius_km or reach.level not in FOR_HIDDEN))
    ]


def _only_says_where(mention: Mention, after: Mention, between: str) -> bool:
    """True for the okres in „Vilémov (okres Děčín)“, „v obci Vilémov v okrese Děčín“."""
    if after.place is None or mention.place is None or after.place.level not in WIDE or after.radius:
        return False
    if after.place.level == mention.place.level or not mention.place.lies_in(after.place):
        return False
    folded = fold(between)
    if re.fullmatch(r"[\s(,–-]*(?:(?:v|ve|na uzemi)\s+)?(?:okr\.?|okres|okrese|orp|kraj|kraji)?\s*", folded):
        return "," not in between or "okres" in folded.split() or "okr." in folded
    return False


def _holds(wide: Place, place: Place) -> bool:
    return wide.level in WIDE and wide.level != place.level and place.lies_in(wide)


def _introduces_list(between: str) -> bool:
    """True between „okres Děčín“ and the obce that narrow it: „(“, „:“, „a to“, „v obcích“."""
    folded = fold(between)
    if WIDENING.search(folded):
        return False
    if re.match(r"\s*[-–]\s", between):
        return True
    return bool(NARROWING.search(folded) or (not CONJUNCTION.search(folded) and re.search(r"\b(obc|mest)", folded)))


def _quoted(sentence: str) -> str:
    text = " ".join(sentence.split())
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]}…"


def _kraj_adjectives(gazetteer: Gazetteer) -> dict[str, Place]:
    """Folded forms of „Ústecký“, „Vysočina“ → kraj; a genitive plural of inhabitants never looks so."""
    found: dict[str, Place] = {}
    for place in gazetteer.by_key.values():
        if place.level == Level.KRAJ:
            word = next((word for word in place.name.split() if word.lower() != "kraj"), "")
            found |= {fold_word(form): place for form in word_forms(word.lower())} if word != "Hlavní" else {}
    return found
