"""Results of the search as the page shows them: heading, sections, links that narrow and widen. Plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.filters import RADIUS_NEEDS_PLACE, SORT_LABELS, SORT_NEEDS_PLACE, Asked
from opora.directory.catalog.selectors.doors import Door, human_door
from opora.directory.catalog.selectors.facets import FIELDS, Choice, audience_groups
from opora.directory.catalog.selectors.hits import Hit
from opora.directory.catalog.selectors.ranking import MOST_RANKED
from opora.directory.catalog.selectors.scope import ReachClass
from opora.directory.catalog.selectors.search import PAGE_SIZE, SearchResult
from opora.directory.territory.models import Area
from opora.foundation.core.filters import Chip, chips, query_url
from opora.foundation.core.templatetags.opora import NBSP, counted, czech_number

FILTER_PARAMETERS = ("kde", *FIELDS)
FIRST_KINDS = 8
CRISIS_KINDS = frozenset({"18", "23", "34"})  # who means one of them may need help this very minute
MOST_TELLING = 6  # words
FEW = 5  # fewer services: the page also says who can advise
EXACT_TO = 1_000  # a higher total is said as „více než 1 000“
SHOWN_QUERY = 80  # characters of the query in the heading
SERVICES = "služba,služby,služeb"
YEARS = "rok,roky,let"
FEW_NUMBERS = (2, 3, 4)  # „mají“ after them, „má“ after others
HARD_DIGITS = "23467"
HEALTH_CARE = "logoped"  # beginning of words for what is often looked for here, though no social service gives it
CONDITIONS = {"zdarma": "Zdarma", "anonymne": "I bez udání jména", "prijima": "Přijímá nové klienty"}
WITHOUT = {
    "druh": "Jakýkoli druh služby",
    "forma": "Jakákoli forma",
    "pro": "Pro kohokoli",
    "vek": "V jakémkoli věku",
    "zdarma": "I za úhradu",
    "anonymne": "I se jménem",
    "prijima": "I služby, které o přijímání nic neřekly",
    "okruh": "V jakékoli vzdálenosti",
    "kde": "Kdekoli",
    "q": "Bez hledaných slov",
}


@dataclass(frozen=True)
class Link:
    """Text and address."""

    label: str
    url: str


@dataclass(frozen=True)
class Section:
    """A part of the list with its heading (empty when there is only one), explanation and hits of this page."""

    title: str
    lead: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Limit:
    """What a filter cannot know, in a sentence, and the way to drop it (empty when there is nothing to drop)."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class SearchPage:
    """Everything the template needs besides the result itself."""

    title: str
    count: str
    sections: tuple[Section, ...]
    hit_level: int
    chips: tuple[Chip, ...]
    clear_url: str
    pages: Page
    sorts: tuple[tuple[str, str, bool], ...]
    notes: tuple[str, ...]
    unsaid: tuple[str, ...]
    limits: tuple["Limit", ...]
    places: tuple[Link, ...]
    assumed: str  # the place taken for the written name, because it is the only one so called in the kraj
    kinds: tuple[Link, ...]
    helping: tuple[Link, ...]  # kinds that fit less and help too
    absent: Limit | None  # the kind that fits best, when nobody offers it here
    in_crisis: bool
    why: str
    fixes: tuple["Limit", ...]  # corrected words, each with the way back to what was typed
    first_kinds: tuple[Choice, ...]
    more_kinds: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    relaxations: tuple[Link, ...]
    sources: tuple[tuple[str, date], ...]  # source and the day its data stand to
    door: Door | None  # whom to ask when little was found
    with_door: bool


