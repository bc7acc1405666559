"""One import from a file to the live tables: read, compare, stage, guard, apply. The command, the staff page and the
daily task all come here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.db import connection

from opora.directory.catalog.enums import ChangeKind, RegisterScope
from opora.directory.catalog.imports.compare import compare, known_providers
from opora.directory.catalog.imports.details import DetailMaker, careful_providers, provider_changes
from opora.directory.catalog.imports.options import SOURCE, Coordinates, ReadOptions
from opora.directory.catalog.imports.parsing import identifier_of, parse_item, says_secret, signs_of_service
from opora.directory.catalog.imports.providers import ProviderBook
from opora.directory.catalog.imports.repeat import fingerprint, next_turn, repeated_tally, same_run
from opora.directory.catalog.imports.rows import prepare
from opora.directory.catalog.imports.source import NotARegister, RegisterFile
from opora.directory.catalog.imports.unknown import unknown_codes
from opora.directory.catalog.imports.values import Node, RowRejected
from opora.directory.catalog.indexing import INDEX
from opora.directory.catalog.models import ImportRun
from opora.directory.catalog.operations import register
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.operations.register_types import RejectedItem, StagedItem, Tally
from opora.directory.catalog.operations.search_words import rebuild_search_words
from opora.directory.catalog.selectors.register import (
    Reference,
    has_words,
    last_good_run,
    live_services,
    load_reference,
    services_like,
)
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError

BATCH = 200
GUARD = 0.05
HIDDEN_BY_KIND = "Soubor neříká, zda je adresa utajená. U azylových domů a podobných služeb ji proto neukazujeme."
DONE, NOT_A_REGISTER, REFUSED = 0, 1, 2
Progress = Callable[[int, int], None]  # rows read, percent of the file


@dataclass(frozen=True)
class ImportOptions:
    """How to import: `confirm` lets pass a count that the guard would refuse, `source` is what the public reads."""

    as_of: date | None = None
    dry_run: bool = False
    confirm: bool = False
    scope: RegisterScope = RegisterScope.RPSS
    seat_addresses: bool = False
    coordinates: Coordinates = field(default_factory=Coordinates)
    source: str = SOURCE


@dataclass
class Outcome:
    """How an import ended; `code` is the exit code of the command: 0 done, 1 not a register, 2 refused."""

    code: int
    status: str
    reason: str = ""
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    run: ImportRun | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract of `--json`."""
        kinds = self.tally.kinds
        return {
            "status": self.status,
            "reason": self.reason,
            **{kind.value: kinds[kind] for kind in ChangeKind if kind != ChangeKind.REJECTED},
            "unchanged": self.tally.unchanged,
            "rejected": [{"pointer": item.pointer, "message": item.message} for item in self.tally.rejected],
            "warnings": self.tally.warning_texts(),
            "seconds": round(self.seconds, 3),
        }


class Refused(Exception):
    """The guard says no; the text is a Czech sentence."""


def import_register(
    path: Path,
    options: ImportOptions,
    *,
    actor: Actor,
    run: ImportRun | None = None,
    progress: Progress = lambda _rows, _percent: None,
) -> Outcome:
    """Import a file; `run` is one already begun (by the staff page). Every end is recorded in the run.

    Raises PermissionDenied; other errors of reading become an Outcome, unexpected ones close the run and fly on.
    """
    started = monotonic()
    try:
        if run is None:
            run = begin(options, source=options.source, actor=actor)
        register.take_over(run, actor=actor)
    except OperationError as error:
        return Outcome(REFUSED, "refused", str(error), seconds=monotonic() - started)
    work = _Import(path, options, run, actor, progress)
    try:
        code, status, reason = _finish(work)
    finally:
        while register.forget_staged(actor=actor):
            pass
    return Outcome(code, status, reason, work.tally, monotonic() - started, run)


def _finish(work: "_Import") -> tuple[int, str, str]:
    """Read, guard and apply; returns exit code, status and reason, and closes the run in every case."""
    run, actor = work.run, work.actor
    try:
        if not work.repeat():
            work.read()
            work.guard()
        work.apply()
    except NotARegister as error:
        register.refuse_run(run, str(error), work.tally, actor=actor)
        return NOT_A_REGISTER, "not_a_register", str(error)
    except Refused as error:
        register.refuse_run(run, str(error), work.tally, actor=actor)
        return REFUSED, "refused", str(error)
    except OperationError as error:
        return REFUSED, "refused", str(error)
    except BaseException:
        register.fail_run(run, register.UNFINISHED, work.tally, actor=actor)
        raise
    return DONE, "done", ""


