"""Ends sessions that nobody uses, and keeps what was typed into a form that came too late."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import csrf

from opora.foundation.accounts.forms.kept import KeptForm, opened
from opora.foundation.accounts.selectors.sessions import BEGAN, CARRIED, ENDED, KEPT, SEEN

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

MOST_KEPT = 3  # forms in one session: tabs of one browser


@dataclass(frozen=True)
class Idleness:
    """How long the page may stay without an act; seconds. The page counts them down by itself."""

    limit: int
    warning: int
    left: int  # until the longest session ends, whatever the person does
    every: int  # how often the page may tell the server that the person is here


class IdleMiddleware:
    """Sign out who did nothing for too long; the new session remembers who it was and what they were writing.

    Pages find `request.idle` (how long they may stay), `request.ended` (why the person was signed out) and
    `request.kept` (the form that waits for this page).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.idle = request.ended = request.kept = None
        request.came_too_late = False
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if SESSION_KEY in request.session:
            self._watch(request)
        if ended := request.session.get(ENDED):
            request.ended = {**ended, "text_waits": KEPT in request.session}
        if KEPT in request.session and SESSION_KEY in request.session:
            request.kept = _kept_for(request)
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and not request.came_too_late:
            _forget_sent(request)
        return response

    def process_view(self, request, view, args, kwargs):
        """A form of a page for signed-in people waits until its sender signs in again."""
        late = request.method == "POST" and request.ended and getattr(view, "login_required", True)
        return keep(request, request.ended["account"]) if late else None

    def _watch(self, request: HttpRequest) -> None:
        """End the session that is too old; else note, at most once a minute, that the person is here."""
        now, session = int(time.time()), request.session
        seen, began = session.get(SEEN, now), session.get(BEGAN, now)
        idle = now - seen > settings.SESSION_IDLE + settings.SESSION_NOTED_EVERY
        if idle or now - began > settings.SESSION_LONGEST:
            _end(request, "idle" if idle else "long")
            return
        if SEEN not in session or now - seen >= settings.SESSION_NOTED_EVERY:
            session[SEEN] = now
            session[BEGAN] = began
        left = settings.SESSION_LONGEST - (now - began)
        request.idle = Idleness(settings.SESSION_IDLE, settings.SESSION_WARNING, left, settings.SESSION_NOTED_EVERY)


def _end(request: HttpRequest, why: str) -> None:
    """Sign the person out; whose session it was is remembered only when the account could still sign in."""
    session: SessionBase = request.session
    ended = {
        "why": why,
        "account": session[SESSION_KEY] if request.user.is_authenticated else "",
        "carried": {key: session[key] for key in CARRIED if key in session},
    }
    session.flush()
    request.user = AnonymousUser()
    if ended["account"]:
        session[ENDED] = ended


def keep(request: HttpRequest, account: str, to: str = "account_login") -> HttpResponse:
    """Seal what was typed into the session, and lead to sign-in (or back to the page) with the text waiting there."""
    request.came_too_late = True
    page, form = _page_of(request), KeptForm.of(request)
    if form.is_too_large:
        page = reverse("kept_text")  # it says that nothing was kept
    elif form.is_worth_keeping:
        newest = list(request.session.get(KEPT, {}).items())[1 - MOST_KEPT :]
        newest = [(path, sealed) for path, sealed in newest if path != page]
        request.session[KEPT] = dict([*newest, (page, form.sealed(account))])
    return redirect_to_login(page) if to == "account_login" else redirect(page)


def _page_of(request: HttpRequest) -> str:
    """The page that the form stands on; without a referer a page that shows the text by itself."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}) or not urlsplit(referer).netloc:
        return reverse("kept_text")
    parts = urlsplit(referer)
    path = "/" + parts.path.lstrip("/\\")  # „//“ at the beginning would lead to another site
    return f"{path}?{parts.query}" if parts.query else path


def _kept_for(request: HttpRequest) -> KeptForm | None:
    """The form that waits for the page asked for, whatever its query."""
    if request.method != "GET":
        return None
    for page, sealed in request.session[KEPT].items():
        if urlsplit(page).path == request.path:
            return opened(sealed, request.session[SESSION_KEY])
    return None


def _forget_sent(request: HttpRequest) -> None:
    """What was sent again need not wait any longer."""
    kept = request.session.get(KEPT) if SESSION_KEY in request.session else None
    if not kept:
        return
    account = request.session[SESSION_KEY]
    waiting = {
        page: sealed
        for page, sealed in kept.items()
        if (form := opened(sealed, account)) is not None and form.action != request.path
    }
    if waiting != kept:
        request.session[KEPT] = waiting


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form opened before its sender signed in again goes back to its page with the text; else the usual refusal.

    The browser itself says where a form came from, so that no other site can put words into anybody's page.
    """
    signed_in = request.user.is_authenticated and BACKEND_SESSION_KEY in request.session
    if signed_in and request.headers.get("Sec-Fetch-Site") == "same-origin":
        return keep(request, request.session[SESSION_KEY], to="page")
    return csrf.csrf_failure(request, reason)
