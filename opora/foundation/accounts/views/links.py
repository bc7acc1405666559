"""Frame of pages that a link opens: a calm answer to one that is over, and nothing left behind of one that is not."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.accounts.selectors.links import LinkError, open_link
from opora.foundation.core.web import public, render_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LinkView = Callable[[HttpRequest, MagicLink, str], HttpResponse]


Done = Callable[[HttpRequest, MagicLink], HttpResponse | None]


def link_page(
    purpose: str, *, next_step: str, done: Done = lambda _request, _link: None
) -> Callable[[LinkView], Callable[..., HttpResponse]]:
    """Make a public view `(request, token)` of one that takes the request, the open link and its token.

    `next_step` is a Czech sentence: what to do when the link is over. It is the same for everybody, so that the page
    betrays nobody. A LinkError of the view itself (the second of two tabs) gets the same page. `done` may answer
    instead somebody whose own link it was and who has done with it.
    """

    def decorate(view: LinkView) -> Callable[..., HttpResponse]:
        @public
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def wrapped(request: HttpRequest, token: str) -> HttpResponse:
            try:
                response = view(request, open_link(token, purpose), token)
            except LinkError as error:
                answer = done(request, error.link) if error.link else None
                response = answer or refused(request, error, next_step)
            return discreet(response)

        return wrapped

    return decorate


def refused(request: HttpRequest, error: LinkError, next_step: str) -> HttpResponse:
    """The page of a link that opens nothing: 410 when it once did, 404 when it never could."""
    status = HTTPStatus.GONE if error.link else HTTPStatus.NOT_FOUND
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


def sign_in_newcomer(request: HttpRequest, user: User) -> None:
    """Sign in somebody who has just chosen a password, under a new session key; nobody asks for it again at once."""
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password", reauthenticated=True)
