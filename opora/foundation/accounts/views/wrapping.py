"""allauth's views under the habits of the house."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from allauth.account.internal.stagekit import get_pending_stage
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.http import HttpRequest, HttpResponse


def unprocessable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 422 instead of 200 when the form came back with errors."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if response.status_code == 200 and form is not None and form.is_bound and form.errors:
            response.status_code = 422
        return response

    return wrapped


def counting_failures(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Count wrong codes of the second step as wrong passwords: a million codes must not be tried one after another."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        stage = get_pending_stage(request) if request.method == "POST" else None
        if stage is None:
            return view(request, *args, **kwargs)
        credentials = {"email": stage.login.user.email}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return get_lockout_response(request, credentials=credentials)
        response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            AxesProxyHandler.user_login_failed(__name__, credentials, request)
        return response

    return wrapped
