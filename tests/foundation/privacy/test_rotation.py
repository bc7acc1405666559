"""Keys are changed while processes run: nothing is lost, nothing is left under a key that goes."""

import os
import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import models

from opora.foundation.accounts.operations import accounts
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.privacy import keyring
from opora.foundation.privacy.models import DataRequest
from opora.foundation.privacy.operations import keys
from opora.foundation.privacy.selectors.encrypted import places, stale_count, stale_rows

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


@pytest.fixture
def ring(tmp_path, settings):
    """A ring of its own with one key in it."""
    settings.FIELD_KEYS_FILE = str(tmp_path / "ring.txt")
    keyring.encrypt("x")
    return keyring.ring_file()


def asked(text: str = "Chci vidět vše.") -> DataRequest:
    day = date(2026, 3, 2)
    return DataRequest.objects.create(
        kind="access", subject_name="Jana Ukázková", subject_email="jana@opora.example", text=text,
        received_on=day, due_on=day, channel="form",
    )  # fmt: skip


def make_old(ring) -> None:
    """As if the newest key came two hours ago."""
    two_hours_ago = time.time() - 7200
    os.utime(ring, (two_hours_ago, two_hours_ago))


def acts() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.filter(action__startswith="privacy.").order_by("pk").values_list("action", "data"))


def test_values_of_fields_and_of_factors_move_under_the_new_key(ring, stranger, capsys):
    request, empty = asked(), asked(text="")
    secret = accounts.enable_second_factor(stranger, actor=JOB)
    (old,) = keyring.keys(ring)

    call_command("rotate_keys")

    assert keyring.keys(ring)[1:] == [old]
    assert stale_count() == 0
    assert DataRequest.objects.get(pk=request.pk).text == "Chci vidět vše."
    assert DataRequest.objects.get(pk=empty.pk).text == ""
    assert keyring.decrypt(Authenticator.objects.get().data["secret"]) == secret
    assert acts() == [("privacy.key_added", {"keys": 2}), ("privacy.keys_rotated", {"rows": 3, "left": 0})]
    assert "Převedeno řádků: 3." in capsys.readouterr().out


def test_rotation_moves_neither_the_token_of_stale_edits_nor_times(ring):
    before = asked()

    call_command("rotate_keys")

    after = DataRequest.objects.get()
    assert (after.version, after.updated_at) == (before.version, before.updated_at)


def test_killed_rotation_is_finished_by_the_next_run_without_another_key(ring):
    done, waiting = asked(), asked()
    keys.add_key(actor=JOB)
    (place,) = [place for place in places() if place.model is DataRequest]
    keys.reencrypt_rows(place, [done.pk], actor=JOB)
    assert list(stale_rows(place)) == [[waiting.pk]]

    call_command("rotate_keys")

    assert len(keyring.keys(ring)) == 2
    assert stale_count() == 0
    assert acts()[-1] == ("privacy.keys_rotated", {"rows": 1, "left": 0})


def test_rows_are_read_by_pieces(ring, monkeypatch):
    monkeypatch.setattr("opora.foundation.privacy.selectors.encrypted.PIECE", 2)
    numbers = [asked().pk for _ in range(5)]
    keys.add_key(actor=JOB)
    (place,) = [place for place in places() if place.model is DataRequest]

    assert list(stale_rows(place)) == [numbers[:2], numbers[2:4], numbers[4:]]


def test_old_keys_go_only_when_the_new_one_is_an_hour_old(ring):
    request = asked()
    call_command("rotate_keys")

    with pytest.raises(CommandError, match="Nový klíč je příliš čerstvý"):
        call_command("rotate_keys", "--forget-old")
    assert len(keyring.keys(ring)) == 2

    make_old(ring)
    call_command("rotate_keys", "--forget-old")

    assert len(keyring.keys(ring)) == 1
    assert DataRequest.objects.get(pk=request.pk).text == "Chci vidět vše."
    assert acts()[-1] == ("privacy.keys_forgotten", {"count": 1})


def test_row_written_by_the_old_key_meanwhile_holds_the_old_key_back(ring):
    call_command("rotate_keys")
    late = asked()
    by_old_key = Fernet(keyring.keys(ring)[1]).encrypt("pozdní".encode()).decode()
    DataRequest.objects.update(text=models.Value(by_old_key, models.TextField()))
    make_old(ring)

    with pytest.raises(keys.OperationError, match="Starý klíč ještě potřebuje řádků: 1"):
        keys.forget_old_keys(actor=JOB)
    call_command("rotate_keys", "--forget-old")

    assert len(keyring.keys(ring)) == 1
    assert DataRequest.objects.get(pk=late.pk).text == "pozdní"


def test_value_of_a_lost_key_stays_is_counted_and_keeps_all_keys(ring):
    readable, lost = asked(), asked()
    stranger = Fernet(Fernet.generate_key()).encrypt(b"?").decode()
    DataRequest.objects.filter(pk=lost.pk).update(text=models.Value(stranger, models.TextField()))
    keys.add_key(actor=JOB)
    make_old(ring)

    with pytest.raises(CommandError, match="Žádný klíč neotevře část údajů, řádků: 1"):
        call_command("rotate_keys", "--forget-old")

    assert len(keyring.keys(ring)) == 2
    assert DataRequest.objects.get(pk=readable.pk).text == "Chci vidět vše."
    assert acts()[-1] == ("privacy.keys_rotated", {"rows": 2, "left": 1})


def test_every_model_with_an_encrypted_field_has_its_place():
    found = {(place.model._meta.label, place.fields) for place in places()}

    assert ("privacy.DataRequest", ("subject_name", "subject_email", "text", "outcome")) in found
    assert ("mfa.Authenticator", ("data",)) in found
    assert {"messaging.Message", "catalog.ErrorReport", "privacy.Consent"} <= {label for label, _fields in found}
