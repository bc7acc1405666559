"""A package on the wire."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException

from opora.foundation.exchange.models import Package
from opora.foundation.exchange.selectors.envelope import sealed

TIMEOUT = 20  # seconds
LONGEST_ANSWER = 100_000  # bytes
TOO_LARGE = "Protistrana tak velký balík nepřijímá. Rozdělte období."


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    accepted: bool
    reasons: list[str]


def file_name(package: Package) -> str:
    """„balik-catalog.services-2026-01-01-2026-03-31.json“."""
    return f"balik-{package.countable}-{package.period_from:%Y-%m-%d}-{package.period_to:%Y-%m-%d}.json"


def post(package: Package, address: str) -> Answer | None:
    """Post the envelope; None when the other side is not there, has trouble of its own or asks to wait."""
    if not address.startswith(("https://", "http://")):
        return None
    headers = {"Content-Type": "application/json", "User-Agent": "Opora"}
    request = urllib.request.Request(address, sealed(package).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # nosec B310
            return _answer(response.read(LONGEST_ANSWER))
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Answer(accepted=False, reasons=[TOO_LARGE])
        return _answer(error.read(LONGEST_ANSWER)) if error.code == HTTPStatus.UNPROCESSABLE_ENTITY else None
    except (OSError, HTTPException):
        return None


def _answer(body: bytes) -> Answer | None:
    try:
        said = json.loads(body)
        return Answer(said["status"] == "accepted", [str(reason) for reason in said.get("reasons", [])])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
