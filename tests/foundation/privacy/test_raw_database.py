"""Whoever steals the database without the ring of keys reads no secret and no contact: asked of its raw content."""

from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection

from opora.directory.catalog.models import ErrorReport, Service
from opora.foundation.accounts.operations import accounts
from opora.foundation.core.actor import Actor
from opora.foundation.messaging.models import Message
from opora.foundation.privacy import keyring
from opora.foundation.privacy.models import DataRequest
from opora.foundation.privacy.selectors.subjects import email_index
from tests.directory.catalog.factories import ServiceFactory
from tests.support.people import person

EMAIL, NAME, TEXT = "vlastovicka@tajne.example", "Vlaštovička Hnízdová", "Odkaz /souhlas/slavik-v-kleci/ jen pro mě."
CONTROL = "Kontrolní ptáček, který šifrovaný není"


def content() -> bytes:
    """Everything that lies in the database: bytes of the file and of its log, or all rows of all tables as text."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


def written() -> list[str]:
    """Store what must not be readable; returns it."""
    user = person("Jana Ukázková", "jana@opora.example")
    secret = accounts.enable_second_factor(user, actor=Actor.job("zkouška"))
    codes = RecoveryCodes.activate(user)
    ErrorReport.objects.create(
        service=ServiceFactory(), reason="contact", text=TEXT, contact_email=EMAIL, contact_index=email_index(EMAIL)
    )
    Message.objects.create(
        notification="privacy.zkouska", recipient=EMAIL, recipient_index=email_index(EMAIL), sender="opora@localhost",
        subject=f"Pro: {NAME}", text=TEXT, message_id="<1@localhost>",
    )  # fmt: skip
    day = date(2026, 3, 2)
    DataRequest.objects.create(
        kind="access", subject_name=NAME, subject_email=EMAIL, text=TEXT, outcome=TEXT, proof=CONTROL, received_on=day,
        due_on=day, channel="form", recorded_by="Petr Datový", subject_index=email_index(EMAIL),
    )  # fmt: skip
    return [secret, keyring.decrypt(codes.instance.data["seed"]), EMAIL, NAME, "Hnízdová", TEXT, "slavik-v-kleci"]


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_encrypted_can_be_read_in_the_database():
    secrets = written()

    stored = content()

    assert CONTROL.encode() in stored
    assert [secret for secret in secrets if secret.encode() in stored] == []
    assert (ErrorReport.objects.get().contact_email, Message.objects.get().text) == (EMAIL, TEXT)
    assert DataRequest.objects.get().subject_name == NAME
    assert Service.objects.count() == 1
