"""The import of the register as operations: begin, stage in small batches, apply at once, or refuse.

Reading of the file stands in `imports/run.py`, which calls these in turn. Everything before `apply_run` touches only
the tables of runs; `apply_run` is one transaction, so a fall at any moment leaves the old state whole.
"""

import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.directory.catalog.enums import ChangeKind, RunStatus
from opora.directory.catalog.models import ImportRun, Provider, Service, StagedService
from opora.directory.catalog.operations.register_history import forget_details, forget_words, gone_change, write_changes
from opora.directory.catalog.operations.register_types import ChangeRow, StagedItem, Tally
from opora.directory.catalog.operations.register_writer import (
    ServiceWriter,
    as_json,
    chunks,
    hide_services,
    reset_sequences,
    write_providers,
    write_rows,
    write_search_rows,
)
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.selectors.register import services_state
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.core.web import enqueue
from opora.foundation.documents.operations import store_file

SILENCE = timedelta(minutes=10)  # a run that gave no sign of life for so long is dead wherever it runs
BUSY = "Právě probíhá jiné načtení registru. Počkejte, až skončí, a zkuste to znovu."
LOST = "Načtení mezitím někdo ukončil, nic se nezapsalo. Spusťte je znovu."
UNFINISHED = "Načtení nedoběhlo (proces skončil). Data zůstala, jak byla; spusťte je znovu."


