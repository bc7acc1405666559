"""Pages of branches: new, edit, close."""

from django.http import Http404, HttpRequest, HttpResponse


def new(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def close(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
