"""Addresses for other instances: posting a package, and the schema of packages."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.limits import limited
from opora.foundation.core.web import public
from opora.foundation.exchange.enums import PackageStatus
from opora.foundation.exchange.operations.packages import receive_package
from opora.foundation.exchange.selectors.envelope import LARGEST, SCHEMA, UNREADABLE


@public
@csrf_exempt
@require_POST
@limited("exchange")
def post(request: HttpRequest) -> HttpResponse:
    """Take a signed package: 200 accepted, 422 rejected with reasons. The signature says who sends."""
    try:
        text = request.read(LARGEST + 1).decode("utf-8")
        package = receive_package(text, how="http", actor=Actor.job("příjem balíku počtů"))
    except UnicodeDecodeError:
        return _rejected(UNREADABLE)
    except OperationError as error:
        return _rejected(str(error))
    if package.status == PackageStatus.ACCEPTED:
        return JsonResponse({"status": "accepted", "reasons": []})
    return _rejected(*package.reasons)


@public
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """JSON Schema of the content of a package."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json; charset=utf-8")


def _rejected(*reasons: str) -> HttpResponse:
    answer = {"status": "rejected", "reasons": list(reasons)}
    return JsonResponse(answer, status=HTTPStatus.UNPROCESSABLE_ENTITY, json_dumps_params={"ensure_ascii": False})
