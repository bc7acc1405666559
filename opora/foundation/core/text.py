"""One normalisation of Czech words and of addresses, shared by search, place names, accounts and matching."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import czech_sort
from rapidfuzz import process
from rapidfuzz.distance import OSA

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
COMBINING = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
WORD = re.compile(r"[0-9a-z]+")
RAW_WORD = re.compile(r"[^\W_]+")
PLAIN_WORDS = re.compile(r"[\w.,:/()„“\"&–-]+( [\w.,:/()„“\"&–-]+)*")  # words that make the key each by itself
SHORT_WORDS = re.compile(r"(?<!\w)([KkSsVvZzOoUuAaIi]) +(?=\S)")
LONGEST_WORD = 40
SHORTEST_WITH_TYPO = 4  # letters; shorter words have too many neighbours
# endings of Czech nouns and adjectives after folding, longest first; what is left keeps at least four letters
ENDINGS = re.compile(
    r"(?<=\w{4})(ovskeho|eho|emu|ymi|imi|ych|ich|ama|emi|ami|ove|ovi|atum|ata|eti|ech|ach|ich|ou|em|im|ym|um|am|om|es"
    r"|a|e|i|o|u|y)$"
)


def fold(text: str) -> str:
    """Lower case without diacritics, control characters and repeated spaces: „Ústí  nad Labem“ → „usti nad labem“."""
    lowered = text.casefold()
    folded = lowered if lowered.isascii() else COMBINING.sub("", unicodedata.normalize("NFKD", lowered))
    return " ".join((folded if folded.isprintable() else CONTROL.sub(" ", folded)).split())


def tie_short_words(text: str) -> str:
    """One-letter words (k, s, v, z, o, u, a, i) tied to the next one, so that no line ends with them."""
    return SHORT_WORDS.sub("\\1\N{NO-BREAK SPACE}", SHORT_WORDS.sub("\\1\N{NO-BREAK SPACE}", text))


def plain_email(email: str) -> str:
    """The address as it is stored and compared: „ｏpora“ and „Opora“ lead to the same box as „opora“."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def words(text: str) -> list[str]:
    """Folded words in their order; words over 40 characters are cut."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text))]


def raw_words(text: str) -> list[str]:
    """Words as people wrote them, diacritics kept (a lemma needs them); words over 40 characters are cut."""
    return [word[:LONGEST_WORD] for word in RAW_WORD.findall(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=65_536)
def search_forms(word: str) -> frozenset[str]:
    """Forms under which one word is indexed and asked for: folded form, lemma, stem and form without its ending.

    Takes the word as written (with diacritics when known); returns folded forms. Their union joins what each
    of them alone would miss: „rodinám“, „rodina“ and „rodin“ meet in „rodin“.
    """
    import simplemma
    import snowballstemmer

    stemmer = snowballstemmer.stemmer("czech")  # its own for each call: it keeps the word in itself, threads would mix
    lowered = word.casefold()
    folded = fold(word)
    lemma = simplemma.lemmatize(lowered, lang="cs")
    forms = {folded, fold(stemmer.stemWord(lowered))}
    if lemma != "být":  # „je“ and „jsem“ would be found as a flat („byt“)
        forms.add(fold(lemma))
    forms |= {ENDINGS.sub("", form) for form in tuple(forms)}
    return frozenset(form[:LONGEST_WORD] for form in forms if WORD.fullmatch(form))


def czech_key(text: str) -> str:
    """Sort key that orders as Czech does (ch after h, č after c), to be stored in a column.

    Three hexadecimal digits a letter at most (for Latin ones), so that the key fits an index and every
    collation of a database orders it alike.
    """
    keys = [_key_parts(word) for word in (text.split(" ") if PLAIN_WORDS.fullmatch(text) else [text])]
    marks = "0".join(marks for _letters, marks in keys)
    return f"{_weight(0, 0).join(letters for letters, _marks in keys)}00{marks.rstrip('0')}"


@lru_cache(maxsize=8192)
def _key_parts(word: str) -> tuple[str, str]:
    """Weights of letters and of diacritics of one word; names of thousands of services are made of few words."""
    alphabet, diacritics, *_ = czech_sort.key(word)
    letters = "".join(_weight(*item[:2]) for item in alphabet)
    return letters, "".join(f"{mark[1][0] + 1:x}" if mark else "0" for mark in diacritics)


def _weight(group: int, value) -> str:
    """Weight of one letter, digit or space; „cx“ stands for č and „hx“ for ch."""
    if group == 0:
        return "10"
    if group == 2:
        return f"{0x20 + min(value // 100, 15):02x}"
    if "a" <= value[0] <= "z":
        return f"{0x30 + 2 * (ord(value[0]) - ord('a')) + len(value) - 1:02x}"
    return f"ff{ord(value[0]):06x}"


def similar(text: str, keys: Sequence[str], *, two_from: int, most: int) -> list[tuple[str, int, int]]:
    """At most `most` of the folded keys nearest to the folded text: (key, number of typing errors, its place).

    One error is allowed from four letters, two from `two_from`; swapped neighbours are one.
    """
    limit = 0 if len(text) < SHORTEST_WITH_TYPO else 1 if len(text) < two_from else 2
    return process.extract(text, keys, scorer=OSA.distance, score_cutoff=limit, limit=most) if limit else []
