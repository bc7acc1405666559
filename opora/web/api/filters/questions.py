"""Parameters of the address of services → the question for the search; what makes no sense is refused, all at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.filters import clean, near_first
from opora.directory.catalog.selectors.columns import columns
from opora.directory.catalog.selectors.facets import audience_groups
from opora.directory.catalog.selectors.listing import Near, Question
from opora.directory.catalog.selectors.query import LONGEST_QUERY
from opora.directory.catalog.selectors.search import SearchParams
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import Resolution, resolve_place
from opora.web.api.exports.answers import parameter_error
from opora.web.api.filters.shapes import LONGEST_PLACE, Refused, ServiceQuery

ORDERS = {"relevance": "vhodnost", "distance": "vzdalenost", "name": "nazev"}
ORDER_NAMES = {inner: name for name, inner in ORDERS.items()}
UNKNOWN_PLACE = "Takové místo neznáme. Použijte název obce, PSČ nebo klíč území z /api/v1/areas."
MORE_PLACES = "Názvu odpovídá víc míst. Vyberte jedno a jeho klíč použijte jako place."
RADIUS_OF_WHAT = "Okruh potřebuje střed: přidejte place nebo near."
DISTANCE_OF_WHAT = "Podle vzdálenosti lze řadit jen od place nebo near."
type Errors = list[dict[str, Any]]


def question(query: ServiceQuery, book: Codebook, *, region: str) -> Question:
    """The question of the parameters. `region` is the code of the kraj whose places are offered first.

    Raises Refused with every parameter that makes no sense.
    """
    errors: Errors = []
    place = _place(clean(query.place, LONGEST_PLACE), region, errors)
    groups = _groups(query.target_group, book, errors)
    kinds = {*book.kinds, *book.other_kinds, *columns().kinds.codes}
    _check("kind", query.kind, kinds, "Takový druh neznáme. Kódy druhů dává /api/v1/kinds.", errors)
    _check("form", query.form, book.forms, "Takovou formu neznáme. Formy jsou amb, ter a pob.", errors)
    if not query.near and not query.place:
        errors += [parameter_error("radius", RADIUS_OF_WHAT)] if query.radius is not None else []
        errors += [parameter_error("sort", DISTANCE_OF_WHAT)] if query.sort == "distance" else []
    if errors:
        raise Refused(*errors)
    q = clean(query.q, LONGEST_QUERY)
    params = SearchParams(
        q=q,
        place=place,
        kinds=tuple(query.kind),
        forms=tuple(query.form),
        age=query.age,
        free=query.free,
        anonymous=query.anonymous,
        accepts=query.accepts,
        radius=None if query.near else query.radius,
        sort=ORDERS[query.sort or ("relevance" if q or place else "name")],
    )
    return Question(params, groups, _near(query))


def _near(query: ServiceQuery) -> Near | None:
    if not query.near:
        return None
    latitude, longitude = map(float, query.near.split(","))
    return Near(latitude, longitude, query.radius)


def _place(text: str, region: str, errors: Errors) -> Area | None:
    found = resolve_place(text, region) if text else Resolution(None)
    if text and found.area is None:
        candidates = near_first(found.candidates, region)
        choices = [{"key": area.key, "label": area.label} for area in candidates]
        errors.append(parameter_error("place", MORE_PLACES if choices else UNKNOWN_PLACE, choices))
    return found.area


def _groups(asked: Iterable[str], book: Codebook, errors: Errors) -> tuple[str, ...]:
    """Codes of the groups; a slug of an audience stands for all of its groups."""
    asked = list(asked)
    wide = {slug: codes for slug, (_name, codes) in audience_groups().items()}
    message = "Takovou skupinu neznáme. Kódy skupin a okruhů dává /api/v1/target-groups."
    _check("target_group", asked, {*book.groups, *wide}, message, errors)
    return tuple(_expanded(asked, wide))


def _expanded(asked: Iterable[str], wide: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for code in asked:
        yield from wide.get(code, (code,))


def _check(name: str, asked: Iterable[str], known: Iterable[str], message: str, errors: Errors) -> None:
    if not set(asked) <= set(known):
        errors.append(parameter_error(name, message))
