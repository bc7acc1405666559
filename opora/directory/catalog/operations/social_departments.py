"""Contacts of social departments: written by staff with their source and day, deleted when none is left."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from opora.directory.catalog.models import SocialDepartment
from opora.directory.territory.models import Area
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.permissions import require

CONTACTS = ("phone", "email", "web", "address")
FIELDS = ("name", *CONTACTS, "note", "source", "checked_on")
STALE = (
    "Kontakt mezitím změnil někdo jiný. Vaše údaje zůstaly ve formuláři: otevřete stránku v novém okně, "
    "porovnejte je a uložte znovu."
)


@transaction.atomic
def record_department(orp: Area, values: Mapping[str, Any], *, version: int, actor: Actor) -> SocialDepartment | None:
    """Write what is known of the social department of an ORP; with no contact left the row is deleted.

    `values` of `FIELDS`; `version` of the row that was edited, 0 when there was none. Raises StaleError when
    somebody changed it since, OperationError for an area that is not an ORP.
    """
    require(actor, "catalog.edit_social_department", orp)
    if orp.level != Area.Level.ORP:
        raise OperationError("Sociální odbor se zapisuje k obci s rozšířenou působností.")
    if not any(values[name] for name in CONTACTS):
        _clear(orp, version, actor)
        return None
    row = SocialDepartment.objects.filter(orp=orp).first() if version else SocialDepartment(orp=orp)
    if row is None:
        raise StaleError(STALE)
    changed = [name for name in FIELDS if getattr(row, name) != values[name]]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    _write(row, changed, version)
    log.record(
        "catalog.social_department_recorded", actor=actor, target=row, orp=orp.code, name=orp.name,
        fields=", ".join(changed),
    )  # fmt: skip
    return row


def _write(row: SocialDepartment, changed: list[str], version: int) -> None:
    row.full_clean(validate_unique=not version, validate_constraints=False, exclude=["orp"])
    if version:
        row.save_fresh(*changed, version=version)
        return
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody else was the first
        raise StaleError(STALE) from error


def _clear(orp: Area, version: int, actor: Actor) -> None:
    """Take the row away: an office without any contact says the same as no row."""
    kept = SocialDepartment.objects.filter(orp=orp)
    if not version and not kept.exists():
        return
    deleted, _each = kept.filter(version=version).delete()
    if not deleted:
        raise StaleError(STALE)
    log.record("catalog.social_department_cleared", actor=actor, target=orp, orp=orp.code, name=orp.name)
