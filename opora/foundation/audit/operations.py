"""Sealing of records, and what is recorded of checks and exports of the record itself."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent, SealedBlock
from opora.foundation.audit.selectors.ranges import Ranges
from opora.foundation.audit.selectors.seals import PIECE, block_hash, digest, last_block, unsealed
from opora.foundation.audit.selectors.verification import Report
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require

LARGEST = 1_000  # records in a block
TOLD = 20  # faults written into the event; the rest is counted
TICK = timedelta(microseconds=1)


@transaction.atomic
def seal_records(stream: str, *, actor: Actor) -> SealedBlock | None:
    """Seal at most a thousand records of the chain that wait; None when nothing waits or another process was faster.

    No audit event: it would have to be sealed again, for ever.
    """
    require(actor, "audit.seal")
    previous = last_block(stream)
    numbers: list[int] = []
    digests: list[str] = []
    for row in unsealed(stream).order_by("pk")[:LARGEST].values().iterator(PIECE):
        numbers.append(row["id"])
        digests.append(digest(row))
    if not numbers:
        return None
    block = SealedBlock(
        stream=stream,
        number=previous.number + 1 if previous else 1,
        sealed_at=max(timezone.now(), previous.sealed_at + TICK) if previous else timezone.now(),
        records=str(Ranges.of(numbers)),
        digests="".join(digests),
        count=len(numbers),
        last_record=max(numbers[-1], previous.last_record if previous else 0),
        previous_hash=previous.hash if previous else "",
    )
    block.hash = block_hash(block)
    block.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            block.save()
    except IntegrityError:  # another process has sealed under this number; what is left waits for the next minute
        return None
    return block


@transaction.atomic
def record_verification(report: Report, *, actor: Actor) -> AuditEvent:
    """Record how a check of the chains ended, with their last hashes."""
    require(actor, "audit.seal")
    data: dict[str, Any] = {"blocks": report.blocks, "records": report.records, "hashes": report.hashes}
    if report.sound:
        return log.record("audit.verified", actor=actor, **data)
    return log.record(
        "audit.broken",
        actor=actor,
        faults=len(report.faults),
        first=report.faults[0],
        told=report.faults[:TOLD],
        **data,
    )


@transaction.atomic
def record_export(*, kind: str, chosen: str, count: int, actor: Actor) -> AuditEvent:
    """Record that somebody takes records out in a file: which kind, chosen how, how many."""
    require(actor, "audit.export")
    return log.record("audit.exported", actor=actor, kind=kind, chosen=chosen[:500], count=count)
