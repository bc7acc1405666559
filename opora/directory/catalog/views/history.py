"""Staff pages of the history of services. Those who may not read it do not learn the pages exist."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from opora.directory.catalog.selectors.history import MOST_FOUND, find_services, service_history
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

LONGEST_QUERY = 100
HEADERS = [Header("Služba"), Header("Identifikátor")]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Services by identifier or name; the only one found opens at once."""
    if not allowed(request.actor, "catalog.read_history"):
        raise Http404
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    found = find_services(text, actor=request.actor)
    if len(found) == 1:
        return redirect(found[0].url)
    context = {"text": text, "found": found, "headers": HEADERS, "most": MOST_FOUND}
    return render_page(request, "catalog/history/search.html", context)


@require_safe
def service(request: HttpRequest, identifier: str) -> HttpResponse:
    history = service_history(identifier, request.GET.get("strana"), actor=request.actor)
    if history is None:
        raise Http404
    return render_page(request, "catalog/history/service.html", {"history": history})
