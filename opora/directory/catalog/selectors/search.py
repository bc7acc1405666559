"""Search of the catalogue: words, place and filters → one page of services in an order that can be explained."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from django.db.models import Q

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.facets import Facets, Filters, facets
from opora.directory.catalog.selectors.hits import Hit, read_hits
from opora.directory.catalog.selectors.meaning import Meaning, official_signs, read_meaning
from opora.directory.catalog.selectors.ranking import NAME, NOTE, ORDERS, Candidate, relevance
from opora.directory.catalog.selectors.scope import FIELDS, Row, Scope
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.queries import raw_rows

PAGE_SIZE = 20
COUNSELLING = "1"  # odborné sociální poradenství: one kind for debts, families, victims and all other troubles
ALL_WORDS, MOST_WORDS = 1.0, 0.5


@dataclass(frozen=True)
class SearchParams:
    """What is asked. `audience` is a slug, `kinds` and `forms` codes that exist, `sort` a key of `ORDERS`."""

    q: str = ""
    place: Area | None = None
    audience: str = ""
    kinds: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    sort: str = "vhodnost"
    page: int = 1

    @property
    def filters(self) -> Filters:
        return Filters(self.kinds, self.forms, self.audience)


@dataclass(frozen=True)
class Relaxation:
    """Parameter of the address that would have to go, and how many services would then be found."""

    parameter: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """One page of results and how they were come to."""

    total: int
    hits: tuple[Hit, ...]
    facets: Facets
    page: int
    pages: int
    place: Area | None
    place_words: str  # words of the query taken for the place
    place_rest: str  # the query without them
    stage: str  # „all“ words, „part“ of them, „“ when none were asked
    corrections: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    meant_kinds: tuple[str, ...]
    unsaid: tuple[tuple[str, int], ...]  # words of the query that few of the found services say of themselves
    relaxations: tuple[Relaxation, ...]
    order: str  # the order in fact used
    sections: dict[tuple[bool, str], int]  # (fits, class of reach) → number of services on all pages


@dataclass(frozen=True)
class Found:
    """Everything that answers words and place, before the filters."""

    meaning: Meaning
    area: Area | None
    stage: str
    candidates: list[Candidate]


def search(params: SearchParams, *, actor: Actor, book: Codebook | None = None) -> SearchResult:
    """One page of services for the parameters; a page out of range is the last one. Constant number of queries."""
    book = book or codebook()
    found = _find(params, book, actor)
    chosen = _passing(found.candidates, params.filters)
    order = "vhodnost" if params.sort == "vzdalenost" and not found.area else params.sort
    pages = max(1, -(-len(chosen) // PAGE_SIZE))
    page = min(max(params.page, 1), pages)
    shown = ORDERS[order](chosen)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    meaning, place = found.meaning, found.meaning.place
    return SearchResult(
        total=len(chosen),
        hits=read_hits(shown, found.area, book, actor=actor),
        facets=facets([candidate.row for candidate in found.candidates], params.filters, book),
        page=page,
        pages=pages,
        place=found.area,
        place_words=place.text if place else "",
        place_rest=" ".join(word.raw for word in place.rest) if place else params.q,
        stage=found.stage,
        corrections=tuple(meaning.corrections.items()),
        unknown=meaning.unknown,
        meant_kinds=meaning.meant_kinds,
        unsaid=_unsaid(meaning, chosen, book),
        relaxations=() if chosen else _relaxations(params, found, book, actor),
        order=order,
        sections=dict(Counter(candidate.part for candidate in chosen)),
    )


def _find(params: SearchParams, book: Codebook, actor: Actor) -> Found:
    """All services that hold the words or are of the kind meant, at the place; if none, those with most words."""
    meaning = read_meaning(params.q, book, place_given=params.place is not None)
    area = params.place or (meaning.place.area if meaning.place else None)
    scope = Scope(area) if area and area.level != Area.Level.COUNTRY else None
    if meaning.is_empty:
        return Found(meaning, area, "", _candidates(meaning, scope, _rows(scope, actor)))
    holders, kinds = meaning.holders(ALL_WORDS), meaning.meant_kinds
    candidates = _candidates(meaning, scope, _rows(scope, actor, holders, kinds))
    if candidates:
        return Found(meaning, area, "all", candidates)
    candidates = _candidates(meaning, scope, _rows(scope, actor, meaning.holders(MOST_WORDS)))
    return Found(meaning, area, "part", candidates)


def _rows(
    scope: Scope | None, actor: Actor, holders: Collection[int] | None = None, kinds: Collection[str] = ()
) -> list[Row]:
    """Search rows of the services not ended that may stand in the scope, hold the words or are of the kinds."""
    rows = Service.objects.visible_to(actor).not_ended().filter(search_row__isnull=False)
    if scope:
        rows = rows.filter(scope.condition())
    if holders is not None:
        rows = rows.filter(Q(pk__in=holders) | Q(search_row__kind_code__in=kinds))
    return [Row._make(values) for values in raw_rows(rows.values_list(*FIELDS))]


def _candidates(meaning: Meaning, scope: Scope | None, rows: list[Row]) -> list[Candidate]:
    """Rows with their standing and relevance; those with no standing at the place are left out."""
    kinds, nothing = frozenset(meaning.meant_kinds), (0,) * len(meaning.weights)
    relevance_of = cache(lambda masks: relevance(masks, meaning.weights))  # few masks, many services
    found = []
    for row in rows:
        standing = scope.standing(row) if scope else None
        if scope and standing is None:
            continue
        masks = meaning.matches.get(row.pk, nothing)
        named = row.pk in meaning.named and not row.hidden
        fits = not kinds or row.kind_code in kinds or named
        fits = fits or (not meaning.is_sure and all(mask & NAME for mask in masks))
        fit = relevance_of(masks) + meaning.kind_score(row.kind_code)
        found.append(Candidate(row, standing, fits, fit, named))
    return found


def _passing(candidates: list[Candidate], filters: Filters) -> list[Candidate]:
    for check in filters.checks().values():
        candidates = [candidate for candidate in candidates if check(candidate.row)]
    return candidates


def _unsaid(meaning: Meaning, chosen: list[Candidate], book: Codebook) -> tuple[tuple[str, int], ...]:
    """Words that brought people to counselling although few services say them: (word, how many say it)."""
    if meaning.meant_kinds != (COUNSELLING,) or len(chosen) < 2:
        return ()
    official = official_signs(meaning.meant_kinds, book)
    found = []
    for number, term in enumerate(meaning.query.terms):
        if meaning.weights[number] and not meaning.says(number, official):
            masks = (meaning.matches.get(candidate.row.pk) for candidate in chosen)
            saying = sum(bool(mask and mask[number] & (NAME | NOTE)) for mask in masks)
            if saying <= len(chosen) * MOST_WORDS:
                found.append((term.text, saying))
    return tuple(found)


def _relaxations(params: SearchParams, found: Found, book: Codebook, actor: Actor) -> tuple[Relaxation, ...]:
    """What to leave out to find something, with the count it gives."""
    filters = params.filters
    narrower = {
        "druh": replace(filters, kinds=()),
        "forma": replace(filters, forms=()),
        "pro": replace(filters, audience=""),
    }
    counts = {
        name: len(_passing(found.candidates, without)) for name, without in narrower.items() if without != filters
    }
    wider = {"kde": replace(params, place=None), "q": replace(params, q="")}
    for name, changed in wider.items():
        if changed != params:
            counts[name] = len(_passing(_find(changed, book, actor).candidates, filters))
    return tuple(Relaxation(name, count) for name, count in counts.items() if count)
