"""Delivery around the wire: who takes a message, what is not sent any more, what a dead worker leaves."""

import logging
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from opora.foundation.core.errors import OperationError
from opora.foundation.core.registries import Notification, notifications
from opora.foundation.messaging import tasks
from opora.foundation.messaging.enums import TRANSITIONS, MessageStatus
from opora.foundation.messaging.models import DeliveryAttempt, Message
from opora.foundation.messaging.operations import delivery
from opora.foundation.messaging.operations.states import move
from opora.foundation.messaging.operations.transport import Answer, Outcome
from opora.foundation.privacy.models import Restriction
from opora.foundation.privacy.selectors.subjects import email_index
from tests.foundation.messaging.letters import JANA, JOB, delivered, written

pytestmark = pytest.mark.django_db
DIED = timedelta(minutes=6)  # the lease is over


@dataclass
class Kind:
    """A notification of these tests: whether nobody needs it, whether its text stays."""

    obsolete: bool = False
    keeps: bool = True


@pytest.fixture
def kind(monkeypatch):
    """A registered notification „messaging.trial“ whose properties the test sets."""
    state = Kind()
    monkeypatch.setitem(notifications._items, "messaging.trial", (100, None))

    def register(**values) -> None:
        state.__dict__.update(values)
        item = Notification(
            "messaging.trial", "Zkouška", "none.txt", is_obsolete=lambda _id: state.obsolete, keeps_text=state.keeps
        )
        monkeypatch.setitem(notifications._items, "messaging.trial", (100, item))

    register()
    return register


def trial(**values) -> Message:
    return written(notification="messaging.trial", **values)


def test_obsolete_message_is_not_sent(server, kind):
    kind(obsolete=True)

    message = delivered(trial())

    assert (message.status, message.text, server.accepted) == ("obsolete", "", [])


def test_message_of_a_kind_that_is_gone_is_sent(server):
    assert delivered(written(notification="messaging.gone")).status == "sent"


@pytest.mark.parametrize(("code", "status"), [("messaging.trial", "withheld"), ("privacy.extract", "sent")])
def test_restricted_person_gets_answers_to_own_requests_only(server, kind, code, status):
    Restriction.objects.create(subject_email=JANA, subject_index=email_index(JANA), reason="spor", set_by="zkouška")

    assert delivered(written(notification=code)).status == status


def test_text_stays_only_where_its_kind_says_so(server, kind):
    kept = delivered(trial())
    kind(keeps=False)
    secret = delivered(trial())

    assert (kept.text, secret.text, len(server.accepted)) == ("Žluťoučký kůň.\n", "", 2)


def test_claimed_message_is_nobody_elses(server):
    written()
    first = delivery._claim("první")

    assert (first.status, first.claimed_by) == ("sending", "první")
    assert delivery._claim("druhý") is None


def test_message_of_a_worker_that_died_before_handing_over_is_sent(server):
    message = written()
    delivery._claim("mrtvý")

    with time_machine.travel(timezone.now() + DIED):
        assert delivery.deliver(actor=JOB) == {"away": 1, "accepted": 1}

    assert server.numbers == [message.message_id]


def test_message_of_a_worker_that_died_while_handing_over_is_uncertain_and_not_sent(server):
    message = written()
    assert delivery._note_handed(delivery._claim("mrtvý"))

    with time_machine.travel(timezone.now() + DIED):
        assert delivery.deliver(actor=JOB) == {"uncertain": 1}

    message.refresh_from_db()
    assert (message.status, message.claimed_by, server.accepted) == ("uncertain", "", [])
    assert message.last_answer == "Odesílání se přerušilo dřív, než server odpověděl."


def test_worker_that_was_late_does_not_end_what_it_began(server):
    written()
    slow = delivery._claim("pomalý")
    with time_machine.travel(timezone.now() + DIED):
        assert not delivery._note_handed(slow)
        delivery.deliver(actor=JOB)

    delivery._record(slow, Answer(Outcome.REFUSED, 550, "pozdě"))

    assert list(Message.objects.values_list("status", flat=True)) == ["sent"]
    assert len(server.accepted) == 1


def test_message_that_cannot_be_built_does_not_stop_the_others(server):
    broken, good = written(), written()
    Message.objects.filter(pk=broken.pk).update(sender="Opora\n <opora@localhost>")

    delivery.deliver(actor=JOB)

    assert dict(Message.objects.values_list("pk", "status")) == {broken.pk: "refused", good.pk: "sent"}


def test_second_worker_is_called_while_there_is_work(server):
    written()
    written()

    delivery.deliver(actor=JOB, seconds=0.0)
    assert DBTaskResult.objects.count() == 0
    delivery.deliver(actor=JOB)

    assert DBTaskResult.objects.filter(task_path=tasks.deliver.module_path).count() == 1


def test_demo_writes_messages_to_a_folder(settings, outbox, tmp_path):
    settings.MAIL_TRANSPORT = {"folder": tmp_path / "mail"}

    assert delivered(written()).status == "sent"
    assert len(list((tmp_path / "mail").glob("*.log"))) == 1


def test_standing_queue_is_said_in_the_log(server, settings, caplog):
    settings.MAIL_TRANSPORT = server.options | {"port": 1}
    written()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), caplog.at_level(logging.ERROR):
        tasks.deliver.func()

    assert [(record.message, record.minutes) for record in caplog.records] == [("mail_queue_stands", 16)]


def test_log_and_answers_name_nobody(server, caplog):
    server.answers["RCPT"] = [f"550 <{JANA}> is unknown"]
    with caplog.at_level(logging.INFO, logger="opora"):
        delivered(written())

    assert JANA not in caplog.text
    assert DeliveryAttempt.objects.get().answer == "(adresa) is unknown"


@pytest.mark.parametrize("status", MessageStatus)
def test_every_state_is_left_only_as_the_table_says(status, outbox):
    message = written(status=status)

    for wanted in MessageStatus:
        message.status = status
        Message.objects.filter(pk=message.pk).update(status=status)
        if wanted in TRANSITIONS[status]:
            assert move(message, wanted)
        else:
            with pytest.raises(OperationError):
                move(message, wanted)
    assert set(TRANSITIONS) == set(MessageStatus)


def test_a_message_that_no_key_opens_stops_no_others(server, kind):
    unreadable, other = trial(), trial()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_message SET text = 'gAAAA' WHERE id = %s", [unreadable.pk])

    assert delivered(other).status == MessageStatus.SENT

    statuses = dict(Message.objects.values_list("pk", "status"))
    assert statuses == {unreadable.pk: MessageStatus.REFUSED, other.pk: MessageStatus.SENT}
