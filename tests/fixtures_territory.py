"""Territory for tests: the Ústecký kraj and places of equal names, loaded by the real operation in a moment."""

from contextlib import contextmanager
from functools import lru_cache

from django.db import connection, transaction

from opora.directory.territory.operations import LoadReport, load_territory
from opora.directory.territory.selectors.files import TerritoryFiles, read_files
from opora.foundation.core.actor import Actor

USTECKY = "60"
NAMESAKES = {
    "Vilémov", "Mezholezy", "Březina", "Vysočina", "Roudnice", "Rožnov", "Rožnov pod Radhoštěm", "Ústí",
    "Ústí nad Orlicí", "Praha", "Brno", "Liberec", "Liberk", "Karlovy Vary", "Lípa", "Karlov", "Libavá", "Turnov",
    "Chrudim", "Hradec Králové", "Havlíčkův Brod",
}  # fmt: skip

whole_files = lru_cache(maxsize=1)(read_files)  # read once a test process; never changed by tests


@lru_cache(maxsize=1)
def small_files() -> TerritoryFiles:
    """All 354 obce of the Ústecký kraj and their namesakes elsewhere, with everything above them."""
    return whole_files().around(
        {
            row["code"]
            for row in whole_files().areas
            if row["level"] == "obec" and (row["kraj"] == USTECKY or row["name"] in NAMESAKES)
        }
    )


def load_small_territory() -> LoadReport:
    """Load the small territory into the test database; labels are those of the whole country."""
    return load_territory(actor=Actor.job("zkouška"), files=small_files())


@contextmanager
def rolled_back(blocker, load):
    """Run `load` in a transaction around a whole test module and roll it back; for module-scoped fixtures."""
    with blocker.unblock(), transaction.atomic():
        report = load()
        connection.check_constraints()  # else every test would check the deferred ones of the load again
        yield report
        transaction.set_rollback(True)
