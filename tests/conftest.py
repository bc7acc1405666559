"""Fixtures of the whole suite: the checking client, people, territory and the demo register."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from opora.directory.organizations.enums import Role
from opora.foundation.core.actor import Actor
from tests.support import people, register, snapshot
from tests.support.page_client import PageClient


def pytest_unconfigure(config) -> None:
    """The throw-away folder goes away with the run; workers share it, so only the first process deletes it."""
    folder = Path(settings.VAR)
    if not hasattr(config, "workerinput") and folder.name.startswith("opora-test-"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    """A test that asks for no database is the same on each: it need not run again on PostgreSQL."""
    for item in items:
        if "db" not in item.fixturenames and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.sqlite_only)


@pytest.fixture(autouse=True)
def _empty_caches():
    """No test sees what another one cached."""
    cache.clear()
    register.forget()


@pytest.fixture
def client() -> PageClient:
    """Test client that checks every page; `client.sign_in(user)` signs in."""
    return PageClient()


@pytest.fixture
def public() -> Actor:
    """Anybody, not signed in."""
    return Actor.public()


@pytest.fixture
def job() -> Actor:
    """The system itself."""
    return Actor.job("zkouška")


@pytest.fixture
def regional_administrator(db):
    """A user with a membership in force: krajský správce."""
    return people.person("Jana Krajská", "krajsky.spravce@priklad.cz", Role.REGIONAL_ADMINISTRATOR)


@pytest.fixture
def data_steward(db):
    """A user with a membership in force: správce dat."""
    return people.person("Petr Datový", "spravce.dat@priklad.cz", Role.DATA_STEWARD)


@pytest.fixture
def stranger(db):
    """A user without any membership."""
    return people.person("Cizí Člověk", "cizi.clovek@priklad.cz")


@pytest.fixture(scope="session")
def loaded_register(django_db_setup, django_db_blocker):
    """Territory, code lists and the demo register, loaded by the real commands into databases of their own."""
    with django_db_blocker.unblock():
        snapshot.make("territory", register.load_areas)
        snapshot.make("catalog", register.load_services)
        snapshot.use()
    yield
    with django_db_blocker.unblock():
        snapshot.drop()


@pytest.fixture
def _database(request):
    """Chooses the database before the transaction of the test begins, whatever order its fixtures come in.

    A module with a transaction of its own has chosen already.
    """
    chosen = next((name for name in ("catalog", "territory") if name in request.fixturenames), "")
    if chosen or not connection.in_atomic_block:
        snapshot.use(chosen)
    yield
    if not connection.in_atomic_block:
        snapshot.use()


@pytest.fixture
def _django_db_helper(_database, _django_db_helper):
    """The transaction of pytest-django, over the chosen database."""


@pytest.fixture
def own_instance(django_db_setup, django_db_blocker, tmp_path) -> dict[str, str]:
    """Environment for processes of an instance of its own, over an empty migrated SQLite in `tmp_path / "var"`."""
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    with django_db_blocker.unblock():
        snapshot.copy_empty(str(folder / "opora.sqlite3"))
    environment = {**os.environ, "OPORA_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "opora.config.settings"}
    environment.pop("OPORA_DATABASE_URL", None)
    return environment


@pytest.fixture
def territory(loaded_register, db):
    """Areas and PSČ of the whole country; outlines and figures of the Ústecký kraj only."""


@pytest.fixture
def catalog(loaded_register, db):
    """Everything that the demo shows: territory, code lists, the register of the Ústecký kraj and the sample."""
