"""Rotation of the ring of keys: a new key, values moved under it by small pieces, old keys forgotten."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet
from django.db import models, transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.privacy import keyring
from opora.foundation.privacy.fields import EncryptedTextField
from opora.foundation.privacy.selectors.encrypted import Place, stale_count

WAIT = timedelta(hours=1)  # longer than any transaction that may still write a value encrypted by the previous key


@transaction.atomic
def add_key(*, actor: Actor) -> None:
    """Put a new key first in the ring; running processes encrypt by it from now on and read by all."""
    require(actor, "privacy.rotate_keys")
    with keyring.changing() as keys:
        keys.insert(0, Fernet.generate_key().decode())
    log.record("privacy.key_added", actor=actor, keys=len(keys))


@transaction.atomic
def reencrypt_rows(place: Place, numbers: Iterable[Any], *, actor: Actor) -> int:
    """Move values of these rows under the newest key; returns how many rows changed.

    One short transaction: the rows are locked and read anew, so nobody's later change is lost, and neither the
    stale-edit token nor the time of change moves. A value that no key opens stays as it is. The whole run is recorded
    by `note_rotation`.
    """
    require(actor, "privacy.rotate_keys")
    changed = 0
    for row in place.stored().select_for_update().filter(pk__in=numbers):
        stored = {name: row[f"stored_{name}"] for name in place.fields}
        fresh = {name: _renewed(value) for name, value in stored.items()}
        if fresh != stored:
            values = {name: _as_stored(place, name, value) for name, value in fresh.items()}
            changed += place.model._base_manager.filter(pk=row["pk"]).update(**values)
    return changed


@transaction.atomic
def note_rotation(*, rows: int, left: int, actor: Actor) -> None:
    """Record how many rows a rotation moved under the newest key and how many it could not."""
    require(actor, "privacy.rotate_keys")
    log.record("privacy.keys_rotated", actor=actor, rows=rows, left=left)


def forget_old_keys(*, actor: Actor) -> int:
    """Leave only the newest key in the ring; returns how many went. OperationError while anything needs them.

    The newest key has to be an hour old: a value encrypted before it came may be on its way to the database.
    All values are read once more, without a transaction, so that nobody waits; the event is one insert.
    """
    require(actor, "privacy.rotate_keys")
    with keyring.changing() as keys:
        ready_at = datetime.fromtimestamp(keyring.ring_file().stat().st_mtime, UTC) + WAIT
        if len(keys) > 1 and ready_at > timezone.now():
            at = timezone.localtime(ready_at)
            raise OperationError(f"Nový klíč je příliš čerstvý. Staré klíče jde zapomenout od {at:%H.%M}.")
        if left := stale_count():
            raise OperationError(f"Starý klíč ještě potřebuje řádků: {left}. Klíče zůstávají.")
        gone = len(keys) - 1
        del keys[1:]
    if gone:
        log.record("privacy.keys_forgotten", actor=actor, count=gone)
    return gone


def _renewed(value: Any) -> Any:
    """The value with every token in it under the newest key."""
    if isinstance(value, dict):
        return {name: _renewed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_renewed(part) for part in value]
    is_stale = isinstance(value, str) and keyring.is_encrypted(value) and not keyring.is_under_newest(value)
    return keyring.encrypt(keyring.decrypt(value)) if is_stale else value


def _as_stored(place: Place, name: str, value: Any) -> Any:
    """A token is written as it is, not encrypted for the second time."""
    encrypted = isinstance(place.model._meta.get_field(name), EncryptedTextField)
    return models.Value(value, models.TextField()) if encrypted else value
