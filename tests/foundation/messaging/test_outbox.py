"""Writing of messages: one row in the transaction that tells, nothing without it, nothing that breaks a header."""

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from opora.foundation.messaging.models import Message
from opora.foundation.messaging.operations.outbox import LetterError
from tests.foundation.messaging.letters import JANA, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]


def test_sending_is_one_insert():
    with CaptureQueriesContext(connection) as asked:
        EmailMessage("Zkouška", "Text", to=[JANA], reply_to=["opora@opora.example"]).send()

    assert [query["sql"].split()[:3] for query in asked] == [["INSERT", "INTO", '"messaging_message"']]


def test_each_address_has_its_own_message():
    EmailMessage("Zkouška", "Text", to=[JANA, "petr@opora.example"], cc=["eva@opora.example"]).send()

    rows = list(Message.objects.order_by("pk"))
    assert [row.recipient for row in rows] == [JANA, "petr@opora.example", "eva@opora.example"]
    assert len({row.message_id for row in rows}) == 3


def test_delivery_is_called_once_when_the_transaction_holds(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written()
        written()

    tasks = DBTaskResult.objects.values_list("task_path", flat=True)
    assert list(tasks) == ["opora.foundation.messaging.tasks.deliver"]


def test_nothing_is_left_of_a_transaction_taken_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        written()
        transaction.set_rollback(True)

    assert (Message.objects.count(), callbacks) == (0, [])


@pytest.mark.parametrize(
    "values",
    [
        {"subject": "Zkouška\nBcc: zlo@opora.example"},
        {"subject": "Zkouška\rBcc: zlo@opora.example"},
        {"subject": "Zkouška\N{LINE SEPARATOR}Bcc: zlo@opora.example"},
        {"to": ["jana@opora.example\r\nBcc: zlo@opora.example"]},
        {"to": ["jana@opora.example, zlo@opora.example"]},
        {"to": [JANA, "<>"]},
        {"reply_to": ["jana@opora.example\nX: y"]},
        {"headers": {"X-Zprava": "a\r\n\r\n<script>"}},
        {"headers": {"X-Zprava: a\r\nBcc": "zlo@opora.example"}},
        {"from_email": "Opora\nBcc: zlo@opora.example <opora@opora.example>"},
        {"attachments": [("cenik.txt", "1 Kč", "text/plain")]},
    ],
)
def test_message_that_could_carry_another_header_is_refused_with_a_sentence(values):
    letter = EmailMessage(**{"subject": "Zkouška", "body": "Text", "to": [JANA]} | values)

    with pytest.raises(LetterError, match="Zprávu nejde poslat: "):
        letter.send()

    assert Message.objects.count() == 0


def test_database_holds_neither_address_nor_text_nor_headers_in_plain():
    EmailMessage("Tajný předmět", "Tajný text", to=[JANA], headers={"List-Unsubscribe": "<https://tajne>"}).send()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_message")
        stored = str(cursor.fetchone())

    assert [word for word in (JANA, "Tajný předmět", "Tajný text", "https://tajne") if word in stored] == []
    assert Message.objects.get().extra_headers == {"List-Unsubscribe": "<https://tajne>"}