def process_name() -> str:
    """„host:pid:start“ of this process, to tell a living run from a dead one."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{_process_start(os.getpid())}"


def _process_start(pid: int) -> str:
    """When the process began, in ticks; empty where the system does not say, „-“ when there is no such process."""
    stat = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self/stat").exists():
        return ""
    try:
        return stat.read_text().rpartition(")")[2].split()[19]
    except OSError:
        return "-"


def is_alive(run: ImportRun) -> bool:
    """True while the process of a running run lives and gives signs of life."""
    if timezone.now() - run.heartbeat_at > SILENCE:
        return False
    host, _, rest = run.process.partition(":")
    pid, _, start = rest.partition(":")
    if host != socket.gethostname()[:60] or not pid.isdigit():
        return True
    return _process_start(int(pid)) == start


@transaction.atomic
def start_run(*, actor: Actor, **values: Any) -> ImportRun:
    """Begin a run; a dead one left behind is closed and its staging forgotten.

    `values` are fields of ImportRun. Raises OperationError while another run lives.
    """
    require(actor, "catalog.import_register")
    for run in ImportRun.objects.filter(status=RunStatus.RUNNING):
        if is_alive(run):
            raise OperationError(BUSY)
        _close(run, RunStatus.FAILED, UNFINISHED)
        _erase(run)
        log.record("catalog.import_failed", actor=actor, target=run, source=run.source)
    try:
        with transaction.atomic():
            return ImportRun.objects.create(started_by=actor.label[:200], process=process_name(), **values)
    except IntegrityError:
        raise OperationError(BUSY) from None


@transaction.atomic
def request_import(upload: UploadedFile, *, actor: Actor, **values: Any) -> ImportRun:
    """Keep an uploaded register, begin its run and leave the reading to the worker.

    `values` are fields of ImportRun. Raises OperationError while another run lives.
    """
    require(actor, "catalog.import_register")
    run = start_run(actor=actor, **values)
    run.file = store_file(upload, purpose="registr poskytovatelů", actor=actor)
    ImportRun.objects.filter(pk=run.pk).update(file=run.file)
    transaction.on_commit(lambda: enqueue("catalog.import_register_file", run.pk))
    return run


@transaction.atomic
def take_over(run: ImportRun, *, actor: Actor) -> None:
    """Make this process the one that works on the run; raises OperationError when somebody closed it."""
    require(actor, "catalog.import_register")
    values = {"process": process_name(), "heartbeat_at": timezone.now()}
    if not ImportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(**values):
        raise OperationError(LOST)


@transaction.atomic
def stage_batch(
    run: ImportRun, tally: Tally, staged: list[StagedItem], details: dict[str, list[dict[str, Any]]], *, actor: Actor
) -> None:
    """Keep a batch outside the live tables and note how far the run is; a dry run keeps only what it found.

    `details` are values before and after by identifier, for the history.
    Raises OperationError when somebody closed the run meanwhile.
    """
    require(actor, "catalog.import_register")
    alive = ImportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING)
    if not alive.update(heartbeat_at=timezone.now(), percent=tally.percent, **_counts(tally)):
        raise OperationError(LOST)
    if not run.dry_run:
        names = ("run_id", "identifier", "content_hash", "payload", "search")
        write_rows(StagedService, names, [
            (run.pk, item.identifier, item.content_hash, as_json(item.payload), as_json(item.search))
            for item in staged
        ])  # fmt: skip
    changes = [ChangeRow(item.kind, item.identifier, item.fields, details.get(item.identifier, [])) for item in staged]
    write_changes(run, changes)


@transaction.atomic
def apply_run(
    run: ImportRun,
    tally: Tally,
    providers: dict[str, dict[str, Any]],
    okresy: dict[str, int],
    changes: list[ChangeRow],
    *,
    actor: Actor,
) -> ImportRun:
    """Write everything staged into the live tables, end what left the register, and close the run; all or nothing.

    The search index follows by `index_staged`.

    `providers` are rows by IČO that are new or changed, `okresy` numbers of okresy by their codes, `changes` what
    the history says of providers. A dry run only counts. Raises OperationError when somebody closed the run meanwhile.
    """
    require(actor, "catalog.import_register")
    if not ImportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(heartbeat_at=timezone.now()):
        raise OperationError(LOST)
    gone = _gone(run, tally)
    write_changes(run, [*changes, *map(gone_change, gone)])
    _write_rejected(run, tally)
    tally.kinds[ChangeKind.ENDED] += len(gone)
    if not run.dry_run:
        write_providers(providers, okresy)
        forget_words(tally)
        _write_services(run)
        for chunk in chunks(gone):
            Service.objects.filter(identifier__in=chunk).update(gone_on=run.as_of, updated_at=timezone.now())
        _confirm_unchanged(run, tally)
        hide_services(sorted(tally.hide & tally.kept))
        forget_details(run, tally)
        if tally.hide or any(tally.kinds.values()):
            search_changed()
    _close(run, RunStatus.DONE, "", tally)
    counts = {kind.value: tally.kinds[kind] for kind in ChangeKind} | {"rejected": len(tally.rejected)}
    log.record("catalog.register_imported", actor=actor, target=run, source=run.source, dry_run=run.dry_run, **counts)
    return run


@transaction.atomic
def refuse_run(run: ImportRun, reason: str, tally: Tally, *, actor: Actor) -> ImportRun:
    """Close a run that must not be applied, with the reason in a sentence; live tables stay as they were."""
    require(actor, "catalog.import_register")
    _write_rejected(run, tally)
    _close(run, RunStatus.REFUSED, reason, tally)
    log.record("catalog.import_refused", actor=actor, target=run, source=run.source)
    return run


@transaction.atomic
def fail_run(run: ImportRun, reason: str, tally: Tally, *, actor: Actor) -> ImportRun:
    """Close a run that fell; live tables stay as they were."""
    require(actor, "catalog.import_register")
    _close(run, RunStatus.FAILED, reason, tally)
    log.record("catalog.import_failed", actor=actor, target=run, source=run.source)
    return run


@transaction.atomic
def index_staged(*, actor: Actor, most: int = 1500) -> bool:
    """Put a piece of applied services into the search index and forget their staging; True while something is left.

    Making the index is the longest part of an import, so it goes in small transactions after the applied one: others
    write in between, and what a fall leaves behind the next run puts there first.
    """
    require(actor, "catalog.import_register")
    applied = StagedService.objects.filter(run__status=RunStatus.DONE).order_by("pk")
    rows = list(applied.values_list("pk", "identifier", "search")[:most])
    left = len(rows) == most and applied[most : most + 1].exists()
    if rows and not left:
        search_changed()
    write_search_rows([(identifier, search) for _pk, identifier, search in rows])
    StagedService.objects.filter(pk__in=[row[0] for row in rows])._raw_delete(using="default")
    return left


@transaction.atomic
def forget_staged(*, actor: Actor, most: int = 500) -> bool:
    """Erase a piece of what runs staged and never applied; True while something is left."""
    require(actor, "catalog.import_register")
    closed = StagedService.objects.filter(run__status__in=(RunStatus.REFUSED, RunStatus.FAILED))
    pks = list(closed.values_list("pk", flat=True)[:most])
    StagedService.objects.filter(pk__in=pks)._raw_delete(using="default")
    return len(pks) == most


@transaction.atomic
def erase_file(run: ImportRun, *, actor: Actor) -> None:
    """Erase the bytes of the uploaded register, because they hold secret addresses; its name and hash stay."""
    require(actor, "catalog.import_register")
    _erase(run)


def _erase(run: ImportRun) -> None:
    if run.file is not None and run.file.file.name:
        run.file.file.storage.delete(run.file.file.name)


def _write_services(run: ImportRun) -> None:
    """Move staged services into the live tables, a chunk after a chunk."""
    keys = dict(Provider.objects.values_list("ico", "pk"))
    common = {"scope": run.scope, "as_of": run.as_of.isoformat(), "source": run.source}
    writer = ServiceWriter(keys, common)
    staged = list(StagedService.objects.filter(run=run).order_by("pk").values_list("pk", flat=True))
    for chunk in chunks(staged):
        rows = StagedService.objects.filter(pk__in=chunk).values_list("identifier", "payload")
        writer.write(rows)
    if staged:
        reset_sequences()


def _gone(run: ImportRun, tally: Tally) -> list[str]:
    """Identifiers of the scope that were here and the file no longer speaks of."""
    here = Service.objects.filter(scope=run.scope, gone_on=None).values_list("identifier", flat=True)
    return sorted(set(here) - tally.seen - tally.kept)


def _confirm_unchanged(run: ImportRun, tally: Tally) -> None:
    """Services that the file confirmed stand to its day; a rejected row keeps the day of its old version."""
    confirmed = Service.objects.filter(scope=run.scope, gone_on=None)
    stale = confirmed.exclude(as_of=run.as_of, source=run.source).values_list("identifier", flat=True)
    for chunk in chunks([identifier for identifier in stale if identifier in tally.seen]):
        Service.objects.filter(identifier__in=chunk).update(as_of=run.as_of, source=run.source)


def _close(run: ImportRun, status: RunStatus, reason: str, tally: Tally | None = None) -> None:
    """Write the end of a run."""
    now = timezone.now()
    values: dict[str, Any] = {"status": status, "reason": reason, "finished_at": now, "updated_at": now}
    if tally:
        values |= {**_counts(tally), "warnings": tally.warning_texts(), "percent": 100}
        values["seconds"] = round((now - run.created_at).total_seconds(), 3)
        if status == RunStatus.DONE and not run.dry_run:
            values |= {"fingerprint": tally.fingerprint, "turns_on": tally.turns_on, "state": services_state(run.scope)}
    for name, value in values.items():
        setattr(run, name, value)
    ImportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(**values)


def _counts(tally: Tally) -> dict[str, int]:
    kinds = {kind.value: tally.kinds[kind] for kind in ChangeKind if kind != ChangeKind.REJECTED}
    return {
        **kinds,
        "read": tally.read,
        "services": tally.services,
        "unchanged": tally.unchanged,
        "rejected": len(tally.rejected),
    }


def _write_rejected(run: ImportRun, tally: Tally) -> None:
    rows = [
        ChangeRow(ChangeKind.REJECTED, item.identifier, pointer=item.pointer, message=item.message)
        for item in tally.rejected
    ]
    write_changes(run, rows)
