"""The provider's services with what to do about each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opora.directory.catalog.selectors.my_services import has_own_services, my_services
from opora.foundation.core.web import render_page


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Services of the provider acted for; others learn nothing."""
    if not has_own_services(request.actor):
        raise Http404
    return render_page(request, "catalog/record/my_services.html", {"mine": my_services(request.actor)})
