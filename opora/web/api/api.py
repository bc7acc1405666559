"""The API put together: addresses, errors in its shape, and the document that describes it."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from opora.web.api.exports import schemas
from opora.web.api.exports.answers import HANDBOOK, answer, problem
from opora.web.api.exports.document import described
from opora.web.api.filters.shapes import Refused, misnamed, sentences, strict
from opora.web.api.views import lists, services

ROOT = "/api/v1/"
VERSION = "1.0.0"
DESCRIPTION = f"""Katalog sociálních služeb ke čtení, bez přihlášení. Návod: {HANDBOOK}.

Odpovědi jsou JSON v UTF-8. Neznámý nebo chybný parametr odpoví 422 s českou větou."""
NOT_FOUND = "Nic takového tu není."
WRONG = "Dotaz má chybu v parametrech."


class Api(NinjaAPI):
    """Operations are called by their views: from these names programs make names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Opora", version=VERSION, description=DESCRIPTION, openapi_url=None, docs_url=None, urls_namespace="api"
)
api.add_router("", services.router)
api.add_router("", lists.router)


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, NOT_FOUND)


@api.exception_handler(Refused)
def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(422, WRONG, error.errors)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if any(one["loc"][0] == "path" for one in error.errors):
        return problem(404, NOT_FOUND)
    errors = sentences(error.errors)
    said = {one["parameter"] for one in errors}
    address = request.resolver_match.url_name if request.resolver_match else ""  # called as its view
    errors += [one for one in misnamed(request, address or "") if one["parameter"] not in said]
    return problem(422, WRONG, errors)


@api.get(
    "/openapi.json",
    url_name="openapi",
    response={200: dict[str, Any]},
    tags=["Popis"],
    summary="Tento popis",
    description="Popis rozhraní podle OpenAPI 3.1.",
)
@strict()
def openapi(request: HttpRequest) -> HttpResponse:
    """The document itself."""
    return answer(_document())


@cache
def _document() -> dict[str, Any]:
    return described(api.get_openapi_schema(path_prefix=ROOT), schemas.Problem)
