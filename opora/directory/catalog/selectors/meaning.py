"""From the text of a query to what the search runs on: words, kinds, a place among them, corrected typing errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.selectors.bits import Bits
from opora.directory.catalog.selectors.columns import Columns
from opora.directory.catalog.selectors.corrections import SENTENCE, corrections, is_czech
from opora.directory.catalog.selectors.lexicon import KindLexicon, kind_lexicon, with_beginning
from opora.directory.catalog.selectors.matches import NAME, Matches, find_matches
from opora.directory.catalog.selectors.place_words import PlaceWords, place_in_words, place_names, without_place
from opora.directory.catalog.selectors.query import Query, Word, content_forms, read_query, read_words, with_concepts
from opora.directory.catalog.selectors.ranking import word_weights
from opora.foundation.core.text import fold, raw_words, search_forms

SURE = 1.5  # score of a query that says nearly a whole wording of a kind
LEAST_SCORE = 0.3  # below it the words say nothing of kinds
CLOSE, LOOSE = 0.45, 0.4  # share of the best score that other kinds meant too have, when the best one is sure or not
LEADING = 0.8  # share of the best score of kinds that are meant as well as the best one
MOST_KINDS = 6
KIND_WEIGHT = 2.0  # what the kind says against the words of one service: „muž mě bije“ is not a house „pro muže“


@dataclass(frozen=True)
class Meaning:
    """What a query means. `matches`: rows that hold each term, by columns; `weights` of the terms."""

    query: Query
    place: PlaceWords | None
    kinds: Mapping[str, float]  # all kinds that have something of the query, with scores, best first
    matches: Matches
    weights: tuple[float, ...]
    named: Bits  # services called so: all words stand in the name, and those of the place, or a proper name
    corrections: Mapping[str, str]
    unknown: tuple[str, ...]  # words left out, because nobody has them
    telling: tuple[str, ...]  # words of the query with which the best kind is worded

    @property
    def is_empty(self) -> bool:
        """True when nothing but a place, or nothing at all, was asked for."""
        return not self.query.terms

    @cached_property
    def meant_kinds(self) -> tuple[str, ...]:
        """Codes of the kinds that the query means, best first; the surer the best one, the fewer others."""
        least = max(LEAST_SCORE, self.best_score * (CLOSE if self.is_sure else LOOSE))
        return tuple(code for code, score in self.kinds.items() if score >= least)[:MOST_KINDS]

    @property
    def other_kinds(self) -> tuple[str, ...]:
        """Meant kinds that fit less than the best ones: some of them help too."""
        return tuple(code for code in self.meant_kinds if self.kinds[code] < LEADING * self.best_score)

    @property
    def leading_kinds(self) -> tuple[str, ...]:
        """Meant kinds that fit as well as the best one."""
        return tuple(code for code in self.meant_kinds if code not in self.other_kinds)

    @property
    def heard(self) -> tuple[str, ...]:
        """Words of the query that some service has."""
        return tuple(term.text for term, weight in zip(self.query.terms, self.weights, strict=True) if weight)

    @property
    def is_sure(self) -> bool:
        """True when the words say a kind so well that a mere name says less."""
        return self.best_score >= SURE

    @property
    def best_score(self) -> float:
        return next(iter(self.kinds.values()), 0.0)

    def kind_score(self, code: str) -> float:
        """0 to 2: how well the kind fits against the best one."""
        return KIND_WEIGHT * self.kinds.get(code, 0.0) / self.best_score if self.kinds else 0.0

    def says(self, number: int, signs: frozenset[str]) -> bool:
        """True when some word of the term is among the signs."""
        words = self.query.terms[number].words
        return any(with_beginning(forms) & signs for forms in with_concepts([search_forms(word) for word in words]))

    def holders(self, share: float) -> Bits:
        """Services that speak of at least the weighted share of the words themselves; 1 means all words.

        Words that only the wording of a kind holds do not count: services of the kinds meant are found by the kind.
        """
        return self.matches.holding_share(self.weights, share)


@lru_cache(maxsize=64)
def official_signs(kinds: tuple[str, ...], book: Codebook) -> frozenset[str]:
    """Signs of names of the kinds and of all target groups: words that the register does say."""
    rows = [book.kinds[code] for code in kinds if code in book.kinds]
    names = [name for kind in rows for name in (kind.name, kind.singular, kind.plain_name, kind.short)]
    names += [name for group in book.groups.values() for name in (group.name, group.plain_name)]
    return frozenset(
        sign for name in names for forms in with_concepts(content_forms(name)) for sign in with_beginning(forms)
    )


def read_meaning(text: str, book: Codebook, columns: Columns, *, place_given: bool) -> Meaning:
    """Understand the text; at most six queries, whatever the text and the register are."""
    lexicon = kind_lexicon(book)
    words = read_words(text)
    place = None if place_given or not words else place_in_words(words, lexicon, settings.REGION_CODE)
    kept = list(place.rest) if place else words
    query = read_query(kept)
    matches = _matches(query, place, columns, book)
    fixed: dict[str, str] = {}
    if unheard := _unheard(kept, query, matches, lexicon):
        fixed, misspelt = _fixed(unheard, kept, look_for_place=not (place or place_given))
        place = place or misspelt
        kept = [better for word in (misspelt.rest if misspelt else kept) for better in _corrected(word, fixed)]
        query = read_query(kept) if fixed else query
        matches = _matches(query, place, columns, book) if fixed else matches
    matches, named = _without_place(matches, len(query.terms))
    weights = tuple(word_weights(matches.counts()))
    unknown = tuple(
        term.text for term, weight in zip(query.terms, weights, strict=True)
        if not weight and not all(_heard(word, lexicon) for word in term.words)
    )  # fmt: skip
    named = named or _called(query, matches, lexicon)
    kinds = lexicon.recognise(query)
    telling = lexicon.telling(query, next(iter(kinds), ""))
    return Meaning(query, place, kinds, matches, weights, named, fixed, unknown, telling)


def _fixed(unheard: list[Word], words: list[Word], *, look_for_place: bool) -> tuple[dict[str, str], PlaceWords | None]:
    """What the misspelt words should be, and the place that one of them means."""
    asked = sum(word.matters for word in words)
    near = corrections([word.raw for word in unheard], asked)
    fixed = {raw: found.written for raw, found in near.items()}
    if not look_for_place:
        return fixed, None
    names = place_names(settings.REGION_CODE)
    for word in unheard:
        found = names.nearest(word) if word.after_preposition or asked < SENTENCE else None
        other = near.get(word.raw)
        if found and (other is None or found[1] <= other.errors):
            fixed[word.raw] = found[0].name
            return fixed, without_place(words, word.raw, found[0])
    return fixed, None


def _matches(query: Query, place: PlaceWords | None, columns: Columns, book: Codebook) -> Matches:
    """What the index knows of the terms, and last of the words of the place."""
    terms = [term.alternatives for term in query.terms]
    name = tuple(search_forms(word) for word in raw_words(place.text)) if place and terms else ()
    return find_matches([*terms, (name,)] if name else terms, columns, book)


def _without_place(matches: Matches, count: int) -> tuple[Matches, Bits]:
    """The terms alone, and services named with all of them and with the place."""
    if len(matches.terms) == count:
        return matches, 0
    return matches.without_last(), matches.holding_all(NAME)


def _called(query: Query, matches: Matches, lexicon: KindLexicon) -> Bits:
    """Services whose name holds all words, when some of them is a proper name and not the wording of a kind."""
    if all(lexicon.knows(search_forms(word)) for word in query.words):
        return 0
    return matches.holding_all(NAME)


def _unheard(words: list[Word], query: Query, matches: Matches, lexicon: KindLexicon) -> list[Word]:
    """Single words that no service, no kind and no dictionary has; quoted ones are meant exactly as they stand."""
    single = {
        term.words[0] for number, term in enumerate(query.terms)
        if not matches.held(number) and len(term.words) == 1 and not lexicon.knows(search_forms(term.words[0]))
    }  # fmt: skip
    return [word for word in words if word.raw in single and not word.quoted and not is_czech(word.raw)]


def _heard(word: str, lexicon: KindLexicon) -> bool:
    """True when some kind is worded with the word, or with one that begins so."""
    return lexicon.knows(with_beginning(search_forms(word)))


def _corrected(word: Word, fixed: Mapping[str, str]) -> list[Word]:
    """The word, or those that should stand for it."""
    if word.raw not in fixed:
        return [word]
    return [Word(better, fold(better), word.quoted, word.after_preposition) for better in fixed[word.raw].split()]
