"""Services: the search and one service."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.cards import find_service, gone_card
from opora.directory.catalog.selectors.listing import Listed, Listing, list_services
from opora.directory.territory.selectors import place_index
from opora.web.api.exports import schemas
from opora.web.api.exports.answers import answer
from opora.web.api.exports.lists import area_ref, page_json
from opora.web.api.exports.services import Names, service_json
from opora.web.api.filters.questions import ORDER_NAMES, question
from opora.web.api.filters.shapes import Identifier, ServiceQuery, strict
from opora.web.api.selectors.services import PUBLIC, read_services

router = Router(tags=["Služby"])
SHOWN = "Služby, které neskončily. Každá položka je celá služba; podmínky platí všechny najednou."
ENDED = "Služba, která skončila, odpoví 410 a řekne, které služby ji mohou nahradit."


@router.get(
    "/services", response={200: schemas.ServicePage}, url_name="services", summary="Najít služby", description=SHOWN
)
@strict(ServiceQuery)
def services(request: HttpRequest, query: Query[ServiceQuery]) -> HttpResponse:
    """One page of services for the parameters."""
    book = codebook()
    start = (query.page - 1) * query.per_page
    listing = list_services(
        question(query, book, region=settings.REGION_CODE), start, start + query.per_page, book=book
    )
    found = {facts.service.pk: facts for facts in read_services(row.pk for row in listing.rows)}
    names = _names(request, book)
    placed = listing.place is not None or bool(query.near)
    items = [
        service_json(found[row.pk], names) | {"at_place": _at_place(row) if placed else None}
        for row in listing.rows
        if row.pk in found
    ]
    page = page_json(items, page=query.page, per_page=query.per_page, total=listing.total, readable=listing.readable)
    return answer(page | {"asked": _asked(listing)})


def _at_place(row: Listed) -> dict[str, Any]:
    distance = None if row.distance_km is None else round(row.distance_km, 1)
    return {"reach_class": row.reach_class or None, "distance_km": distance}


def _asked(listing: Listing) -> dict[str, Any]:
    return {
        "place": area_ref(listing.place) if listing.place else None,
        "words": listing.stage or None,
        "corrections": [{"word": word, "better": better} for word, better in listing.corrections],
        "unknown_words": list(listing.unknown),
        "sort": ORDER_NAMES[listing.order],
    }


def _names(request: HttpRequest, book: Codebook) -> Names:
    return Names(book, place_index(), request.build_absolute_uri("/").rstrip("/"))


@router.get(
    "/services/{path:identifier}",
    response={200: schemas.Service, 410: schemas.Gone},
    url_name="service",
    summary="Jedna služba",
    description=ENDED,
)
@strict()
def service(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """The service; 410 with possible successors once it has ended, 404 when nobody knows it."""
    found = find_service(identifier)
    if found is None:
        raise Http404
    if found.has_ended:
        return _gone(request, found)
    facts = read_services([found.pk])
    return answer(service_json(facts[0], _names(request, codebook())))


def _gone(request: HttpRequest, ended: Service) -> HttpResponse:
    card = gone_card(ended, actor=PUBLIC)
    last = min(filter(None, (ended.ends_on, ended.gone_on)), default=None)
    return answer(
        {
            "detail": "Služba skončila.",
            "errors": [],
            "identifier": ended.identifier,
            "name": ended.name,
            "status": "ended",
            "ended_on": last.isoformat() if last else None,
            "successors": [successor.identifier for successor in card.successors],
            "url": request.build_absolute_uri(ended.get_absolute_url()),
        },
        status=410,
    )
