"""Pages of the shell that are only read: help, accessibility statement, crisis lines."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opora.foundation.core.web import public, render_page
from opora.web.site.selectors import pages as selectors


@public
@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """List of handbook pages."""
    return render_page(request, "site/handbook.html", {"pages": selectors.handbook_pages()})


@public
@require_safe
def handbook_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the handbook."""
    page = selectors.handbook_page(slug)
    if page is None:
        raise Http404
    return render_page(request, "site/handbook_page.html", {"page": page})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Accessibility statement from its data file."""
    return render_page(request, "site/accessibility.html", {"statement": selectors.accessibility_statement()})


@public
@require_safe
def crisis_lines(request: HttpRequest) -> HttpResponse:
    """Whom to reach in a crisis, by telephone and without a voice."""
    return render_page(request, "site/crisis_lines.html", {"without_crisis_lines": True})
