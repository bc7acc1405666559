"""Cards of services and providers: public pages that say only what the register says."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.directory.catalog.exports import provider_json_ld, service_json_ld, trail_json_ld
from opora.directory.catalog.selectors.cards import find_service, gone_card, service_card
from opora.directory.catalog.selectors.provider_cards import provider_card
from opora.foundation.core.web import public, render_page


@public
@require_safe
def service(request: HttpRequest, identifier: str) -> HttpResponse:
    """The card; 410 with possible successors once the service has ended, 404 when nobody knows it."""
    found = find_service(identifier)
    if found is None:
        raise Http404
    if found.has_ended:
        gone = gone_card(found, actor=request.actor)
        return render_page(request, "catalog/gone.html", {"card": gone}, status=410)
    card = service_card(found)
    context = {
        "card": card,
        "json_ld": service_json_ld(card, request.build_absolute_uri),
        "trail": _trail(request, card.service.name),
    }
    return render_page(request, "catalog/service.html", context)


@public
@require_safe
def provider(request: HttpRequest, ico: str) -> HttpResponse:
    card = provider_card(ico, actor=request.actor)
    if card is None:
        raise Http404
    context = {
        "card": card,
        "json_ld": provider_json_ld(card, request.build_absolute_uri),
        "trail": _trail(request, card.provider.name),
    }
    return render_page(request, "catalog/provider.html", context)


def _trail(request: HttpRequest, name: str) -> dict[str, Any]:
    steps = [("Hledání služeb", reverse("catalog:search")), (name, request.path)]
    return trail_json_ld(steps, request.build_absolute_uri)
