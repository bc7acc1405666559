"""Search of the catalogue: words, place and filters → one page of services in an order that can be explained."""

from dataclasses import dataclass, replace

from opora.directory.catalog.codebook import COUNSELLING, Codebook, codebook
from opora.directory.catalog.selectors.columns import Columns, columns
from opora.directory.catalog.selectors.company import with_company
from opora.directory.catalog.selectors.facets import FIELDS, Facets, Filters, FilterSets, facets
from opora.directory.catalog.selectors.hits import Hit, read_hits
from opora.directory.catalog.selectors.matches import NAME, NOTE
from opora.directory.catalog.selectors.meaning import Meaning, official_signs, read_meaning
from opora.directory.catalog.selectors.place_sets import place_sets
from opora.directory.catalog.selectors.ranking import MOST_RANKED, Answer, ranked
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor

PAGE_SIZE = 20
ALL_WORDS, MOST_WORDS = 1.0, 0.5


@dataclass(frozen=True)
class SearchParams:
    """What is asked. `audience` is a slug, `kinds` and `forms` codes that exist, `sort` a key of `ORDERS`.

    `age` in years, `radius` in kilometres from the place.
    """

    q: str = ""
    place: Area | None = None
    audience: str = ""
    kinds: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    age: int | None = None
    free: bool = False
    anonymous: bool = False
    accepts: bool = False
    radius: int | None = None
    sort: str = "vhodnost"
    page: int = 1

    @property
    def filters(self) -> Filters:
        return Filters(**{name: getattr(self, name) for name in FIELDS.values()})


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
    pages: int  # of the services that are put in order, at most 2,000
    place: Area | None
    place_words: str  # words of the query taken for the place
    place_rest: str  # the query without them
    stage: str  # „all“ words, „part“ of them, „“ when none were asked
    corrections: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    meant_kinds: tuple[str, ...]
    other_kinds: tuple[str, ...]  # those of them that fit less and help too
    telling: tuple[str, ...]  # words by which the best kind was recognised
    asked: tuple[str, ...]  # words that some service has
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
    answer: Answer


def search(params: SearchParams, *, actor: Actor, book: Codebook | None = None) -> SearchResult:
    """One page of services for the parameters; a page out of range is the last one. Constant number of queries."""
    book = book or codebook()
    table = columns()
    found = find(params, table, book)
    sets = FilterSets(table, found.answer.places, book)
    chosen = replace(found.answer, rows=sets.chosen(found.answer.rows, params.filters))
    chosen = with_company(chosen, found.meaning.other_kinds)
    order = "vhodnost" if params.sort == "vzdalenost" and not found.area else params.sort
    total = chosen.rows.bit_count()
    pages = max(1, -(-min(total, MOST_RANKED) // PAGE_SIZE))
    page = min(max(params.page, 1), pages)
    shown = ranked(chosen, order, (page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    meaning, place = found.meaning, found.meaning.place
    return SearchResult(
        total=total,
        hits=read_hits(shown, chosen, found.area, book, actor=actor),
        facets=facets(found.answer.rows, params.filters, sets),
        page=page,
        pages=pages,
        place=found.area,
        place_words=place.text if place else "",
        place_rest=" ".join(word.raw for word in place.rest) if place else params.q,
        stage=found.stage,
        corrections=tuple(meaning.corrections.items()),
        unknown=meaning.unknown,
        meant_kinds=meaning.meant_kinds,
        other_kinds=meaning.other_kinds,
        telling=meaning.telling,
        asked=meaning.heard,
        unsaid=_unsaid(meaning, chosen, book),
        relaxations=() if total else _relaxations(params, found, sets),
        order=order,
        sections={part: rows.bit_count() for part, rows in chosen.parts()},
    )


def find(params: SearchParams, table: Columns, book: Codebook) -> Found:
    """All services that hold the words or are of the kind meant, at the place; if none, those with most words."""
    meaning = read_meaning(params.q, book, table, place_given=params.place is not None)
    area = params.place or (meaning.place.area if meaning.place else None)
    answer = _answer(meaning, area, table)
    if meaning.is_empty:
        return Found(meaning, area, "", answer)
    kinds = table.kinds.holding_some(meaning.meant_kinds)
    rows = (meaning.holders(ALL_WORDS) | kinds) & answer.rows
    if rows:
        return Found(meaning, area, "all", replace(answer, rows=rows))
    return Found(meaning, area, "part", replace(answer, rows=meaning.holders(MOST_WORDS) & answer.rows))


def _answer(meaning: Meaning, area: Area | None, table: Columns) -> Answer:
    """All services with some standing at the place, and which of them fit the words."""
    places = place_sets(area, table)
    named = meaning.named ^ (meaning.named & table.hidden)
    fitting = table.everything
    if meaning.meant_kinds:
        fitting = table.kinds.holding_some(meaning.meant_kinds) | named
        fitting |= 0 if meaning.is_sure else meaning.matches.holding_all(NAME)
    scores = {code: meaning.kind_score(code) for code in meaning.kinds}
    return Answer(table, places, places.everything, fitting, named, meaning.matches, meaning.weights, scores)


def _unsaid(meaning: Meaning, chosen: Answer, book: Codebook) -> tuple[tuple[str, int], ...]:
    """Words that brought people to counselling although few services say them: (word, how many say it)."""
    total = chosen.rows.bit_count()
    registered = tuple(code for code in meaning.leading_kinds if code in book.kinds)
    if registered != (COUNSELLING,) or total < 2:
        return ()
    official = official_signs(registered, book)
    found = []
    for number, term in enumerate(meaning.query.terms):
        if meaning.weights[number] and not meaning.says(number, official):
            saying = (chosen.rows & meaning.matches.held(number, NAME | NOTE)).bit_count()
            if saying <= total * MOST_WORDS:
                found.append((term.text, saying))
    return tuple(found)


def _relaxations(params: SearchParams, found: Found, sets: FilterSets) -> tuple[Relaxation, ...]:
    """What to leave out to find something, with the count it gives."""
    filters, rows = params.filters, found.answer.rows
    narrower = {name: filters.without(name) for name in FIELDS}
    counts = {name: sets.chosen(rows, without).bit_count() for name, without in narrower.items() if without != filters}
    wider = {"kde": replace(params, place=None), "q": replace(params, q="")}
    for name, changed in wider.items():
        if changed != params:
            other = find(changed, sets.columns, sets.book).answer
            wide = FilterSets(sets.columns, other.places, sets.book)
            counts[name] = wide.chosen(other.rows, filters).bit_count()
    return tuple(Relaxation(name, count) for name, count in counts.items() if count)