def search_page(request: HttpRequest, asked: Asked, result: SearchResult, book: Codebook) -> SearchPage:
    """The page of one result for the address it came from."""
    count = count_text(result.total)
    leading = tuple(code for code in result.meant_kinds if code not in result.other_kinds)
    kinds = tuple(_kinds(request, asked, result, book, leading))
    helping = tuple(_kinds(request, asked, result, book, result.other_kinds))
    absent = _absent(asked, result, book)
    sections = tuple(_sections(_without_repeated(result, book) if kinds else result))
    return SearchPage(
        title=f"{_title(asked, result)}: {count}",
        count=count,
        sections=sections,
        hit_level=3 if any(section.title for section in sections) else 2,
        chips=tuple(_chips(request, asked, result, book)),
        clear_url=query_url(request, dict.fromkeys(FILTER_PARAMETERS, "")),
        pages=Paginator(range(min(result.total, MOST_RANKED)), PAGE_SIZE).page(result.page),
        sorts=tuple((value, str(label), value == result.order) for value, label in SORT_LABELS.items()),
        notes=tuple(_notes(asked, result)),
        unsaid=tuple(_unsaid(word, number, result.total) for word, number in result.unsaid),
        limits=tuple(_limits(request, asked, result)),
        places=tuple(Link(_place_label(area), query_url(request, {"kde": _key(area)})) for area in asked.candidates),
        assumed=_place_label(asked.params.place) if asked.candidates and asked.params.place else "",
        kinds=() if absent else kinds,
        helping=kinds + helping if absent else helping,
        absent=absent,
        in_crisis=not CRISIS_KINDS.isdisjoint(leading),
        why=_quoted(result.telling[:MOST_TELLING]),
        fixes=tuple(_fixes(request, asked, result)),
        first_kinds=result.facets.kinds[:FIRST_KINDS],
        more_kinds=result.facets.kinds[FIRST_KINDS:],
        hidden=tuple(_hidden(asked)),
        relaxations=tuple(_relaxations(request, result)),
        sources=tuple(dict.fromkeys((hit.service.source, hit.service.as_of) for hit in result.hits)),
        door=human_door(result.place) if _little(result) else None,
        with_door=_little(result),
    )


def _little(result: SearchResult) -> bool:
    """True when so little was found that a person should be asked."""
    return result.total < FEW or result.stage == "part"


def count_text(total: int) -> str:
    """„62 služeb“; exact to a thousand."""
    if total > EXACT_TO:
        return f"více než {czech_number(EXACT_TO)}{NBSP}služeb"
    return counted(total, SERVICES) if total else "žádná služba"


def _title(asked: Asked, result: SearchResult) -> str:
    words = result.place_rest if result.place_words else asked.params.q
    what = Truncator(words).chars(SHOWN_QUERY) if words else "Sociální služby"
    where = f" – {result.place.label}" if result.place else ""
    return f"{what[:1].upper()}{what[1:]}{where}"


def _without_repeated(result: SearchResult, book: Codebook) -> SearchResult:
    """Hits of the kinds that the top of the page explains do not explain them again."""
    said = {book.kind_name(code) for code in result.meant_kinds}
    hits = tuple(replace(hit, plain_name="") if hit.plural_name in said else hit for hit in result.hits)
    return replace(result, hits=hits)


def _sections(result: SearchResult) -> Iterator[Section]:
    """Hits of the page under headings that say how sure their reach is; one unnamed section in other orders."""
    if result.order != "vhodnost" or (len({_place_of(part) for part in result.sections}) < 2 and not result.place):
        yield Section("", "", result.hits)
        return
    totals: dict[str, int] = {}
    for part, number in result.sections.items():
        totals[_place_of(part)] = totals.get(_place_of(part), 0) + number
    for name, some in groupby(result.hits, key=lambda hit: _place_of(hit.part)):
        title, lead = _section_texts(name, result.place)
        hits = tuple(some)
        number = totals.get(name, len(hits))  # a service may have moved elsewhere since it was counted
        yield Section(f"{title}: {count_text(number)}", lead, hits)


def _place_of(part: tuple[bool, str]) -> str:
    """Name of the section: class of reach, „best“ without a place, „other“ for services that fit less."""
    fits, reach = part
    return (reach or "best") if fits else "other"


def _section_texts(name: str, place: Area | None) -> tuple[str, str]:
    label = place.label if place else ""
    texts = {
        ReachClass.CONFIRMED: (f"Přímo v místě {label}", ""),
        ReachClass.TEXT: (
            "Místo uvádí text registru",
            "Vyčetli jsme to z textu, nikdo to zatím nepotvrdil. Ověřte si to u poskytovatele.",
        ),
        ReachClass.KRAJ: (
            "Pro celý kraj",
            f"Zeptejte se, zda pomohou i v{NBSP}místě {label}.",
        ),
        ReachClass.UNKNOWN: (
            "Působnost neuvedena",
            "Poskytovatel je ze stejného kraje. Zeptejte se ho, kde pomáhá.",
        ),
        "best": ("Nejvíc odpovídá", ""),
        "other": ("Další služby, které s tím mohou souviset", ""),
    }
    return texts[name]


