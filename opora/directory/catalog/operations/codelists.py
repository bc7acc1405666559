"""Code lists of the catalogue, loaded from the files the application carries."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from opora.directory.catalog.models import (
    AgeGroup,
    BasicActivity,
    CapacityUnit,
    KindPage,
    OtherKind,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require

DATA = Path(__file__).parents[1] / "data"
RENAMED = {"hidden_address_default": "hides_address", "letter": "code"}
DAYS = ("valid_from", "valid_to", "checked_on")
TECHNICAL = {"id", "created_at", "updated_at", "version"}
KEYS: dict[type[models.Model], tuple[str, ...]] = {KindPage: ("kind_code",)}  # others: code and the first day
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class CodelistReport:
    """Numbers of rows added, changed and removed in all code lists."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def nothing_changed(self) -> bool:
        return not (self.added or self.changed or self.removed)


@transaction.atomic
def load_codelists(*, actor: Actor, folder: Path = DATA) -> CodelistReport:
    """Bring the code lists to the state of the files; what is already so stays untouched, one audit event if not.

    Rows are known by code and the day they begin to be valid, pages of kinds by the kind. Rows that left the files
    are removed: the register keeps codes, not references to rows.
    """
    require(actor, "catalog.load_codelists")
    counts: Counter[str] = Counter()
    for model, rows in _files(folder):
        _sync(model, rows, counts)
    report = CodelistReport(**counts)
    if not report.nothing_changed:
        log.record(
            "catalog.codelists_loaded", actor=actor, added=report.added, changed=report.changed, removed=report.removed
        )
    return report


def _files(folder: Path) -> list[tuple[type[models.Model], Rows]]:
    """Each model with the rows of its file."""
    small = _read(folder / "code_lists.json")
    return [
        (ServiceKind, _read(folder / "service_kinds.json")),
        (TargetGroup, _read(folder / "target_groups.json")),
        (BasicActivity, _read(folder / "basic_activities.json")),
        (ServiceForm, small["forms"]),
        (CapacityUnit, small["capacity_units"]),
        (AgeGroup, small["age_groups"]),
        (OtherKind, _read(folder / "other_kinds.json")),
        (KindPage, [_read(path) for path in sorted((folder / "kind_pages").glob("*.json"))]),
    ]


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _sync(model: type[models.Model], rows: Rows, counts: Counter[str]) -> None:
    """Add, change and remove rows of one code list."""
    fields = [field.attname for field in model._meta.concrete_fields if field.attname not in TECHNICAL]
    key = attrgetter(*KEYS.get(model, ("code", "valid_from")))
    existing = {key(row): row for row in model._default_manager.all()}
    for row in rows:
        values = _values(row, fields)
        old = existing.pop(key(SimpleNamespace(**values)), None)
        if old is None:
            model._default_manager.create(**values)
            counts["added"] += 1
        elif any(getattr(old, name) != value for name, value in values.items()):
            changes = {**values, "updated_at": timezone.now(), "version": old.version + 1}  # type: ignore[attr-defined]
            model._default_manager.filter(pk=old.pk).update(**changes)
            counts["changed"] += 1
    model._default_manager.filter(pk__in=[row.pk for row in existing.values()]).delete()
    counts["removed"] += len(existing)


def _values(row: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """Values of the model's fields from one row of a file; keys that the model does not know are left out."""
    given = {RENAMED.get(key, key): value for key, value in row.items()}
    values = {name: given[name] for name in fields if name in given}
    for name in set(DAYS) & set(fields):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    if not row.get("code_verified", True):
        values["verified"] = False
    return values
