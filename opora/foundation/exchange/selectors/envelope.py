"""The envelope of a package, and whether what came in one may be taken."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from jsonschema import Draft202012Validator

from opora.foundation.core.dates import czech_date, today
from opora.foundation.exchange.models import Package, Peer
from opora.foundation.exchange.selectors.countables import Countable, countables
from opora.foundation.exchange.selectors.periods import Period, period_of
from opora.foundation.exchange.selectors.signing import is_signed

FORMAT = "opora-package/1"
SCHEMA = Path(__file__).parents[1] / "data" / "package.schema.json"
LARGEST = 2_500_000  # bytes of an envelope; a request larger than this does not get into the house
MOST_REASONS = 10
UNREADABLE = "Tohle není balík počtů. Pošlete soubor, který druhá strana stáhla z Opory, beze změny."
KEY_ID = re.compile("[0-9a-f]{16}")
KEYS = {"body", "signature", "key_id"}


@dataclass(frozen=True)
class Envelope:
    """What travels: the text that was signed, its signature in base64, and which key signed it."""

    body: str
    signature: str
    key_id: str


def canonical(content: dict[str, Any]) -> str:
    """The one way to write the content: keys in order, no spaces, UTF-8; a signature is of these very characters."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(package: Package) -> str:
    """The envelope of a package as a file or a request holds it."""
    fields = {"body": package.body, "signature": package.signature, "key_id": package.key_id}
    return json.dumps(fields, ensure_ascii=False)


def opened(text: str) -> Envelope | None:
    """The envelope in the text; None for anything else."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(fields, dict) and set(fields) == KEYS and all(isinstance(one, str) for one in fields.values())
    return Envelope(**fields) if whole else None


def peer_of(envelope: Envelope) -> Peer | None:
    """The other side whose key signed the envelope; None for a key nobody knows or a signature that does not fit."""
    if not KEY_ID.fullmatch(envelope.key_id):
        return None  # a database refuses to be asked for some characters
    peer = Peer.objects.filter(key_id=envelope.key_id, ended_at__isnull=True).first()
    return peer if peer and is_signed(envelope.body, envelope.signature, peer.public_key) else None


def content_of(envelope: Envelope) -> dict[str, Any] | None:
    """The signed content as data; None when it is no JSON object in the canonical form."""
    try:
        content = json.loads(envelope.body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and canonical(content) == envelope.body else None


def faults(content: dict[str, Any], peer: Peer) -> list[str]:
    """Why the package of the known side cannot be taken, in Czech sentences; none when it can."""
    shape = list(_faults_of_shape(content))
    return shape or [*_faults_of_matter(content, peer), *_faults_of_table(content)][:MOST_REASONS]


def has_shape(content: dict[str, Any]) -> bool:
    """True when the content is as the schema of packages says, so that its table can be read."""
    return next(_faults_of_shape(content), None) is None


def _faults_of_shape(content: dict[str, Any]) -> Iterator[str]:
    for number, error in enumerate(_validator().iter_errors(content)):
        if number == MOST_REASONS:
            return
        where = "/".join(str(part) for part in error.absolute_path) or "kořen"
        yield f"Balík nemá předepsaný tvar ({where}: {error.validator}). Vytvořte ho znovu v téže verzi Opory."
    if period_of(content) is None:
        yield "Balík má neplatné období. Vytvořte ho znovu."


def _faults_of_matter(content: dict[str, Any], peer: Peer) -> Iterator[str]:
    if not peer.receives_from:
        yield f"Od protistrany „{peer.name}“ balíky nepřijímáme."
    known = _known(content["countable"])
    version = content["method"]["version"]
    if known is None:
        yield f"Tuto tabulku ({content['countable']}) zde neznáme."
    elif version != known.version:
        yield (
            f"Balík je spočítaný metodikou {version}, přijímáme {known.version}. "
            "Spočítejte ho znovu v nové verzi Opory."
        )
    if content["territory"] != {"level": "kraj", "code": settings.REGION_CODE}:
        yield f"Balík je za jiné území ({content['territory']['code']}), přijímáme {settings.REGION_CODE}."
    period: Period = period_of(content)  # type: ignore[assignment]
    if period.last > today():
        yield f"Období balíku ještě neskončilo ({czech_date(period.last)})."


def _faults_of_table(content: dict[str, Any]) -> Iterator[str]:
    known = _known(content["countable"])
    if known is None:
        return
    measures, seen = {one.code for one in known.measures}, set()
    for number, row in enumerate(content["rows"], start=1):
        key = canonical([row["area"], row["group"]])  # type: ignore[arg-type]
        if set(row["group"]) != set(known.dimensions) or set(row["values"]) != measures:
            yield f"Řádek {number} má jiné sloupce, než určuje metodika."
        elif key in seen:
            yield f"Řádek {number} je v balíku dvakrát."
        seen.add(key)


def _known(code: str) -> Countable | None:
    return next((one for one in countables if one.code == code), None)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