def _chips(request: HttpRequest, asked: Asked, result: SearchResult, book: Codebook) -> Iterator[Chip]:
    params = asked.params
    if result.place_words and result.place:
        label = f"Místo: {result.place.label} (podle slov „{result.place_words}“)"
        yield Chip(label, query_url(request, {"q": result.place_rest}))
    used = [("kde", params.place.label if params.place else "", "Místo: ")]
    used += [("pro", audience_groups()[params.audience][0] if params.audience else "", "Pro: ")]
    singles = [(name, request.GET.get(name, ""), start + label) for name, label, start in used if label]
    kinds = [("druh", code, f"Druh: {book.kind_name(code)}") for code in params.kinds]
    forms = [("forma", code, f"Forma: {book.form_name(code)}") for code in params.forms]
    yield from chips(request, [*singles, *kinds, *forms, *_conditions(request, asked, result)])


def _conditions(request: HttpRequest, asked: Asked, result: SearchResult) -> Iterator[tuple[str, str, str]]:
    """Further filters in use: parameter, its value in the address, label."""
    params = asked.params
    labels = {name: label for name, label in CONDITIONS.items() if getattr(params, FIELDS[name])}
    if params.age is not None:
        labels["vek"] = f"Věk: {counted(params.age, YEARS)}"
    if params.radius and result.facets.radii:
        labels["okruh"] = f"Do {params.radius}{NBSP}km"
    yield from ((name, request.GET.get(name, ""), label) for name, label in labels.items())


def _limits(request: HttpRequest, asked: Asked, result: SearchResult) -> Iterator[Limit]:
    """What filters in use leave out, or let through, only because nobody said it."""
    params, facets = asked.params, result.facets
    if params.accepts and facets.unsaid_accepts:
        yield Limit(
            f"Zda přijímají nové klienty, zatím neřekl poskytovatel u {_of_services(facets.unsaid_accepts)}. "
            "Ty v seznamu nejsou.",
            query_url(request, {"prijima": ""}),
            "Ukázat i je",
        )
    if params.age is not None and facets.unsaid_age:
        yield Limit(f"Věk registr neuvádí u {_of_services(facets.unsaid_age)}, v seznamu zůstaly. Zeptejte se jich.")
    if params.radius and facets.radii and facets.hidden:
        yield Limit(
            f"U {_of_services(facets.hidden)} je adresa utajená, podle vzdálenosti je hledat nejde.",
            query_url(request, {"okruh": ""}),
            "Zrušit vzdálenost",
        )


def _of_services(number: int) -> str:
    """„1 služby“, „2 služeb“: the genitive."""
    return f"{czech_number(number)}{NBSP}{'služby' if number == 1 else 'služeb'}"


def _notes(asked: Asked, result: SearchResult) -> Iterator[str]:
    """Sentences about what was left out or corrected."""
    yield from asked.notes
    if any(word.casefold().startswith(HEALTH_CARE) for word in asked.params.q.split()):
        yield "Logopedie je zdravotní péče, ne sociální služba. Zeptejte se svého lékaře nebo lékařky."
    if result.unknown:
        one = len(result.unknown) == 1
        rest = f", hledali jsme bez {'něj' if one else 'nich'}" if result.total else ""
        yield f"{'Slovo' if one else 'Slova'} {_quoted(result.unknown)} registr ani náš slovník nezná{rest}."
    if result.stage == "part" and result.total:
        yield (
            "Všechna slova najednou nemá žádná služba. "
            f"Ukazujeme služby, které mají aspoň část z nich: {_quoted(result.asked)}."
        )
    if asked.params.sort == "vzdalenost" and result.order != "vzdalenost":
        yield str(SORT_NEEDS_PLACE)
    if asked.params.radius and not result.facets.radii:
        yield str(RADIUS_NEEDS_PLACE)
    if result.total > MOST_RANKED and result.page == result.pages:
        yield f"Dál už seznam nepokračuje, ukazuje prvních {czech_number(MOST_RANKED)} služeb. Výběr upřesněte."


