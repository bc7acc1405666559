"""Runs inside an instance whose register is already read: seconds of the least work an import can be.

Prints JSON: `parse` – reading of the file by the parser of the import; `bulk` – `bulk_create` of the very rows that the
import left in the tables, into the same tables emptied, in one transaction that is then taken back.
"""

import json
import time
from pathlib import Path

from django.db import transaction

from opora.directory.catalog import models
from opora.directory.catalog.imports.source import RegisterFile

TABLES = (
    models.Provider, models.Service, models.FormOfService, models.Capacity, models.Facility, models.Contact,
    models.ServiceTargetGroup, models.Reach, models.ReachSuggestion, models.SearchRow,
)  # fmt: skip


def run(path: str) -> None:
    """Print the figures."""
    print(json.dumps({"parse": min(parse(Path(path)) for _time in range(2)), "bulk": bulk()}))


def parse(path: Path) -> float:
    began = time.monotonic()
    for _number, _item in RegisterFile(path).items():
        pass
    return time.monotonic() - began


def bulk() -> float:
    rows = {model: list(model.objects.all()) for model in TABLES}
    with transaction.atomic():
        for model in reversed(TABLES):
            model.objects.all()._raw_delete("default")
        began = time.monotonic()
        for model in TABLES:
            model.objects.bulk_create(rows[model], batch_size=500)
        seconds = time.monotonic() - began
        transaction.set_rollback(True)
    return seconds
