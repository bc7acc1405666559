"""Is the record sound? Walks chains of blocks and says in Czech what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from opora.foundation.audit.models import AuditEvent, SealedBlock
from opora.foundation.audit.selectors.ranges import Ranges
from opora.foundation.audit.selectors.seals import DIGEST, MODELS, PIECE, block_hash, digest, floor_of, rows, unsealed

LATE = timedelta(minutes=10)  # a record that waits longer for its seal means that sealing does not run
FOUND_AT_MOST = 1_000  # faults of one chain; more would only fill the memory
NOUNS = {SealedBlock.Stream.EVENTS: "událost", SealedBlock.Stream.READS: "nahlédnutí"}


@dataclass
class Report:
    """What a check found: sentences on faults, hashes of the last blocks, how much was gone through and what waits."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    blocks: int = 0
    records: int = 0
    waiting: int = 0

    @property
    def sound(self) -> bool:
        """True when no fault was found; what only waits is none."""
        return not self.faults


@dataclass
class _Walk:
    """Where the walk along one chain stands."""

    stream: str
    since: datetime | None
    number: int = 0
    previous_hash: str = ""
    floor: int = 0
    sealed: Ranges = field(default_factory=Ranges)


def verify(since: datetime | None = None, expected: str = "") -> Report:
    """Check both chains, blocks sealed since a moment or all; `expected` is a hash that has to be in one of them."""
    report = Report()
    for stream in MODELS:
        walk = _Walk(stream, since)
        for fault in _faults(walk, report):
            if len(report.faults) < FOUND_AT_MOST:
                report.faults.append(fault)
        report.hashes[stream] = walk.previous_hash
        _look_at_waiting(stream, report)
    for known in [expected, *last_hashes()]:
        if known and not SealedBlock.objects.filter(hash=known).exists():
            report.faults.append(f"Otisk {known} v záznamu není: konec řetězu někdo odřízl nebo přepsal.")
    return report


def last_check() -> AuditEvent | None:
    """The event of the last daily check, however it ended."""
    return AuditEvent.objects.filter(action__in=["audit.verified", "audit.broken"]).order_by("-pk").first()


def last_hashes() -> list[str]:
    """Hashes that the last sound check found at the ends of the chains: they have to be there for ever."""
    sound = AuditEvent.objects.filter(action="audit.verified").order_by("-pk").first()
    return list(sound.data.get("hashes", {}).values()) if sound else []


def block_faults(block: SealedBlock) -> Iterator[str]:
    """What does not fit in one block: its own seal, missing records and changed ones."""
    noun = NOUNS[SealedBlock.Stream(block.stream)]
    if block_hash(block) != block.hash:
        yield f"Blok {block.number} ({block.get_stream_display()}): pečeť nesouhlasí, blok nebo klíč někdo změnil."
        return
    wanted = Ranges.parse(block.records)
    digests = (block.digests[place : place + DIGEST] for place in range(0, len(block.digests), DIGEST))
    found = rows(block.stream, wanted)
    row = next(found, None)
    for number, sealed in zip(wanted.numbers(), digests, strict=True):
        if row is None or row["id"] != number:
            yield f"Chybí {noun} č. {number} (blok {block.number})."
            continue
        if digest(row) != sealed:
            yield f"Změněný záznam: {noun} č. {number} (blok {block.number})."
        row = next(found, None)


def _faults(walk: _Walk, report: Report) -> Iterator[str]:
    blocks = SealedBlock.objects.filter(stream=walk.stream).order_by("number")
    if walk.since:
        blocks = blocks.filter(sealed_at__gte=walk.since)
        before = SealedBlock.objects.filter(stream=walk.stream, sealed_at__lt=walk.since).order_by("-number").first()
        if before:
            walk.number, walk.previous_hash, walk.floor = before.number, before.hash, before.last_record
    for block in blocks.iterator(PIECE):
        yield from _chain_faults(walk, block)
        yield from block_faults(block)
        walk.number, walk.previous_hash = block.number, block.hash
        walk.sealed.extend(Ranges.parse(block.records))
        report.blocks += 1
        report.records += block.count
    yield from _inserted(walk)


def _chain_faults(walk: _Walk, block: SealedBlock) -> Iterator[str]:
    name = f"({block.get_stream_display()})"
    if block.number == walk.number + 2:
        yield f"Chybí blok {walk.number + 1} {name}."
    elif block.number > walk.number + 2:
        yield f"Chybí bloky {walk.number + 1} až {block.number - 1} {name}."
    elif block.previous_hash != walk.previous_hash:
        yield f"Blok {block.number} {name} nenavazuje na předchozí: řetěz někdo přerušil."


def _inserted(walk: _Walk) -> Iterator[str]:
    """Records that no block holds although everything around them was sealed more than a day ago."""
    noun = NOUNS[SealedBlock.Stream(walk.stream)]
    for first, last in walk.sealed.gaps(walk.floor, floor_of(walk.stream)):
        strange = MODELS[walk.stream].objects.filter(pk__range=(first, last)).order_by("pk")
        for number in strange.values_list("pk", flat=True).iterator(PIECE):
            yield f"Vloženo za pečetí: {noun} č. {number}."


def _look_at_waiting(stream: str, report: Report) -> None:
    waiting = unsealed(stream)
    number = waiting.count()
    report.waiting += number
    if number and waiting.filter(at__lt=timezone.now() - LATE).exists():
        name = SealedBlock.Stream(stream).label
        report.warnings.append(f"Na pečeť čeká přes 10 minut ({name}: {number}). Běží plánovač a pracovník na pozadí?")
