"""What somebody typed → words that matter, their forms and what else people call the same thing."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opora.foundation.core.search import MOST_TERMS, Forms
from opora.foundation.core.text import fold, raw_words, search_forms

LONGEST_QUERY = 200  # characters
SYNONYMS = Path(__file__).parents[1] / "data" / "synonyms.json"
CYRILLIC = re.compile("[\u0400-\u04ff]")
LONGEST_NUMBER = 3  # digits; an age or a count, not a PSČ
QUOTED = re.compile(r"[\"„“”»«]([^\"„“”»«]*)[\"„“”»«]")
GREETING = re.compile(r"^\W*(dobr[yý] (den|ve[cč]er)|zdrav[ií]m|ahoj)\b[\s,.!]*", re.IGNORECASE)
UKRAINIAN = """
    а a б b в v г h ґ g д d е e є je ж ž з z и y і i ї ji й j к k л l м m н n о o п p р r с s т t у u ф f х ch ц c
    ч č ш š щ šč ю ju я ja ы y э e ё jo
    """
PAIRS = UKRAINIAN.split()  # a letter and how it is written in Latin
LATIN = str.maketrans(dict(zip(PAIRS[::2], PAIRS[1::2], strict=True)) | dict.fromkeys("ьъ'’ʼ", ""))
PREPOSITIONS = frozenset(
    ("v", "ve", "na", "z", "ze", "u", "do", "od", "okolo", "kolem", "poblíž", "nedaleko", "blízko", "vedle")
)
SILENT_WORDS = """
    a aby ale ani asi až bude budu by bych byl byla bylo být co či dnes ho hned i já jak jako jaká jaké jaký je
    jeho její jen ještě jestli jestliže již jsem jsi jsme jsou k kam kde kdo kdy kdyby když ke komu která které
    který kteří má mají mám me mé mě mi mít mně mne moc moje mojí mou mu můj my mých mým na nám nás nebo než něco
    nějak nějaká nějaké nějakou nějaký někam někde někdo někoho někom někomu není nevím o od on ona oni ono pak po
    pod podle prosím pro proto protože před přes při s se si sobě své svého svou svoje svojí svůj ta tady tak taky
    také tam tě tebe ten tím to toho tom tomu tu ty u už v vám vás ve velmi víme víte vůbec vy z za zda ze že
    dobrý děkuji děkuju hledám hledáme hledá chce chci chceme chtěl chtěla chtěli můžu mohu můžeme může mohl mohla
    mohli potřeba potřebuji potřebuju potřebuje potřebujeme potřebovala potřeboval potřebovali poradíte
    pomůže pomoct prosíme službu služby služba služeb službě
    vzal vzala všechno všecko
    akorát aspoň asi bejt celkem dost fakt furt hlavně hodně jenom konečně míň moc možná nejspíš občas opravdu pořád
    prostě přitom přece radši raději stále snad stejně takže takhle takový taková takové teda tedy teď tenhle tahle
    trochu třeba vlastně však vždycky zase začíná začal začala zrovna úplně nemůže nemůžu nemohu můj moji můžeš
    klient klienta klientka klientku klientce klienti
    ako aj alebo čo ešte hľadám chcem ktorý ktorá ktoré lebo môžem môže niečo niekto niekoho nie potrebujem potrebujeme
    potrebuje pre prosím sa som sme sú sú teraz tiež už veľmi viem vieme
    """
STOP_WORDS = frozenset(SILENT_WORDS.split())
# folded stop words that are also words of their own („být“ × „byt“); dropped only when written with diacritics
AMBIGUOUS = frozenset({"byt", "prace", "rada", "prosime", "radsi"})
FOLDED_STOP_WORDS = frozenset(map(fold, STOP_WORDS)) - AMBIGUOUS


@dataclass(frozen=True)
class Word:
    """One word as typed, with its folded shape; `quoted` words are taken literally."""

    raw: str
    folded: str
    quoted: bool = False
    after_preposition: bool = False

    @property
    def matters(self) -> bool:
        """False for words that say nothing about what is sought."""
        if self.quoted:
            return True
        if self.folded.isdigit() and len(self.folded) <= LONGEST_NUMBER:
            return False
        return self.raw.casefold() not in STOP_WORDS and not (self.raw.isascii() and self.folded in FOLDED_STOP_WORDS)


@dataclass(frozen=True)
class Term:
    """One word, or words that mean one thing, with the alternatives that the index is asked for."""

    words: tuple[str, ...]
    alternatives: tuple[tuple[Forms, ...], ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Query:
    """Words that matter with their signs (forms and concepts), and the terms for the index."""

    words: tuple[str, ...]
    signs: tuple[Forms, ...]
    terms: tuple[Term, ...]


def read_words(text: str) -> list[Word]:
    """Words of the first 200 characters, greetings left out; Ukrainian ones in Latin letters."""
    text = GREETING.sub("", text[:LONGEST_QUERY])
    if CYRILLIC.search(text):
        text = text.casefold().translate(LATIN)
    quoted = {fold(word) for part in QUOTED.findall(text) for word in raw_words(part)}
    found: list[Word] = []
    for raw in raw_words(text):
        folded = fold(raw)
        follows = bool(found) and found[-1].raw.casefold() in PREPOSITIONS
        found.append(Word(raw, folded, folded in quoted, follows))
    return found


def read_query(words: Iterable[Word]) -> Query:
    """Meaning of the words: stop words dropped, at most 12 terms, each with its synonyms."""
    kept = [word.raw for word in words if word.matters and search_forms(word.raw)]
    forms = [search_forms(raw) for raw in kept]
    signs = with_concepts(forms)
    return Query(tuple(kept), tuple(signs), tuple(_terms(kept, forms))[:MOST_TERMS])


def content_forms(text: str) -> list[Forms]:
    """Forms of the words of a text that matter; for phrases of code lists."""
    words = (Word(raw, fold(raw)) for raw in raw_words(text))
    return [forms for word in words if word.matters and (forms := search_forms(word.raw))]


def with_concepts(forms: list[Forms]) -> list[Forms]:
    """Forms with the signs „~number“ of the groups of synonyms in which the words, or a run of them, stand."""
    signs = [set(some) for some in forms]
    for start in range(len(forms)):
        for length, number in _runs(forms, start):
            for place in range(start, start + length):
                signs[place].add(f"~{number}")
    return [frozenset(some) for some in signs]


def _terms(words: list[str], forms: list[Forms]) -> Iterable[Term]:
    start = 0
    while start < len(words):
        runs = _runs(forms, start)
        length = max((length for length, number in runs if synonyms()[number].searched), default=1)
        own = tuple(forms[start : start + length])
        others = [
            phrase for size, number in runs if size == length and synonyms()[number].searched
            for phrase in synonyms()[number].phrases
        ]  # fmt: skip
        yield Term(tuple(words[start : start + length]), tuple(dict.fromkeys([own, *others])))
        start += length


def _runs(forms: list[Forms], start: int) -> set[tuple[int, int]]:
    """(length, number of the group) of every synonym that begins at the place."""
    found = set()
    for form in forms[start]:
        for number, phrase in _first_words().get(form, ()):
            run = forms[start : start + len(phrase)]
            if len(run) == len(phrase) and all(a & b for a, b in zip(run, phrase, strict=True)):
                found.add((len(phrase), number))
    return found


@dataclass(frozen=True)
class Synonyms:
    """Phrases that mean the same; a phrase is the forms of its words. Some groups only help to recognise kinds."""

    phrases: tuple[tuple[Forms, ...], ...]
    searched: bool


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """Groups of synonyms in the order of the file."""
    rows = json.loads(SYNONYMS.read_text(encoding="utf-8"))
    groups = [([tuple(content_forms(phrase)) for phrase in row["words"]], row.get("use") != "kinds") for row in rows]
    return tuple(Synonyms(tuple(filter(None, phrases)), searched) for phrases, searched in groups)


@cache
def _first_words() -> dict[str, list[tuple[int, tuple[Forms, ...]]]]:
    found = defaultdict(list)
    for number, group in enumerate(synonyms()):
        for phrase in group.phrases:
            for form in phrase[0]:
                found[form].append((number, phrase))
    return found
