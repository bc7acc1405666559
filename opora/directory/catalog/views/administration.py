"""The hub of administration: links to pages of staff, each for those who may open it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.foundation.core.registries import administration as pages_of_staff
from opora.foundation.core.web import render_page


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """Pages that the actor may open, with what waits there; who has none does not learn that the hub exists."""
    pages = [
        {"page": page, "url": reverse(page.url_name), "waiting": page.waiting()}
        for page in pages_of_staff
        if page.shown_to(request.actor)
    ]
    if not pages:
        raise Http404
    return render_page(request, "catalog/administration.html", {"pages": pages})
