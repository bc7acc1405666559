"""The territory loaded once a module; each test runs in a savepoint over it."""

import pytest

from opora.directory.territory.operations import load_territory
from opora.foundation.core.actor import Actor
from tests.fixtures_territory import load_small_territory, rolled_back, whole_files


@pytest.fixture(scope="module")
def loaded_small(django_db_setup, django_db_blocker):
    """The Ústecký kraj and namesakes elsewhere."""
    with rolled_back(django_db_blocker, load_small_territory) as report:
        yield report


@pytest.fixture(scope="module")
def loaded_whole(django_db_setup, django_db_blocker):
    """The whole country."""
    load = lambda: load_territory(actor=Actor.job("zkouška"), files=whole_files())  # noqa: E731
    with rolled_back(django_db_blocker, load) as report:
        yield report


@pytest.fixture
def small(loaded_small, db):
    """Test over the small territory; returns the report of its loading."""
    return loaded_small


@pytest.fixture
def whole(loaded_whole, db):
    """Test over the whole country; returns the report of its loading."""
    return loaded_whole
