"""allauth's views under the habits of the house."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from django.http import HttpRequest, HttpResponse

from opora.foundation.accounts.forms.sign_in import LoginForm
from opora.foundation.accounts.operations import delays
from opora.foundation.accounts.operations.sign_ins import note_failure
from opora.foundation.core.actor import Actor
from opora.foundation.core.web import client_network, render_page

View = Callable[..., HttpResponse]


def unprocessable(view: View) -> View:
    """Answer 422 when the form came back with errors, 410 to a link that is over, 429 while a wait lasts."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except delays.Delayed as delayed:
            return wait(request, delayed.seconds)
        context = getattr(response, "context_data", None) or {}
        form = context.get("form")
        if context.get("token_fail"):
            response.status_code = HTTPStatus.GONE
        elif response.status_code == HTTPStatus.OK and form is not None and form.is_bound and form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return wrapped


def counting_failures(view: View, whose: Callable[[HttpRequest], Any]) -> View:
    """Count wrong codes of the second step as wrong passwords: a million codes must not be tried one after another.

    `whose` gives the account whose code the view compares; nobody's success forgives failures of another one.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        user = whose(request) if request.method == "POST" else None
        if user is None:
            return view(request, *args, **kwargs)
        if not user.is_active:  # blocked between the two steps
            clear_login(request)
            return get_adapter().respond_user_inactive(request, user)
        keys, actor = delays.Keys.of_code(user.email, client_network(request)), Actor.public()
        delays.attempt(keys, actor=actor)
        response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            note_failure(user.email, seconds=keys.seconds_left(), actor=actor)
        else:
            delays.forgive(keys, actor=actor)
        return response

    return unprocessable(wrapped)


def sparing_mail(view: View) -> View:
    """Of one address only so many requests for mail, whether or not there is anybody to send it to."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST":
            delays.attempt(delays.Keys.of_mail(client_network(request)), actor=Actor.public())
        return view(request, *args, **kwargs)

    return unprocessable(wrapped)


def wait(request: Any, seconds: int) -> HttpResponse:
    """The page that says how long to wait; the sign-in form on it keeps the e-mail."""
    signing_in = "login" in request.POST
    context = {
        "seconds": seconds,
        "minutes": -(-seconds // 60),
        "form": LoginForm(initial={"login": request.POST["login"][:254]}) if signing_in else None,
        "next": request.POST.get("next", request.GET.get("next", "")),
    }
    response = render_page(request, "account/delayed.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response


def passing_first_step(request: HttpRequest) -> Any:
    """The account whose password, or identity elsewhere, was right a moment ago; None for anybody else."""
    stage = get_pending_stage(request)
    return stage.login.user if stage is not None else None


def signed_in(request: HttpRequest) -> Any:
    """The account that is signed in; None for the public."""
    return request.user if request.user.is_authenticated else None
