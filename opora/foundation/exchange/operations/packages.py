"""Packages of counts: made and signed here, handed over by file or HTTP, received and checked."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.core.web import enqueue
from opora.foundation.exchange.enums import TRANSITIONS, Direction, PackageStatus
from opora.foundation.exchange.models import Package, Peer
from opora.foundation.exchange.selectors.countables import countables
from opora.foundation.exchange.selectors.envelope import (
    FORMAT,
    UNREADABLE,
    Envelope,
    canonical,
    content_of,
    faults,
    opened,
    peer_of,
)
from opora.foundation.exchange.selectors.periods import Period, period_of
from opora.foundation.exchange.selectors.signing import key_id, public_key, sign

UNKNOWN_SIDE = (
    "Podpis nesedí k žádné známé protistraně. Zkontrolujte, zda jste si vyměnili klíče a zda soubor nikdo nezměnil."
)
TAKEN = "Balík téhož označení už přišel s jiným obsahem. Vytvořte nový."


@transaction.atomic
def make_package(code: str, period: Period, *, territory: str, actor: Actor) -> Package:
    """Count the table for the kraj and the period and sign it; OperationError for a period that has not ended."""
    require(actor, "exchange.make_package")
    if period.last > today():
        raise OperationError(f"Období ještě neskončilo ({czech_date(period.last)}). Zvolte dřívější konec.")
    countable = countables[code]
    content: dict[str, Any] = {
        "format": FORMAT,
        "uuid": str(uuid4()),
        "sender": f"{settings.PRODUCT_NAME}, {settings.REGION_NAME}"[:200],
        "countable": code,
        "method": {"version": countable.version, "text": countable.method},
        "territory": {"level": "kraj", "code": territory},
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
        "made_at": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "rows": countable.rows(territory, period.first, period.last),
    }
    body = canonical(content)
    envelope = Envelope(body, sign(body), key_id(public_key()))
    package = _kept(content, envelope, Direction.OUT, PackageStatus.MADE)
    log.record("exchange.made", actor=actor, target=package, countable=code, rows=len(content["rows"]))
    return package


@transaction.atomic
def hand_over_file(package: Package, *, actor: Actor) -> Package:
    """Note that the package left as a file; a second download notes nothing."""
    require(actor, "exchange.make_package", package)
    if package.status != PackageStatus.MADE:
        return package
    package = _moved(package, PackageStatus.SENT, how="file")
    log.record("exchange.sent", actor=actor, target=package, how="souborem")
    return package


@transaction.atomic
def send_package(package: Package, peer: Peer, *, actor: Actor) -> Package:
    """Put the package into the queue for the address of the other side.

    Raises OperationError when the side takes none, or when the package has gone elsewhere.
    """
    require(actor, "exchange.make_package", package)
    if not (peer.sends_to and peer.address) or peer.ended_at:
        raise OperationError("Této protistraně se po síti neposílá. Předejte jí balík souborem.")
    if PackageStatus.WAITING not in TRANSITIONS[package.status]:
        raise OperationError("Balík už byl předán. Pro jinou protistranu vytvořte nový.")
    package.peer = peer
    package = _moved(package, PackageStatus.WAITING, how="http")
    enqueue("exchange.deliver_package", package.pk)
    log.record("exchange.queued", actor=actor, target=package, peer=peer.pk)
    return package


@transaction.atomic
def note_answer(package: Package, *, accepted: bool, reasons: list[str], actor: Actor) -> Package:
    """Write what the other side answered; an answer that came before stays."""
    require(actor, "exchange.make_package", package)
    package = Package.objects.select_for_update().get(pk=package.pk)
    if package.status != PackageStatus.WAITING:
        return package
    package.reasons = [str(reason)[:300] for reason in reasons[:20]]
    package = _moved(package, PackageStatus.ACCEPTED if accepted else PackageStatus.REJECTED)
    log.record("exchange.answered", actor=actor, target=package, accepted=accepted)
    return package


@transaction.atomic
def receive_package(text: str, *, how: str, actor: Actor) -> Package:
    """Take the envelope: check signature, shape, method, territory and table; keep it with the reasons of a refusal.

    The same envelope again gives the answer it had. What nobody known has signed is not kept: OperationError.
    """
    require(actor, "exchange.receive_package")
    envelope = opened(text)
    if envelope is None:
        raise OperationError(UNREADABLE)
    peer = peer_of(envelope)
    if peer is None:
        raise OperationError(UNKNOWN_SIDE)
    content = content_of(envelope)
    reasons = faults(content, peer) if content else [UNREADABLE]
    if content is None or period_of(content) is None or _has_no_number(content):
        raise OperationError(next(iter(reasons), UNREADABLE))
    before = Package.objects.filter(uuid=UUID(content["uuid"]), direction=Direction.IN).first()
    if before is not None:
        if before.body != envelope.body:
            raise OperationError(TAKEN)
        return before
    status = PackageStatus.REJECTED if reasons else PackageStatus.ACCEPTED
    package = _kept(content, envelope, Direction.IN, status, peer=peer, reasons=reasons, how=how)
    log.record("exchange.received", actor=actor, target=package, peer=peer.pk, accepted=not reasons)
    return package


def _has_no_number(content: dict[str, Any]) -> bool:
    """True when the head is so broken that no row can be kept of it."""
    try:
        UUID(content["uuid"])
        head = (content["countable"], content["method"]["version"], content["territory"]["code"], content["sender"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return True
    limits = (60, 20, 10, 200)
    return not all(
        isinstance(one, str) and one.isprintable() and 0 < len(one) <= most
        for one, most in zip(head, limits, strict=True)
    )


def _kept(
    content: dict[str, Any], envelope: Envelope, direction: Direction, status: PackageStatus, **facts: Any
) -> Package:
    package = Package(
        uuid=UUID(content["uuid"]),
        direction=direction,
        status=status,
        sender=content["sender"],
        countable=content["countable"],
        method_version=content["method"]["version"],
        territory_code=content["territory"]["code"],
        period_from=date.fromisoformat(content["period"]["from"]),
        period_to=date.fromisoformat(content["period"]["to"]),
        body=envelope.body,
        signature=envelope.signature,
        key_id=envelope.key_id,
        finished_at=timezone.now() if direction == Direction.IN else None,
        **facts,
    )
    package.full_clean()
    package.save()
    return package


def _moved(package: Package, status: PackageStatus, *, how: str = "") -> Package:
    if status not in TRANSITIONS[package.status]:
        raise OperationError("Balík je už v jiném stavu. Otevřete ho znovu.")
    package.status, package.how = status, how or package.how
    package.finished_at = None if status == PackageStatus.WAITING else timezone.now()
    package.save_fresh("status", "how", "finished_at", "peer", "reasons", version=package.version)
    return package
