"""Contacts of social departments: written by staff with their source and day, deleted when none is left."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from opora.directory.catalog.models import SocialDepartment
from opora.directory.territory.models import Area
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require

CONTACTS = ("phone", "email", "web", "address")
FIELDS = ("name", *CONTACTS, "note", "source", "checked_on")


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
    old = SocialDepartment.objects.filter(orp=orp).first()
    row = old or SocialDepartment(orp=orp)
    changed = [name for name in FIELDS if getattr(row, name) != values[name]]
    if not changed:
        return row
    if (old.version if old else 0) != version:
        raise StaleError(STALE)
    for name in changed:
        setattr(row, name, values[name])
    row.insert_or_save_fresh(*changed, version=version)
    log.record(
        "catalog.social_department_recorded", actor=actor, target=row, orp=orp.code, name=orp.name,
        fields=", ".join(changed),
    )  # fmt: skip
    return row


def _clear(orp: Area, version: int, actor: Actor) -> None:
    """Take the row away: an office without any contact says the same as no row."""
    kept = SocialDepartment.objects.filter(orp=orp)
    if not version and not kept.exists():
        return
    deleted, _each = kept.filter(version=version).delete()
    if not deleted:
        raise StaleError(STALE)
    log.record("catalog.social_department_cleared", actor=actor, target=orp, orp=orp.code, name=orp.name)
