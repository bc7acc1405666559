"""The test client that checks every HTML answer of every test."""

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.test import Client

from opora.foundation.accounts.selectors.sessions import SECOND_FACTOR
from tests.support.page_checks import faults

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class PageClient(Client):
    """Django's client; an HTML answer with a fault (error pages too) fails the test that asked for it."""

    checks_pages = True

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        if self.checks_pages and is_html(response):
            check(response, address=f"{request.get('REQUEST_METHOD')} {request.get('PATH_INFO')}")
        return response

    def sign_in(self, user, *, second_factor: bool = True) -> "PageClient":
        """Sign the user in without going through the forms, with the second factor; returns itself, for chaining."""
        self.force_login(user, backend=BACKEND)
        session = self.session
        session[SECOND_FACTOR] = second_factor
        session.save()
        return self


@lru_cache(maxsize=128)
def remembered_faults(html: str, whole: bool) -> tuple[str, ...]:
    """The same page is parsed once: many nasty questions have one calm answer."""
    return tuple(faults(html, whole=whole))


def is_html(response: HttpResponse) -> bool:
    """A page or a part of one, not a file and not a redirect."""
    kind = response.get("Content-Type", "").split(";")[0]
    return kind == "text/html" and not response.streaming and bool(response.content)


def check(response: HttpResponse, *, address: str) -> None:
    """Raise AssertionError with every fault of the answer."""
    html = response.content.decode()
    whole = html.lstrip()[:9].lower() == "<!doctype"
    found = remembered_faults(html, whole)
    if found:
        raise AssertionError(f"{address} → {response.status_code}:\n  " + "\n  ".join(found))
