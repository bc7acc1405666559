"""A copy of the whole database without personal data, for trying out, teaching and measuring."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, router, transaction

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.core.personal_data import own_models
from opora.foundation.privacy import keyring
from opora.foundation.privacy.selectors.fictions import Fictions

SOURCE, COPY = "anonymised_source", "anonymised_copy"
PIECE = 500
LEFT_OUT = {
    "accounts.magiclink",  # each opens somebody's page
    "audit.sealedblock",  # seals of records that are different in the copy
}
# rows come in any order and were checked in the source, where empty is empty as here
FAST = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA ignore_check_constraints=ON;"


def make_anonymised_copy(path: Path, *, actor: Actor) -> int:
    """Write a new SQLite database of rows of our own models with invented people; returns how many rows it has.

    Encrypted fields are under a new ring beside it. Tables of libraries (sessions, second factors, identities, tasks),
    links and stored files stay out; nobody can sign in until a password is set. Raises OperationError for a place
    where it must not lie, and leaves nothing behind when it fails. The source is read as it was at one moment,
    nobody waits; the event is one insert.
    """
    require(actor, "privacy.make_copy")
    _check_place(path)
    path.touch(mode=0o600, exist_ok=False)
    try:
        with _database(SOURCE, _reading()), _database(COPY, _writing(path)):
            _migrate()
            keyring.make(keyring.ring_beside(path))
            rows = _copy_rows(keyring.ring_beside(path))
    except BaseException:
        path.unlink()
        keyring.ring_beside(path).unlink(missing_ok=True)
        raise
    log.record("privacy.copy_made", actor=actor, rows=rows)
    return rows


def _check_place(path: Path) -> None:
    place = path.resolve()
    if place.exists() or keyring.ring_beside(place).exists():
        raise OperationError(f"Soubor {path} nebo klíče vedle něj už existují. Zvolte jiné jméno.")
    if not place.parent.is_dir():
        raise OperationError(f"Složka {place.parent} neexistuje.")
    if any(place.is_relative_to(Path(served).resolve()) for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT)):
        raise OperationError("Kopie nesmí ležet mezi soubory, které Opora vydává. Zvolte jinou složku.")


def _reading() -> dict[str, Any]:
    """The database in use over a connection of its own, whose transaction does not keep writers of SQLite waiting."""
    used = connections["default"].settings_dict
    return {**used, "OPTIONS": {name: used["OPTIONS"][name] for name in used["OPTIONS"] if name != "transaction_mode"}}


def _writing(path: Path) -> dict[str, Any]:
    used = connections["default"].settings_dict
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path.resolve()), "OPTIONS": {"init_command": FAST}}
    return {**used, **sqlite}


@contextmanager
def _database(alias: str, configuration: dict[str, Any]) -> Iterator[None]:
    """One more database of this process, for the block."""
    connections.settings[alias] = configuration
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def _migrate() -> None:
    """Tables of the copy. Data migrations that name no database mean the copy here, never the source."""

    class ToCopy:
        def db_for_read(self, _model: Any, **_hints: Any) -> str:
            return COPY

        db_for_write = db_for_read

    def refuse(*_query: Any) -> None:
        raise RuntimeError("A migration asks the source of the copy; it has to use the connection it was given.")

    before, router.routers = router.routers, [ToCopy()]
    try:
        with connections["default"].execute_wrapper(refuse):
            call_command("migrate", database=COPY, verbosity=0, interactive=False)
    finally:
        router.routers = before


def _copy_rows(ring: Path) -> int:
    copied, target = [model for model in own_models() if model._meta.label_lower not in LEFT_OUT], connections[COPY]
    with transaction.atomic(using=SOURCE), target.constraint_checks_disabled(), transaction.atomic(using=COPY):
        if connections[SOURCE].vendor == "postgresql":
            connections[SOURCE].cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        filled = [model._meta.db_table for model in copied]  # some by migrations
        target.ops.execute_sql_flush(target.ops.sql_flush(no_style(), filled))
        fictions = Fictions(SOURCE)
        rows = sum(_copy_table(model, fictions, ring) for model in copied)
        target.check_constraints()
    return rows


def _copy_table(model: type[models.Model], fictions: Fictions, ring: Path) -> int:
    """Rows copied, by pieces."""
    source, copied, last = model._base_manager.using(SOURCE).order_by("pk"), 0, None
    while piece := list((source if last is None else source.filter(pk__gt=last))[:PIECE]):
        last = piece[-1].pk
        for row in piece:
            fictions.disguise(row)
        with keyring.using(ring):
            model._base_manager.using(COPY).bulk_create(piece)
        copied += len(piece)
    return copied
