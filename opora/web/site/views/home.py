"""The home page, the page about Opora, and what robots may read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.directory.catalog.selectors.choices import situations
from opora.directory.catalog.selectors.overview import overview
from opora.directory.territory.models import Area
from opora.foundation.core.web import public, render_page
from opora.web.site.forms import HomeSearchForm

# searches are endless combinations; pages of staff are nobody's business
NOT_FOR_ROBOTS = ("/sluzby/?", "/sprava/", "/prihlaseni/", "/ucet/", "/prehled/", "/_komponenty/", "/_posta/")


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three questions, the most usual situations, crisis lines."""
    context = {
        "form": HomeSearchForm(),
        "region": _region(),
        "situations": situations(),
        "overview": overview(actor=request.actor),
        "without_crisis_lines": True,  # they stand in the page itself
    }
    return render_page(request, "site/home.html", context)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Opora is, where its data come from and what it does not know."""
    context = {"region": _region(), "overview": overview(actor=request.actor)}
    return render_page(request, "site/about.html", context)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots should leave out, and where all public pages are listed."""
    sitemap = request.build_absolute_uri(reverse("site:sitemap_index"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _region() -> str:
    """Name of the kraj that the home page speaks of; the configured one until the territory is loaded."""
    kraj = Area.objects.filter(level=Area.Level.KRAJ, code=settings.REGION_CODE).first()
    return kraj.name if kraj else settings.REGION_NAME