def _unsaid(word: str, number: int, total: int) -> str:
    if not number:
        return f"Slovo „{word}“ nemá v názvu ani popisu žádná z těchto služeb. Zda se tím zabývají, registr neříká."
    verb = "mají" if number in FEW_NUMBERS else "má"
    return (
        f"Slovo „{word}“ {verb} v{NBSP}názvu nebo popisu jen {czech_number(number)} "
        f"{_out_of(total)}{NBSP}{czech_number(total)}{NBSP}služeb. "
        "U ostatních registr neříká, zda se tím zabývají. Zeptejte se jich."
    )


def _out_of(total: int) -> str:
    """„ze“ before numbers that are hard to say after „z“: ze dvou, ze šestnácti, ze sta; z pěti, z tisíce."""
    thousands = total // 1_000
    if thousands:
        return "z" if thousands == 1 else _out_of(thousands)
    digits = str(total)
    if digits[0] == "1":
        return "ze" if len(digits) > len("10") or digits[1:] in tuple(HARD_DIGITS) else "z"
    return "ze" if digits[0] in HARD_DIGITS else "z"


def _quoted(words: Iterable[str]) -> str:
    """„vařit“, „babičce“."""
    return ", ".join(f"„{word}“" for word in words)


def _fixes(request: HttpRequest, asked: Asked, result: SearchResult) -> Iterator[Limit]:
    """Corrected words; quotes in the query mean a word exactly as it stands."""
    for wrong, better in result.corrections:
        exact = asked.params.q.replace(wrong, f"„{wrong}“")
        meant = f"vzali jsme ho jako místo {better}" if wrong == result.place_words else f"hledali jsme také „{better}“"
        text = f"Slovo „{wrong}“ jsme nenašli, {meant}."
        yield Limit(text, query_url(request, {"q": exact}), f"Hledat přesně „{wrong}“")


def _kinds(
    request: HttpRequest, asked: Asked, result: SearchResult, book: Codebook, codes: Iterable[str]
) -> Iterator[Link]:
    """Kinds among those that the words mean, as links that narrow to them; none once kinds are chosen."""
    if asked.params.kinds:
        return
    present = {choice.value for choice in result.facets.kinds}
    for code in codes:
        if code in present:
            yield Link(_named(code, book), query_url(request, {"druh": code}))


def _absent(asked: Asked, result: SearchResult, book: Codebook) -> Limit | None:
    """The registered kind that the words mean best, when no service here is of it: said rather than passed over."""
    code = next(iter(result.meant_kinds), "")
    if asked.params.kinds or code not in book.kinds or code in {choice.value for choice in result.facets.kinds}:
        return None
    narrowed = any(getattr(asked.params, name) for name in FIELDS.values()) or asked.params.age is not None
    text = "Podle zvolených podmínek tu žádná není." if narrowed else "Žádnou tu zatím neznáme."
    slug = book.kinds[code].slug
    return Limit(text, reverse("catalog:kind", args=(slug,)) if slug else "", _named(code, book))


def _named(code: str, book: Codebook) -> str:
    plain, official = book.kind_plain_name(code), book.kind_name(code)
    return f"{official} ({plain})" if plain and plain != official else official


def _relaxations(request: HttpRequest, result: SearchResult) -> Iterator[Link]:
    for relaxation in result.relaxations:
        text = f"{WITHOUT[relaxation.parameter]}: {count_text(relaxation.count)}"
        yield Link(text, query_url(request, {relaxation.parameter: ""}))


def _key(area: Area) -> str:
    return f"{area.level}-{area.code}"


def _place_label(area: Area) -> str:
    """Label with what tells equal names apart: „Vilémov – okres Děčín“."""
    okres = f", okres {area.okres.name}" if area.okres and area.level == Area.Level.OBEC else ""
    return area.label if okres.removeprefix(", ") in area.label and okres else f"{area.label}{okres}"


def _hidden(asked: Asked) -> Iterator[tuple[str, str]]:
    """Fields that the form of filters carries along from the questions on top."""
    yield from ((name, value) for name, value in (("q", asked.params.q), ("kde", asked.kde)) if value)
