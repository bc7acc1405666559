"""Encrypted fields behave as text in the code and as noise in the database."""

from datetime import date

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.functions import Cast

from opora.foundation.privacy import keyring
from opora.foundation.privacy.fields import EncryptedTextField
from opora.foundation.privacy.models import DataRequest

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def asked(**more) -> DataRequest:
    """A request not saved yet."""
    values = {"kind": "access", "subject_name": "Jana Ukázková", "subject_email": "jana@opora.example"}
    return DataRequest(**values, received_on=TODAY, due_on=TODAY, channel="form", **more)


def raw(request: DataRequest, field: str) -> str:
    """What lies in the column."""
    return DataRequest.objects.values_list(Cast(field, models.TextField()), flat=True).get(pk=request.pk)


@pytest.fixture
def request_(db) -> DataRequest:
    request = asked(text="Chci vidět vše.")
    request.save()
    return request


def test_column_holds_a_token_and_every_way_of_reading_gives_the_text(request_):
    stored = DataRequest.objects.get()
    request_.refresh_from_db()

    assert "Chci" not in raw(request_, "text")
    assert keyring.is_encrypted(raw(request_, "text"))
    assert (stored.text, request_.text) == ("Chci vidět vše.", "Chci vidět vše.")
    assert DataRequest.objects.only("text").get().text == "Chci vidět vše."
    assert DataRequest.objects.defer("text").get().text == "Chci vidět vše."
    assert list(DataRequest.objects.values_list("text", "subject_name")) == [("Chci vidět vše.", "Jana Ukázková")]


def test_every_way_of_writing_encrypts(request_):
    one, two = DataRequest.objects.bulk_create([asked(text="první"), asked(text="druhý")])
    DataRequest.objects.filter(pk=one.pk).update(text="změněný")
    two.text = "hromadně"
    DataRequest.objects.bulk_update([two], ["text"])

    texts = DataRequest.objects.exclude(pk=request_.pk).order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["změněný", "hromadně"]
    assert all(keyring.is_encrypted(raw(request, "text")) for request in (one, two))


def test_equal_texts_look_different(request_):
    twin = asked(text=request_.text)
    twin.save()

    assert raw(twin, "text") != raw(request_, "text")


def test_empty_stays_empty(request_):
    DataRequest.objects.update(text="", outcome="")

    assert raw(request_, "text") == ""
    assert DataRequest.objects.get().text == ""


def test_nothing_stays_nothing():
    field = EncryptedTextField(null=True)

    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, None) is None


@pytest.mark.parametrize("lookup", ["text", "text__contains", "text__in", "text__gt", "text__regex", "text__lower"])
def test_nobody_searches_an_encrypted_field(lookup):
    with pytest.raises(FieldError, match=r"cannot be searched \(text\); ask its blind index"):
        DataRequest.objects.filter(**{lookup: "Chci"})


def test_only_whether_there_is_something_may_be_asked(request_):
    assert DataRequest.objects.filter(text__isnull=False).count() == 1


def test_field_is_described_to_migrations():
    _name, path, arguments, options = EncryptedTextField("text", blank=True).deconstruct()

    assert path == "opora.foundation.privacy.fields.EncryptedTextField"
    assert (arguments, options) == ([], {"verbose_name": "text", "blank": True})


def test_value_of_a_lost_key_is_an_error_not_an_empty_text(request_):
    """What would read as empty could be saved over."""
    stranger = Fernet(Fernet.generate_key()).encrypt(b"Chci").decode()
    DataRequest.objects.update(text=models.Value(stranger, models.TextField()))

    with pytest.raises(keyring.UnreadableError):
        DataRequest.objects.get()
    assert DataRequest.objects.defer("text").get().subject_name == "Jana Ukázková"
