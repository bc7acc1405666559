"""Answers of the API: readable UTF-8 JSON with an ETag; errors have one shape."""

import json
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

JSON = "application/json; charset=utf-8"
FRESH = 300  # seconds; data change once a day, providers' statements during it
HANDBOOK = "/napoveda/api/"


def answer(data: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The data as JSON that caches may keep for five minutes and then ask whether it has changed."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, status=status, content_type=JSON)
    response["ETag"] = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def problem(status: int, detail: str, errors: Iterable[dict[str, Any]] = ()) -> HttpResponse:
    """A Czech sentence on what is wrong, and on which parameters."""
    response = HttpResponse(
        json.dumps({"detail": detail, "errors": list(errors)}, ensure_ascii=False).encode(),
        status=status,
        content_type=JSON,
    )
    patch_cache_control(response, no_store=True)
    return response


def parameter_error(parameter: str, message: str, candidates: Iterable[dict[str, str]] = ()) -> dict[str, Any]:
    """One item of `errors`."""
    return {"parameter": parameter, "message": message, "candidates": list(candidates)}
