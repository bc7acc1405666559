"""Where the words of a query stand: for each term and column of the index the set of rows that hold it.

Names and refining texts are asked of the full-text index in the database. Words of kinds and target groups are those
of the code lists, so a few dozens of rows in memory answer for all services.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.indexing import INDEX, group_texts, index_words, kind_texts
from opora.directory.catalog.selectors.bits import Bits
from opora.directory.catalog.selectors.columns import Columns
from opora.foundation.core.search import Term

NAME, KIND, GROUP, NOTE = 1, 2, 4, 8  # bits of the columns of the index
ANY = NAME | KIND | GROUP | NOTE
OWN = NAME | GROUP | NOTE  # columns in which a service speaks of itself
ASKED = {NAME: "name_words", NOTE: "note_words"}
ROUNDING = 1e-6
MOST_CACHED = 1_000  # sets; of tens of thousands of services each takes a few kilobytes
type Masks = tuple[int, ...]  # for each term a mask of the columns that hold it
type Key = tuple[str, Term]  # column of the index and the term asked of it
type CodeWords = dict[str, frozenset[str]]  # code → forms of all its words


@dataclass(frozen=True)
class Matches:
    """For each term its rows by columns."""

    terms: tuple[dict[int, Bits], ...]

    def held(self, number: int, columns: int = ANY) -> Bits:
        """Rows that hold the term in some of the columns."""
        bits = 0
        for column, rows in self.terms[number].items():
            if column & columns:
                bits |= rows
        return bits

    def counts(self) -> list[int]:
        """How many rows hold each term."""
        return [self.held(number).bit_count() for number in range(len(self.terms))]

    def holding_all(self, columns: int = ANY) -> Bits:
        """Rows that hold every term in some of the columns; none when there are no terms."""
        if not self.terms:
            return 0
        bits = self.held(0, columns)
        for number in range(1, len(self.terms)):
            bits &= self.held(number, columns)
        return bits

    def holding_share(self, weights: Sequence[float], share: float, columns: int = OWN) -> Bits:
        """Rows that hold at least the weighted share of the terms in the columns; 1 means all that anybody has."""
        least = share * sum(weights) - ROUNDING
        if least <= 0:
            return 0
        sums: dict[float, Bits] = {}  # weight of the terms held → rows
        everybody = 0
        for number, weight in enumerate(weights):
            if not weight:
                continue
            held = self.held(number, columns)
            found: dict[float, Bits] = {}
            for total, rows in sums.items():
                _add(found, total, rows ^ (rows & held))
                _add(found, total + weight, rows & held)
            _add(found, weight, held ^ (held & everybody))
            everybody |= held
            sums = found
        bits = 0
        for total, rows in sums.items():
            bits |= rows if total >= least else 0
        return bits

    def without_last(self) -> "Matches":
        """All terms but the last one."""
        return Matches(self.terms[:-1])

    def split(self, rows: Bits) -> list[tuple[Masks, Bits]]:
        """The rows parted by what they hold; rows of one part answer the words equally."""
        parts: list[tuple[Masks, Bits]] = [((), rows)]
        for term in self.terms:
            parts = [
                ((*masks, mask), bits) for masks, group in parts for mask, bits in _by_columns(term, group)
            ]  # fmt: skip
        return parts


def _add(sums: dict[float, Bits], total: float, rows: Bits) -> None:
    if rows:
        total = round(total, 9)  # equal sums of the same weights
        sums[total] = sums.get(total, 0) | rows


def _by_columns(term: dict[int, Bits], rows: Bits) -> list[tuple[int, Bits]]:
    parts = [(0, rows)]
    for column, held in term.items():
        halves = [(mask, bits, bits & held) for mask, bits in parts]
        parts = [(mask | column, inside) for mask, _bits, inside in halves if inside]
        parts += [(mask, bits ^ inside) for mask, bits, inside in halves if bits != inside]
    return parts


def find_matches(terms: Sequence[Term], columns: Columns, book: Codebook) -> Matches:
    """Rows of each term; one query, none when these words were asked before."""
    keys = dict.fromkeys((name, term) for term in terms for name in ASKED.values())
    known = {key: rows for key in keys if (rows := columns.text_cache.get(key)) is not None}  # threads may empty it
    known |= _ask([key for key in keys if key not in known], columns)
    kinds, groups = code_words(book)
    return Matches(
        tuple(
            {
                NAME: known[ASKED[NAME], term],
                KIND: _holding(term, kinds, columns.kinds),
                GROUP: _holding(term, groups, columns.groups),
                NOTE: known[ASKED[NOTE], term],
            }
            for term in terms
        )
    )


def _ask(keys: list[Key], columns: Columns) -> dict[Key, Bits]:
    """Answers of the index, remembered with the columns."""
    found: list[list[int]] = [[] for _key in keys]
    for number, pk in INDEX.find(keys):
        found[number].append(pk)
    answers = {key: columns.numbers(pks) for key, pks in zip(keys, found, strict=True)}
    if len(columns.text_cache) > MOST_CACHED:
        columns.text_cache.clear()
    columns.text_cache.update(answers)
    return answers


@lru_cache(maxsize=2)
def code_words(book: Codebook) -> tuple[CodeWords, CodeWords]:
    """Words of every kind and of every target group of the code lists."""
    kinds = {code: _forms(kind_texts(code, book)) for code in (*book.kinds, *book.other_kinds)}
    return kinds, {code: _forms(group_texts(code, book)) for code in book.groups}


def _forms(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(index_words(texts).split())


def _holding(term: Term, words: CodeWords, postings) -> Bits:
    """Rows whose codes have, among all their words, every word of some alternative."""
    bits = 0
    for alternative in term:
        rows = None
        for forms in alternative:
            some = postings.holding_some(code for code, known in words.items() if not forms.isdisjoint(known))
            rows = some if rows is None else rows & some
        bits |= rows or 0
    return bits
