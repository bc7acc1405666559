"""Providers, kinds of services, target groups and areas."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.filters import clean
from opora.directory.catalog.models import Provider
from opora.directory.catalog.selectors.card_parts import AreaNames
from opora.directory.catalog.selectors.query import LONGEST_QUERY
from opora.directory.territory.selectors import area_labels
from opora.web.api.exports import schemas
from opora.web.api.exports.answers import answer
from opora.web.api.exports.lists import (
    area_json,
    group_json,
    kind_detail_json,
    kind_json,
    page_json,
    provider_json,
)
from opora.web.api.filters.shapes import (
    LONGEST_PLACE,
    AreaQuery,
    CodeListQuery,
    Ico,
    KindCode,
    OrganizationQuery,
    Paging,
    strict,
)
from opora.web.api.selectors.lists import areas_page, provider_with, providers_page

router = Router()
PROVIDERS, LISTS, TERRITORY = ["Poskytovatelé"], ["Číselníky"], ["Území"]


@router.get(
    "/organizations",
    response={200: schemas.OrganizationPage},
    url_name="organizations",
    tags=PROVIDERS,
    summary="Poskytovatelé",
    description="Poskytovatelé, kteří mají službu, jež neskončila, podle abecedy.",
)
@strict(OrganizationQuery)
def organizations(request: HttpRequest, query: Query[OrganizationQuery]) -> HttpResponse:
    """One page of providers."""
    start, end = _bounds(query)
    found = providers_page(clean(query.q, LONGEST_QUERY), start, end)
    names = _seats(found.items)
    return _page(query, [provider_json(row, names, request.build_absolute_uri) for row in found.items], found.total)


@router.get(
    "/organizations/{ico}",
    response={200: schemas.Organization},
    url_name="organization",
    tags=PROVIDERS,
    summary="Jeden poskytovatel",
    description="Poskytovatel podle IČO, i když jeho služby skončily.",
)
@strict()
def organization(request: HttpRequest, ico: Ico) -> HttpResponse:
    """The provider; 404 when nobody has the IČO."""
    found = provider_with(ico)
    if found is None:
        raise Http404
    return answer(provider_json(found, _seats([found]), request.build_absolute_uri))


@router.get(
    "/kinds",
    response={200: schemas.KindPage},
    url_name="kinds",
    tags=LISTS,
    summary="Druhy služeb",
    description="Sociální služby podle zákona a za nimi druhy pomoci mimo registr.",
)
@strict(CodeListQuery)
def kinds(request: HttpRequest, query: Query[CodeListQuery]) -> HttpResponse:
    """Kinds in force."""
    book = codebook()
    rows = [*book.kinds.values(), *book.other_kinds.values()]
    start, end = _bounds(query)
    items = [kind_json(row, book, request.build_absolute_uri) for row in rows[start:end]]
    return _page(query, items, len(rows))


@router.get(
    "/kinds/{code}",
    response={200: schemas.KindDetail},
    url_name="kind",
    tags=LISTS,
    summary="Jeden druh služby",
    description="Druh služby s výkladem běžnou řečí.",
)
@strict()
def kind(request: HttpRequest, code: KindCode) -> HttpResponse:
    """The kind with the texts of its page; 404 for a code nobody knows."""
    book = codebook()
    found = book.kind(code)
    if found is None:
        raise Http404
    return answer(kind_detail_json(found, book, request.build_absolute_uri))


@router.get(
    "/target-groups",
    response={200: schemas.TargetGroupPage},
    url_name="target_groups",
    tags=LISTS,
    summary="Cílové skupiny",
    description="Skupiny lidí, kterým služby pomáhají, a širší okruhy, do kterých patří.",
)
@strict(CodeListQuery)
def target_groups(request: HttpRequest, query: Query[CodeListQuery]) -> HttpResponse:
    """Target groups in force."""
    book = codebook()
    rows = list(book.groups.values())
    start, end = _bounds(query)
    return _page(query, [group_json(row, book) for row in rows[start:end]], len(rows))


@router.get(
    "/areas",
    response={200: schemas.AreaPage},
    url_name="areas",
    tags=TERRITORY,
    summary="Území",
    description="Kraje, okresy, správní obvody a obce; klíč území je hodnota pro parametr place.",
)
@strict(AreaQuery)
def areas(request: HttpRequest, query: Query[AreaQuery]) -> HttpResponse:
    """One page of areas."""
    start, end = _bounds(query)
    found = areas_page(clean(query.q, LONGEST_PLACE), query.level or "", start, end)
    return _page(query, [area_json(row) for row in found.items], found.total)


def _bounds(query: Paging) -> tuple[int, int]:
    start = (query.page - 1) * query.per_page
    return start, start + query.per_page


def _page(query: Paging, items: list[dict[str, Any]], total: int) -> HttpResponse:
    return answer(page_json(items, page=query.page, per_page=query.per_page, total=total, readable=total))


def _seats(providers: Sequence[Provider]) -> AreaNames:
    """Names of the obce of seats that are known by their code only; one query."""
    return area_labels({("obec", row.obec_code) for row in providers if row.obec_code and not row.obec_name})
