"""A copy for trying out holds everything but people: proven by bytes of its file, for every declared field."""

import inspect
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from opora.directory.catalog.models import Service
from opora.foundation.accounts.operations import accounts
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.personal_data import own_models
from opora.foundation.privacy import keyring
from opora.foundation.privacy.models import DataRequest
from opora.foundation.privacy.operations.copies import LEFT_OUT
from tests.foundation.privacy.fillings import Filling

LIBRARIES = ("django_session", "mfa_authenticator", "usersessions_usersession", "socialaccount_socialaccount")


@pytest.fixture
def copy(tmp_path, transactional_db, monkeypatch) -> Path:
    """The file to write. Tests are let to open one more database, which Django otherwise forbids them."""
    real = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals["real_ensure_connection"]
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", real)
    return tmp_path / "kopie.sqlite3"


def read(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def asked(name: str = "Jana Ukázková") -> DataRequest:
    day = date(2026, 3, 2)
    return DataRequest.objects.create(
        kind="access", subject_name=name, subject_email="jana@opora.example", text="Chci vidět vše.",
        proof="občanský průkaz", recorded_by=name, received_on=day, due_on=day, channel="form",
    )  # fmt: skip


def public_tables() -> list[str]:
    """Tables of models that declare no personal data."""
    return [
        model._meta.db_table
        for model in own_models()
        if getattr(model.PersonalData, "none", "") and model._meta.label_lower not in LEFT_OUT
    ]


@pytest.mark.sqlite_only
def test_no_declared_value_is_in_bytes_of_the_copy_and_public_rows_are_as_they_were(copy):
    filling = Filling()
    filling.make()
    source = Path(connection.settings_dict["NAME"])
    stored = source.read_bytes() + source.with_name(f"{source.name}-wal").read_bytes()

    call_command("anonymised_copy", str(copy))

    copied = copy.read_bytes()
    assert len([canary for canary in filling.canaries if canary.encode() in stored]) > len(filling.canaries) / 2
    assert [canary for canary in filling.canaries if canary.encode() in copied] == []
    assert Service.objects.get().name.encode() in copied
    for table in public_tables():
        assert read(copy, f"SELECT * FROM {table}") == read(source, f"SELECT * FROM {table}"), table
    assert read(copy, "PRAGMA foreign_key_check") == []


def test_person_stays_one_person_and_texts_are_under_keys_of_the_copy(copy, client, data_steward, settings):
    data_steward.full_name = "Jana Ukázková"
    data_steward.save()
    accounts.enable_second_factor(data_steward, actor=Actor.job("zkouška"))
    client.sign_in(data_steward, second_factor=True)
    request = asked()
    call_command("anonymised_copy", str(copy))

    (email, name, password), *others = read(copy, "SELECT email, full_name, password FROM accounts_user")
    token, recorded_by, proof = read(copy, "SELECT text, recorded_by, proof FROM privacy_datarequest")[0]
    assert (email, name, others) == ("osoba-1@opora.example", "Osoba 1", [])
    assert password.startswith("!")
    assert (recorded_by, proof) == ("Osoba 1", "(text odstraněn)")
    assert read(copy, "SELECT user_id FROM organizations_membership") == [(data_steward.pk,)]
    assert not keyring.is_encrypted(token)
    with keyring.using(keyring.ring_beside(copy)):
        assert keyring.decrypt(token) == "(text odstraněn)"
        assert not keyring.is_encrypted(DataRequest.objects.values_list("recorded_by", flat=True)[0])
    assert [read(copy, f"SELECT count(*) FROM {table}") for table in LIBRARIES] == [[(0,)]] * len(LIBRARIES)
    assert Authenticator.objects.count() == 1
    assert DataRequest.objects.get(pk=request.pk).text == "Chci vidět vše."
    assert (copy.stat().st_mode & 0o777, keyring.ring_beside(copy).stat().st_mode & 0o777) == (0o600, 0o600)
    assert AuditEvent.objects.filter(action="privacy.copy_made").count() == 1


@pytest.mark.sqlite_only
def test_copy_that_failed_leaves_nothing_behind(copy):
    asked()
    stranger = Fernet(Fernet.generate_key()).encrypt(b"?").decode()
    DataRequest.objects.update(text=models.Value(stranger, models.TextField()))

    with pytest.raises(keyring.UnreadableError):
        call_command("anonymised_copy", str(copy))

    assert list(copy.parent.iterdir()) == []
    assert AuditEvent.objects.count() == 0


def test_copy_is_not_written_over_anything_nor_where_files_are_served(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    taken = tmp_path / "obsazeno.sqlite3"
    taken.write_text("něco jiného")

    for place, sentence in (
        (taken, "už existují"),
        (settings.MEDIA_ROOT / "kopie.sqlite3", "nesmí ležet mezi soubory"),
        (tmp_path / "jinde" / ".." / "files" / "kopie.sqlite3", "nesmí ležet mezi soubory"),
        (tmp_path / "chybi" / "kopie.sqlite3", "neexistuje"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("anonymised_copy", str(place))
    assert taken.read_text() == "něco jiného"
    assert list(settings.MEDIA_ROOT.iterdir()) == []