def begin(options: ImportOptions, *, source: str, actor: Actor) -> ImportRun:
    """Record the beginning of a run; raises OperationError while another one lives."""
    return register.start_run(
        actor=actor,
        scope=options.scope,
        source=source[:200],
        as_of=options.as_of or today(),
        dry_run=options.dry_run,
        seat_addresses=options.seat_addresses,
        confirmed=options.confirm,
    )


class _Import:
    """One run at work."""

    def __init__(self, path: Path, options: ImportOptions, run: ImportRun, actor: Actor, progress: Progress) -> None:
        self.path, self.options, self.run, self.actor, self.progress = path, options, run, actor, progress
        self.tally = Tally()
        self.newly_hidden = False

    def prepare(self, source: RegisterFile) -> None:
        """Read what the file is compared with; code lists are loaded first when nobody did it yet.

        What a killed run applied and did not put into the index is put there now.
        """
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA mmap_size = 0")  # a long run would map the whole file into its memory
        while register.index_staged(actor=self.actor):
            pass
        self.reference: Reference = load_reference(self.run.as_of)
        if not self.reference.hiding_kinds:  # without them it would not be known what to hide
            load_codelists(actor=self.actor)
            self.reference = load_reference(self.run.as_of)
        if not self.reference.obce:
            self.tally.warnings["Území není načtené (manage.py load_territory), okresy a polohy chybí."] += 1
        self.live = live_services()
        self.reading = ReadOptions(
            as_of=self.run.as_of,
            scope=RegisterScope(self.run.scope),
            seat_addresses=self.run.seat_addresses,
            flag_lost=self.run.seat_addresses or not source.names_a_secret(),
            coordinates=self.options.coordinates,
        )
        self.providers = ProviderBook(self.reference, self.reading)
        self.details = DetailMaker(self.reference.codebook, self.run.as_of.isoformat())

    def repeat(self) -> bool:
        """True when the very file was read last time in the same way and nothing has changed since: it is not read."""
        self.source = RegisterFile(self.path)
        self.prepare(self.source)
        if self.options.coordinates != Coordinates():  # positions they give are not in the fingerprint
            return False
        mark = fingerprint(self.path, self.run)
        last = same_run(self.run, mark)
        self.tally.fingerprint = mark
        if last:
            self.tally = repeated_tally(last)
        return last is not None

    def read(self) -> None:
        """Read the whole file, compare every row with what is here and stage what differs."""
        source = self.source
        batch: list[StagedItem] = []
        for number, item in source.items():
            self.tally.read += 1
            staged = self._row(number, item)
            if staged:
                self.tally.kinds[staged.kind] += 1
                batch.append(staged)
            if len(batch) >= BATCH or self.tally.read % 1000 == 0:
                batch = self._stage(batch, source.percent)
        self._stage(batch, 99)

    def _stage(self, batch: list[StagedItem], percent: int) -> list[StagedItem]:
        self.tally.percent = percent
        details = self.details.of_batch(batch)
        register.stage_batch(self.run, self.tally, batch, details, actor=self.actor)
        self.progress(self.tally.read, percent)
        return []

    def _row(self, number: int, item: Any) -> StagedItem | None:
        """What is to be written because of one row; None when it says nothing new or cannot be read."""
        pointer = f"/polozky/{number}"
        try:
            parsed = parse_item(item, pointer)
            self._check_identifier(parsed.record.identifier, pointer)
        except RowRejected as error:
            self._reject(error, item)
            return None
        record = parsed.record
        self.tally.seen.add(record.identifier)
        self.tally.kept.discard(record.identifier)
        for text in {*parsed.warnings, *unknown_codes(record, self.reference)}:
            self.tally.warnings[text] += 1
        days = (*next_turn(record, self.run.as_of), self.tally.turns_on)
        self.tally.turns_on = min(filter(None, days), default=None)
        prepared = prepare(record, self.reference, self.reading)
        self.tally.folded += prepared.folded
        self.providers.add(record, prepared.secrets if prepared.hidden else None)
        if prepared.hidden and not any(facility.secret for facility in record.facilities):
            self.tally.warnings[HIDDEN_BY_KIND] += 1
        old = self.live.get(record.identifier)
        verdict = compare(old, prepared, self.run.as_of)
        if verdict is None:
            self.tally.unchanged += 1
            return None
        if prepared.hidden and (old is None or not old.hidden):
            self.tally.concealed.add(record.identifier)
            self.newly_hidden = self.newly_hidden or old is not None
        self.details.note(old, prepared)
        kind, fields = verdict
        payload, search = ({}, {}) if self.run.dry_run else prepared.complete(self.reference)
        return StagedItem(record.identifier, kind, fields, prepared.content_hash, payload, search)

    def _check_identifier(self, identifier: str, pointer: str) -> None:
        if identifier in self.tally.seen:
            raise RowRejected(
                f"{pointer}/identifikator",
                "Stejný identifikátor už v souboru byl. Platí první řádek; u zdroje jeden z nich opravte.",
            )
        old = self.live.get(identifier)
        if old and old.scope != self.run.scope:
            raise RowRejected(
                f"{pointer}/identifikator",
                "Identifikátor patří službě z jiného okruhu (registr, ukázka, neregistrované). Opravte jej v souboru.",
            )

    def _reject(self, error: RowRejected, item: Any) -> None:
        """Note a rejected row; the old version of the service it may speak of stays and does not count as ended."""
        identifier, whose = "", set[str]()
        if isinstance(item, dict):
            try:
                identifier = identifier_of(Node(item, "", []))
                whose = {identifier}
            except RowRejected:
                whose = services_like(self.run.scope, **signs_of_service(item))
        whose -= self.tally.seen
        self.tally.kept |= whose
        if whose and says_secret(item):
            self.tally.hide |= whose
            self.newly_hidden = True
        self.tally.rejected.append(RejectedItem(error.pointer, error.message, identifier))

    def guard(self) -> None:
        """Raise Refused when the file would change too much at once."""
        if not self.tally.read:
            raise Refused("V registru není ani jedna služba. Stáhněte soubor znovu, takový se nenačte.")
        if not self.tally.seen:
            raise Refused("Ani jeden řádek se nepodařilo přečíst. Zkontrolujte soubor; data zůstala, jak byla.")
        last = last_good_run(self.run.scope)
        if last is None or self.run.confirmed or not last.services:
            return
        if abs(self.tally.services - last.services) > GUARD * last.services:
            raise Refused(
                f"Služeb je v souboru {self.tally.services}, naposledy jich bylo {last.services}. Rozdíl je větší "
                "než 5 %, proto se nic nezapsalo. Je-li soubor v pořádku, načtěte jej znovu s potvrzením (--confirm)."
            )

    def apply(self) -> None:
        """Write what was staged; afterwards erase traces of addresses that have just become secret."""
        known = known_providers()
        changed = {ico: row for ico, row in self.providers.rows().items() if known.get(ico) != row}
        unread = self.tally.hide & self.tally.kept
        self.tally.careful = careful_providers(self.providers.secrets, unread, known, changed)
        changes = provider_changes(known, changed, self.tally.careful)
        okresy = {code: pk for code, (pk, _kraj) in self.reference.okresy.items()}
        register.apply_run(self.run, self.tally, changed, okresy, changes, actor=self.actor)
        if self.run.dry_run:
            return
        give_way()
        while register.index_staged(actor=self.actor):
            give_way()
        unfinished = not has_words()  # this run, or one killed before it could do so, erased them
        if changed or unfinished or any(self.tally.kinds.values()):
            rebuild_search_words(actor=self.actor)
            give_way()
            INDEX.tidy()
        if unfinished or self.newly_hidden or self.tally.forgotten:
            erase_traces()


def give_way() -> None:
    """Let another writer in: SQLite has room for one, and those who wait ask only every tenth of a second."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        sleep(0.11)


def erase_traces() -> None:
    """Overwrite what the database file still remembers of deleted rows (SQLite: index segments and the journal)."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    INDEX.tidy()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
