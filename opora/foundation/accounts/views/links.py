"""Frame of pages that a link opens: a calm answer to one that is over, and nothing left behind of one that is not."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors import LinkError, open_link
from opora.foundation.core.web import public, render_page

LinkView = Callable[[HttpRequest, MagicLink, str], HttpResponse]


def link_page(purpose: str, *, next_step: str) -> Callable[[LinkView], Callable[..., HttpResponse]]:
    """Make a public view `(request, token)` of one that takes the request, the open link and its token.

    `next_step` is a Czech sentence: what to do when the link is over. It is the same for everybody, so that the page
    betrays nobody. A LinkError of the view itself (the second of two tabs) gets the same page.
    """

    def decorate(view: LinkView) -> Callable[..., HttpResponse]:
        @public
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def wrapped(request: HttpRequest, token: str) -> HttpResponse:
            try:
                response = view(request, open_link(token, purpose), token)
            except LinkError as error:
                response = refused(request, error, next_step)
            return discreet(response)

        return wrapped

    return decorate


def refused(request: HttpRequest, error: LinkError, next_step: str) -> HttpResponse:
    """The page of a link that opens nothing: 410 when it once did, 404 when it never could."""
    status = HTTPStatus.GONE if error.gone else HTTPStatus.NOT_FOUND
    return render_page(
        request, "accounts/link_refused.html", {"sentence": error, "next_step": next_step}, status=status
    )


def discreet(response: HttpResponse) -> HttpResponse:
    """Keep the token out of caches, search engines and of what the browser tells others.

    The policy is not `no-referrer`: browsers then send `Origin: null` and no form of the page would pass.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
