"""The one operation of the territory: loading it from the files the application carries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import F, ProtectedError
from django.dispatch import Signal
from django.utils import timezone

from opora.directory.territory.models import Area, AreaFigure, Indicator, Outline, PostalCode, TerritoryLoad
from opora.directory.territory.selectors.files import PARENTS, TerritoryFiles, read_files
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.core.text import czech_key, fold

POPULATION_ON = date(2021, 1, 1)  # see SOURCES.md: the sum of the source equals the state of this day
POPULATION_SOURCE = "ÚZIS ČR, obyvatelé obcí 2021"
AREA_FIELDS = (
    "level", "code", "ruian_code", "csu_code", "nuts_code", "name", "label", "folded_name", "czech_sort", "status",
    "kraj_id", "okres_id", "orp_id", "pou_id", "latitude", "longitude",
    "population", "population_on", "population_source",
)  # fmt: skip
Keys = dict[tuple[str, str], int]
territory_loaded = Signal()  # with the actor, in the transaction of a load that changed something


@dataclass(frozen=True)
class LoadReport:
    """Numbers of rows added, changed and removed in all tables, and of areas kept because something uses them."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0

    @property
    def nothing_changed(self) -> bool:
        return not (self.added or self.changed or self.removed)


@transaction.atomic
def load_territory(*, actor: Actor, files: TerritoryFiles | None = None) -> LoadReport:
    """Bring areas, outlines, PSČ and figures to the state of the files; what is already so stays untouched.

    An area that left the files is removed unless something refers to it. One audit event per run that changed
    something. Raises OperationError when the files cannot be read.
    """
    require(actor, "territory.load")
    files = files or read_files()
    counts: Counter[str] = Counter()
    keys = _sync_areas(files, counts)
    _sync_outlines(files, keys, counts)
    _sync_postal_codes(files, keys, counts)
    _sync_figures(files, keys, counts)
    _remove_areas(keys, {(row["level"], row["code"]) for row in files.areas}, counts)
    report = LoadReport(**counts)
    if not report.nothing_changed:
        version = TerritoryLoad.objects.create()
        territory_loaded.send(TerritoryLoad, actor=actor)
        log.record("territory.loaded", actor=actor, target=version, **counts)
    return report


def _sync_areas(files: TerritoryFiles, counts: Counter[str]) -> Keys:
    """Write areas level by level, parents first; return pk of every area in the database."""
    keys: Keys = {}
    for level in Area.Level:
        found = [_area_values(row, keys) for row in files.areas if row["level"] == level]
        queryset = Area.objects.filter(level=level)
        _sync(queryset, AREA_FIELDS, found, key_length=2, counts=counts, removing=False)
        keys |= {(level.value, code): pk for pk, code in queryset.values_list("pk", "code")}
    return keys


def _area_values(row: dict[str, str], keys: Keys) -> tuple[Any, ...]:
    """Values of AREA_FIELDS made of one row of the file."""
    parents = [keys[level, row[level]] if row[level] else None for level in PARENTS]
    codes = (row["level"], row["code"], row["ruian_code"], row["csu_code"], row["nuts_code"])
    names = (row["name"], row["label"], fold(row["name"]), czech_key(row["name"]), row["status"])
    point = (_number(row["latitude"]), _number(row["longitude"]))
    if not row["population"]:
        return (*codes, *names, *parents, *point, None, None, "")
    return (*codes, *names, *parents, *point, int(row["population"]), POPULATION_ON, POPULATION_SOURCE)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _sync_outlines(files: TerritoryFiles, keys: Keys, counts: Counter[str]) -> None:
    found = ((keys[level, code], geojson) for level, code, geojson in files.outlines)
    _sync(Outline.objects.all(), ("area_id", "geojson"), found, key_length=1, counts=counts)


def _sync_postal_codes(files: TerritoryFiles, keys: Keys, counts: Counter[str]) -> None:
    found = ((code, keys["obec", obec], places) for code, obec, places in files.postal_codes)
    _sync(PostalCode.objects.all(), ("code", "area_id", "places"), found, key_length=2, counts=counts)


def _sync_figures(files: TerritoryFiles, keys: Keys, counts: Counter[str]) -> None:
    """Write indicators first, then their figures; indicators without figures go last."""
    fields = ("code", "as_of", "level", "name", "unit", "source")
    wanted = [tuple(row[field] for field in fields) for row in files.indicators]
    gone = _sync(Indicator.objects.all(), fields, wanted, key_length=2, counts=counts, removing=False)
    times = {row["code"]: row["as_of"] for row in files.indicators}
    indicators = {(code, as_of): pk for pk, code, as_of in Indicator.objects.values_list("pk", "code", "as_of")}
    found = (
        (indicators[indicator, times[indicator]], keys[level, code], value)
        for indicator, level, code, value in files.figures
    )
    _sync(AreaFigure.objects.all(), ("indicator_id", "area_id", "value"), found, key_length=2, counts=counts)
    counts["removed"] += len(gone)
    Indicator.objects.filter(pk__in=gone).delete()


def _sync(
    queryset: models.QuerySet,
    fields: tuple[str, ...],
    rows: Iterable[tuple],
    *,
    key_length: int,
    counts: Counter[str],
    removing: bool = True,
) -> list[int]:
    """Make the rows of the queryset equal to the given ones, known by their first fields.

    Returns pk of rows that are not among the given ones; they are deleted when `removing`.
    """
    wanted = {row[:key_length]: row for row in rows}
    existing = {row[1 : key_length + 1]: row for row in queryset.values_list("pk", *fields)}
    model = queryset.model
    new = [model(**dict(zip(fields, row, strict=True))) for key, row in wanted.items() if key not in existing]
    changed = [
        model(pk=row[0], **dict(zip(fields, wanted[key], strict=True)))
        for key, row in existing.items()
        if key in wanted and wanted[key] != row[1:]
    ]
    gone = [row[0] for key, row in existing.items() if key not in wanted]
    model._base_manager.bulk_create(new, batch_size=2000)
    _rewrite(model, changed, fields[key_length:])
    if removing:
        for start in range(0, len(gone), 500):
            queryset.filter(pk__in=gone[start : start + 500]).delete()
    counts.update(added=len(new), changed=len(changed), removed=len(gone) if removing else 0)
    return gone


def _rewrite(model: type[models.Model], changed: list, fields: tuple[str, ...]) -> None:
    """Write changed rows; those with a stale-edit token get a new one."""
    model._base_manager.bulk_update(changed, fields, batch_size=200)
    if model is Area:
        for start in range(0, len(changed), 500):
            touched = Area.objects.filter(pk__in=[row.pk for row in changed[start : start + 500]])
            touched.update(version=F("version") + 1, updated_at=timezone.now())


def _remove_areas(keys: Keys, wanted: set[tuple[str, str]], counts: Counter[str]) -> None:
    """Remove areas that left the files, lowest level first; keep those something refers to."""
    for key in reversed([key for key in keys if key not in wanted]):
        try:
            Area.objects.get(pk=keys[key]).delete()
            counts["removed"] += 1
        except ProtectedError:
            counts["kept"] += 1
