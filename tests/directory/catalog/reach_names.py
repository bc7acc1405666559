"""Names of the whole state straight from the files, without a database."""

from functools import lru_cache

from opora.directory.catalog.selectors.reach_gazetteer import Gazetteer, places
from tests.fixtures_territory import whole_files

UNITS = ("level", "code", "name", "kraj", "okres", "orp", "pou")
AXES = ("latitude", "longitude")


@lru_cache(maxsize=1)
def names_of_the_state() -> Gazetteer:
    """A text may name any place of the state; only read by tests."""
    return Gazetteer(
        places(
            (*(row[unit] for unit in UNITS), *(float(row[axis]) if row[axis] else None for axis in AXES), row["status"])
            for row in whole_files().areas
        )
    )
