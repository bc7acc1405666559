"""Runs inside an instance: what it costs to write a message, beside a bare INSERT of the very same finished row.

Prints JSON: `orm` and `bare` are medians of ratios of short rounds, to an INSERT by the ORM, as every row of the house
is written, and to one by a bare cursor. All sides write in a transaction and commit it.
"""

import json
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import TextField
from django.utils import timezone

from opora.foundation.messaging.models import Message
from opora.foundation.messaging.operations import outbox
from opora.foundation.privacy.fields import EncryptedTextField

ROUNDS, WRITES = 21, 60
TEXT = "Dobrý den,\n\nzkušební text zprávy.\n" * 10
FIELDS = [field for field in Message._meta.concrete_fields if not field.primary_key]
INSERT = "INSERT INTO {} ({}) VALUES ({})".format(
    Message._meta.db_table, ", ".join(f'"{field.column}"' for field in FIELDS), ", ".join(["%s"] * len(FIELDS))
)
NUMBER = object()  # stands for what is different in every row
NOW = timezone.now()
TIMES = {"created_at": NOW, "updated_at": NOW, "due_at": NOW}


def run() -> None:
    """Print the figures."""
    outbox.wake = lambda: None  # what comes after the commit is not part of writing
    _send()
    sample = Message.objects.latest("pk")
    finished = [
        NUMBER if field.name == "message_id" else field.get_db_prep_save(getattr(sample, field.attname), connection)
        for field in FIELDS
    ]
    sides = {"sent": _send, "bare": lambda: _insert(finished), "orm": lambda: _create(finished)}
    rounds: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(ROUNDS):
        for name, write in sides.items():
            rounds[name].append(_seconds(write))
    Message.objects.all().delete()
    ratios = {
        name: statistics.median(a / b for a, b in zip(rounds["sent"], rounds[name], strict=True)) for name in sides
    }
    microseconds = 1e6 * statistics.median(rounds["sent"])
    print(json.dumps({"bare": ratios["bare"], "orm": ratios["orm"], "microseconds": microseconds}))


def _seconds(write: Callable[[], None]) -> float:
    """Seconds of one write and its commit."""
    began = time.perf_counter()
    for _write in range(WRITES):
        with transaction.atomic():
            write()
    return (time.perf_counter() - began) / WRITES


def _send() -> None:
    EmailMessage("Zpráva", TEXT, to=["jana@opora.example"]).send()


def _number() -> str:
    return f"<{uuid4().hex}@localhost>"


def _insert(finished: list) -> None:
    """The finished row, already encrypted, by a cursor of Django."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [_number() if value is NUMBER else value for value in finished])


def _create(finished: list) -> None:
    """The finished row by the ORM; nothing is encrypted again."""
    values = {field.attname: value for field, value in zip(FIELDS, finished, strict=True)}
    ready = EncryptedTextField.get_prep_value
    EncryptedTextField.get_prep_value = TextField.get_prep_value
    try:
        Message.objects.create(**values | {"message_id": _number(), **TIMES})
    finally:
        EncryptedTextField.get_prep_value = ready
