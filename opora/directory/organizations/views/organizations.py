"""Pages of organizations: list, one, new, edit, close. Strangers do not learn that they exist."""

from django.http import Http404, HttpRequest, HttpResponse


def organizations_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def new(request: HttpRequest) -> HttpResponse:
    raise Http404


def organization(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def close(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
