"""Addresses of the API, all of them open to everybody; what does not exist answers in its own shape too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path

from opora.foundation.core.web import public
from opora.web.api.api import NOT_FOUND, api
from opora.web.api.exports.answers import problem

app_name = "api"


@public
def nothing(_request: HttpRequest) -> HttpResponse:
    """404 for everything else under /api/, also for addresses with a slash at the end."""
    return problem(404, NOT_FOUND)


def opened() -> list[URLPattern]:
    """Addresses of the operations without sign-in; the root of them has no page."""
    routes, _app, _namespace = api.urls
    return [
        path(str(route.pattern), public(reading(route.callback)), name=route.name)
        for route in routes
        if route.name != "api-root"
    ]


def reading(view: Callable) -> Callable:
    """The view that answers HEAD as GET; the server leaves the body out."""

    @wraps(view)
    def read(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        method = request.method
        request.method = "GET"
        try:
            return view(request, *args, **values)
        finally:
            request.method = method

    return read


urlpatterns = [
    path("v1/", include(opened())),
    re_path("", nothing, name="nothing"),
]
