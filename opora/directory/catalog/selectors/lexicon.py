"""Which kinds of service the words of a person mean: lay wording of the code lists weighed against the query."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import log, sqrt
from pathlib import Path
from typing import Any

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.models import OtherKind, ServiceKind
from opora.directory.catalog.selectors.query import Query, content_forms, with_concepts
from opora.foundation.core.search import Forms
from opora.foundation.core.text import raw_words

SAME_FORM, SAME_CONCEPT, SAME_BEGINNING = 1.0, 0.9, 0.5
BEGINNING = 5  # letters; joins derived words („závislý“ – „závislost“), that endings alone do not
OFFICIAL, PLAIN, LAY, SUMMARY = 1.2, 1.1, 1.0, 0.6
UNKNOWN_WEIGHT = 2.0  # of a word no kind knows
SITUATION = 1.0
SHORTEST_WORD = 4
RELATED = (0.6, 0.5, 0.4)  # shares of the score of the best kind that kinds related to it have at least
DATA = Path(__file__).parents[1] / "data"
SECOND, THIRD, SINGLE_WORDS = 0.35, 0.2, 0.6  # what further phrases and words standing alone add to the best phrase


class Phrase:
    """One wording of a kind: signs of its words, their weights, and how much the wording counts."""

    __slots__ = ("factor", "kind", "signs", "total", "weights")

    def __init__(self, kind: str, signs: list[Forms], factor: float) -> None:
        self.kind, self.signs, self.factor = kind, signs, factor
        self.weights: list[float] = []
        self.total = 0.0


class KindLexicon:
    """All wordings of the kinds in force, weighed by how few kinds use each word. Built once, then only read."""

    def __init__(self, kinds: Iterable[ServiceKind | OtherKind]) -> None:
        known = {kind.code: kind for kind in kinds}
        self.phrases = [phrase for kind in known.values() for phrase in _phrases(kind)]
        self.phrases += [phrase for phrase in _situations() if phrase.kind in known]
        self.kinds_of: dict[str, set[str]] = defaultdict(set)
        self.phrases_of: dict[str, set[int]] = defaultdict(set)
        for number, phrase in enumerate(self.phrases):
            for sign in set().union(*phrase.signs):
                self.kinds_of[sign].add(phrase.kind)
                self.phrases_of[sign].add(number)
        self.count = len({phrase.kind for phrase in self.phrases})
        for phrase in self.phrases:
            phrase.weights = [self._weight(signs) for signs in phrase.signs]
            phrase.total = sum(phrase.weights)

    def knows(self, forms: Forms) -> bool:
        """True when some kind is worded with the word."""
        return any(form in self.kinds_of for form in forms)

    def recognise(self, query: Query) -> dict[str, float]:
        """Kinds that the query may mean, best first, with a score; about 1.5 and more is a whole wording of a kind."""
        signs = [with_beginning(some) for some in query.signs]
        weights = [self._weight(some) for some in signs]
        asked = sum(weights)
        wordings: dict[str, list[float]] = defaultdict(list)
        words: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(signs))
        for number in set().union(*(self.phrases_of.get(sign, ()) for some in signs for sign in some)):
            phrase = self.phrases[number]
            strengths = [[_strength(some, theirs) for theirs in phrase.signs] for some in signs]
            best = [max(row) for row in strengths]
            covered = sum(
                w * max(column) for w, column in zip(phrase.weights, zip(*strengths, strict=True), strict=True)
            )
            used = sum(w * s for w, s in zip(weights, best, strict=True))
            wordings[phrase.kind].append(phrase.factor * covered / phrase.total * sqrt(used / asked))
            alone = words[phrase.kind]
            factor = min(phrase.factor, 1.0)
            words[phrase.kind] = [max(old, factor * new) for old, new in zip(alone, best, strict=True)]
        scores = {
            kind: _combined(found)
            + SINGLE_WORDS * sum(w * s for w, s in zip(weights, words[kind], strict=True)) / asked
            for kind, found in wordings.items()
        }
        return dict(sorted(_with_related(scores).items(), key=lambda item: (-item[1], item[0])))

    def telling(self, query: Query, kind: str) -> tuple[str, ...]:
        """Words of the query with which the kind is worded: why it was recognised."""
        return tuple(
            word for word, signs in zip(query.words, query.signs, strict=True)
            if any(kind in self.kinds_of.get(sign, ()) for sign in with_beginning(signs))
        )  # fmt: skip

    def _weight(self, signs: Forms) -> float:
        """Weight of a word by the most common of its signs; beginnings count only for a word known by nothing else."""
        known = [sign for sign in signs if sign in self.kinds_of]
        whole = [sign for sign in known if sign[0] != "^"] or known
        return min((log(1 + self.count / len(self.kinds_of[sign])) for sign in whole), default=UNKNOWN_WEIGHT)


@lru_cache(maxsize=2)
def kind_lexicon(codebook: Codebook) -> KindLexicon:
    """The lexicon of one state of the code lists."""
    return KindLexicon((*codebook.kinds.values(), *codebook.other_kinds.values()))


def _phrases(kind: ServiceKind | OtherKind) -> Iterator[Phrase]:
    wordings = [
        (kind.name, OFFICIAL),
        (kind.singular, OFFICIAL),
        (getattr(kind, "short", ""), OFFICIAL),
        (kind.plain_name, PLAIN),
    ]
    wordings += [(wording, LAY) for wording in kind.lay_words] + [(kind.summary, SUMMARY)]
    factors: dict[str, float] = {}
    for wording, factor in wordings:
        factors.setdefault(wording, factor)
    for wording, factor in factors.items():
        if forms := content_forms(wording):
            yield Phrase(kind.code, [with_beginning(some) for some in with_concepts(forms)], factor)


def _situations() -> Iterator[Phrase]:
    """Wordings of situations: how people say what happened, with the kinds that help then."""
    for row in _read("phrases.json"):
        for wording in row["words"]:
            signs = [with_beginning(some) for some in with_concepts(content_forms(wording))]
            if signs:
                yield from (Phrase(kind, signs, SITUATION * share) for kind, share in row["kinds"].items())


def _with_related(scores: dict[str, float]) -> dict[str, float]:
    """Scores with kinds that help in the same need as the best one, even when no word says them."""
    if not scores:
        return scores
    best = max(scores, key=lambda kind: (scores[kind], kind))
    for kind, share in zip(related_kinds().get(best, ()), RELATED, strict=False):
        scores[kind] = max(scores.get(kind, 0.0), share * scores[best])
    return scores


@cache
def related_kinds() -> dict[str, list[str]]:
    """Kinds that also help people who ask for a kind, the nearest first."""
    return _read("related_kinds.json")["kinds"]


@cache
def lay_vocabulary() -> frozenset[str]:
    """Words of the situations and of all synonyms, in lower case as written."""
    texts = [text for name in ("phrases.json", "synonyms.json") for row in _read(name) for text in row["words"]]
    words = {word.casefold() for text in texts for word in raw_words(text)}
    return frozenset(word for word in words if len(word) >= SHORTEST_WORD and word.isalpha())


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def with_beginning(signs: Forms) -> Forms:
    """Signs with the beginning „^dluho“ that joins derived words; short words have none."""
    longest = max((sign for sign in signs if sign[0] != "~"), key=len)
    return signs | {f"^{longest[:BEGINNING]}"} if len(longest) > BEGINNING else signs


def _strength(ours: Forms, theirs: Forms) -> float:
    """How surely two words mean the same."""
    common = ours & theirs
    if not common:
        return 0.0
    if any(sign[0] not in "^~" for sign in common):
        return SAME_FORM
    return SAME_CONCEPT if any(sign[0] == "~" for sign in common) else SAME_BEGINNING


def _combined(scores: Sequence[float]) -> float:
    best, second, third = (*sorted(scores, reverse=True)[:3], 0.0, 0.0)[:3]
    return best + SECOND * second + THIRD * third
