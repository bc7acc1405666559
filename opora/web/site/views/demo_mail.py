"""Mail that the demo has „sent“: nothing leaves the machine, so it is read here."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opora.foundation.core.tables import Header
from opora.foundation.core.web import public, render_page
from opora.web.site.selectors import demo_mail

HEADERS = [Header("Předmět"), Header("Komu"), Header("Kdy")]


@public
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Mail from the newest; only in the demo."""
    _only_in_demo()
    return render_page(request, "site/demo_mail.html", {"letters": demo_mail.letters(), "headers": HEADERS})


@public
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Plain text of one piece of mail, with its links."""
    _only_in_demo()
    found = demo_mail.letter(name)
    if found is None:
        raise Http404
    return render_page(request, "site/demo_letter.html", {"letter": found})


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
