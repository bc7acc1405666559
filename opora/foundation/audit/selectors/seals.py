"""How records are sealed: what is hashed, and which records wait for their seal."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from opora.foundation.audit.models import AuditEvent, ReadEvent, SealedBlock
from opora.foundation.audit.selectors.ranges import Ranges

MODELS: dict[str, type[AuditEvent] | type[ReadEvent]] = {
    SealedBlock.Stream.EVENTS: AuditEvent,
    SealedBlock.Stream.READS: ReadEvent,
}
LATEST = timedelta(days=1)  # a transaction that lasts longer would bring its records behind the seal
PIECE = 500  # rows in memory at once
DIGEST = 32  # characters of the hash of one record


def digest(row: dict[str, Any]) -> str:
    """Keyed hash of all values of a record, 128 bits; the same on every database.

    Empty values are left out, so that a field added later does not change old hashes.
    """
    values = {name: _plain(value) for name, value in row.items() if value not in ("", None, {})}
    line = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _hash(line)[:DIGEST]


def block_hash(block: SealedBlock) -> str:
    """Hash of a block: of its own values, hashes of its records and, through `previous_hash`, all before it."""
    parts = [
        block.previous_hash, block.stream, block.number, _plain(block.sealed_at), block.records, block.count,
        block.last_record, block.digests,
    ]  # fmt: skip
    return _hash(json.dumps(parts, separators=(",", ":")))


def _hash(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> Any:
    """Moments as UTC with microseconds; everything else is plain already."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def rows(stream: str, wanted: Ranges) -> Iterator[Any]:
    """Values of the records that exist, by number; in memory only a piece at once."""
    for first, last in wanted:
        yield from MODELS[stream].objects.filter(pk__range=(first, last)).order_by("pk").values().iterator(PIECE)


def last_block(stream: str) -> SealedBlock | None:
    """The newest block of the chain."""
    return SealedBlock.objects.filter(stream=stream).order_by("-number").first()


def floor_of(stream: str, now: datetime | None = None) -> int:
    """The highest number sealed a day ago and earlier: no transaction may still bring a record under it."""
    older = SealedBlock.objects.filter(stream=stream, sealed_at__lt=(now or timezone.now()) - LATEST)
    return older.order_by("-number").values_list("last_record", flat=True).first() or 0


def unsealed(stream: str) -> "QuerySet[Any]":
    """Records that wait for a seal: new ones, and those whose transaction ended after a later one was sealed."""
    last = last_block(stream)
    model: type[Model] = MODELS[stream]
    records: QuerySet[Any] = model._default_manager.all()
    if last is None:
        return records
    late = _late(stream, last.last_record)
    return records.filter(Q(pk__gt=last.last_record) | Q(pk__in=late))


def _late(stream: str, top: int) -> list[int]:
    """Numbers between the floor and the top that exist and no block holds. Usually none, which two counts tell."""
    now = timezone.now()
    floor = floor_of(stream, now)
    blocks = SealedBlock.objects.filter(stream=stream, sealed_at__gte=now - LATEST)
    sealed = Ranges.union(Ranges.parse(text) for text in blocks.values_list("records", flat=True)).above(floor)
    between = MODELS[stream].objects.filter(pk__gt=floor, pk__lte=top)
    if between.count() == len(sealed):
        return []
    numbers = between.order_by("pk").values_list("pk", flat=True)
    return [number for number in numbers.iterator(PIECE) if number not in sealed][:PIECE]


def block_of(stream: str, number: int) -> SealedBlock | None:
    """The block that seals the record; a late record lies in a later block than its neighbours."""
    blocks = SealedBlock.objects.filter(stream=stream, last_record__gte=number).order_by("number")
    first = blocks.first()
    if first is None:
        return None
    near = blocks.filter(sealed_at__lte=first.sealed_at + LATEST).iterator(PIECE)
    return next((block for block in near if number in Ranges.parse(block.records)), None)
