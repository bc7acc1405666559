"""State of the seals in a few words: for the hub of administration, the overview and the page of seals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from opora.foundation.audit.models import AuditEvent, SealedBlock
from opora.foundation.audit.selectors.seals import MODELS, last_block, unsealed
from opora.foundation.audit.selectors.verification import LATE, last_check
from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted, czech_datetime

TOO_LONG = timedelta(days=2)  # without a check


@dataclass(frozen=True)
class Chain:
    """One chain of blocks: its last block and how many records wait."""

    title: str
    last: SealedBlock | None
    waiting: int


def chains() -> list[Chain]:
    """State of both chains; a few queries."""
    return [
        Chain(str(SealedBlock.Stream(stream).label), last_block(stream), unsealed(stream).count()) for stream in MODELS
    ]


def waiting_too_long() -> int:
    """How many records wait for their seal over ten minutes: more than none means that sealing does not run."""
    return sum(unsealed(stream).filter(at__lt=timezone.now() - LATE).count() for stream in MODELS)


def sealed_until(_actor: Actor) -> str:
    """Until when records are sealed, or how many wait too long."""
    if late := waiting_too_long():
        return f"na pečeť {counted(late, 'záznam čeká,záznamy čekají,záznamů čeká')}"
    last = last_block(SealedBlock.Stream.EVENTS)
    return f"zapečetěno {czech_datetime(last.sealed_at)}" if last else "zatím nezapečetěno"


def verified_until(_actor: Actor) -> str:
    """When seals were checked last and how it ended; before that, that sealing is late."""
    if waiting_too_long():
        return "pečetění se opozdilo, běží plánovač?"
    event = last_check()
    if event is None:
        return "zatím neověřeno"
    ended = "v pořádku" if event.action == "audit.verified" else "nalezeny závady"
    return f"ověřeno {czech_datetime(event.at)}, {ended}"


def broken_or_unverified(_actor: Actor) -> Iterator[Matter]:
    """A line for the overview when the last check found faults, or none has run for two days."""
    event, url = last_check(), reverse("audit:seals")
    if event is not None and event.action == "audit.broken":
        yield Matter("Ověření záznamu událostí našlo závady", url, timezone.localdate(event.at))
    elif (event.at if event else _first_record()) < timezone.now() - TOO_LONG:
        yield Matter(
            "Záznam událostí nikdo neověřil déle než dva dny", url, timezone.localdate(event.at) if event else None
        )


def _first_record():
    """When the first act was recorded; now where there is none."""
    return AuditEvent.objects.order_by("pk").values_list("at", flat=True).first() or timezone.now()
