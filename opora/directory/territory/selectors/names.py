"""What people write when they mean a place: words, Czech endings, prepositions and names of levels. Pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opora.directory.territory.models import Area
from opora.foundation.core.text import words

Level = Area.Level
Words = tuple[str, ...]
LONGEST_TEXT = 200
PREPOSITIONS = {"v", "ve", "na", "z", "ze", "do", "u", "pro", "kolem", "okoli", "blizko", "pobliz"}
LEVEL_WORDS = {
    **dict.fromkeys(("okres", "okrese", "okresu", "okr"), Level.OKRES),
    **dict.fromkeys(("orp", "spravni", "obvod", "so"), Level.ORP),
    **dict.fromkeys(("kraj", "kraji", "kraje"), Level.KRAJ),
    **dict.fromkeys(("obec", "obci", "obce", "mesto", "meste", "mesta", "mestys", "mestysi"), Level.OBEC),
    "pou": Level.POU,
}
ENDING = re.compile(r"(?<=\w\w)(?:eho|emu|ich|ych|ech|ach|ovi|ami|imi|ymi|em|im|ym|um|am|ou|a|e|i|o|u|y)$")
MOVABLE_E = re.compile(r"(?<=\w\w)e([cknlr])$")  # Liberec – v Liberci, Plzeň – v Plzni
HARDENING = {"ce": "k", "ze": "h"}  # v Krupce – Krupka, v Praze – Praha
IRREGULAR = {"dvur": "dvor"}
BREAK = re.compile(r"[,(;]")
POSTAL_CODE = re.compile(r"(?<!\d)(\d{3})\s?(\d{2})(?!\d)", re.ASCII)
NUMERAL = re.compile(r"\d+|[ivx]+")


@dataclass(frozen=True)
class Reading:
    """One way to read the text: words of the name, its level when said, words that tell equal names apart."""

    words: Words
    level: Level | None = None
    hint: Words = ()


def stem(word: str) -> str:
    """What stays of a folded word in its cases: „děčín“, „děčíně“ → „decin“; „liberec“, „liberci“ → „liberc“."""
    word = ENDING.sub("", IRREGULAR.get(word, word))
    word = re.sub(r"uv$", "ov", word)  # Havlíčkův – v Havlíčkově
    return MOVABLE_E.sub(r"\1", word)


def stems(name: Words) -> Words:
    """Stems of all words."""
    return tuple(stem(word) for word in name)


def hard_stems(name: Words) -> Words:
    """Stems with the consonant that the ending -e softened: „praze“ → „prah“, „krupce“ → „krupk“."""
    return tuple(
        word[:-2] + HARDENING[word[-2:]] if word[-2:] in HARDENING and len(word) > 3 else stem(word) for word in name
    )


def readings(text: str) -> Iterator[Reading]:
    """Ways to read the text, from the literal one on; nothing for a text without words."""
    parts = [tuple(words(part)) for part in BREAK.split(text, maxsplit=1)]
    whole = sum(parts, ())
    if not whole:
        return
    bases = [whole]
    rest = whole
    while len(rest) > 1 and rest[0] in PREPOSITIONS:  # „v okolí Děčína“
        rest = rest[1:]
        bases.append(rest)
    yield from map(Reading, bases)
    for base in bases:
        yield from _with_level(base)
    if len(parts) == 2 and parts[0] and parts[1]:
        yield Reading(parts[0], hint=_without_level_words(parts[1]))


def outer_pieces(text: str) -> list[Words]:
    """Words before the first and after the last comma, where addresses have the town; nothing without a comma."""
    pieces = BREAK.split(text)
    return [tuple(words(piece)) for piece in (pieces[0], pieces[-1])] if len(pieces) > 1 else []


def _with_level(base: Words) -> Iterator[Reading]:
    """Readings in which some word names a level: „okres Děčín“, „v Ústeckém kraji“, „Vilémov okres Děčín“."""
    rest = base
    level = None
    while len(rest) > 1 and rest[0] in LEVEL_WORDS:
        level, rest = LEVEL_WORDS[rest[0]], rest[1:]
    if level:
        yield Reading(rest, level)
    if len(base) > 1 and base[-1] in LEVEL_WORDS:
        yield Reading(base[:-1], LEVEL_WORDS[base[-1]])
    for place, word in enumerate(base[1:-1], start=1):
        if word in LEVEL_WORDS and base[place - 1] not in PREPOSITIONS:
            yield Reading(base[:place], hint=_without_level_words(base[place:]))
            return


def _without_level_words(some: Words) -> Words:
    return tuple(word for word in some if word not in LEVEL_WORDS)
