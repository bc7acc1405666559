"""Handing over to a real server that accepts, refuses, puts off, hangs and dies."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from opora.foundation.messaging.models import DeliveryAttempt, Message
from opora.foundation.messaging.operations.delivery import DELAYS, deliver
from opora.foundation.messaging.operations.transport import Outcome, Smtp
from tests.foundation.messaging.letters import JANA, JOB, delivered, written

pytestmark = pytest.mark.django_db


def attempts(message: Message) -> list[tuple]:
    return list(DeliveryAttempt.objects.filter(message=message).values_list("outcome", "code"))


def test_server_gets_plain_text_first_and_the_same_as_html(server):
    message = delivered(written("Pozvánka – Žatec", "Dobrý den,\n\n.tečka na začátku\n\nŽluťoučký kůň"))

    (mail,) = server.accepted
    plain, html = mail.iter_parts()
    assert (message.status, attempts(message)) == ("sent", [("sent", 250)])
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    assert plain.get_content().splitlines() == ["Dobrý den,", "", ".tečka na začátku", "", "Žluťoučký kůň"]
    assert "Žluťoučký kůň" in html.get_content()
    told = {name: str(mail[name]) for name in ("Subject", "To", "From", "Auto-Submitted", "Content-Language")}
    assert told == {
        "Subject": "Pozvánka – Žatec", "To": JANA, "From": "opora@localhost", "Auto-Submitted": "auto-generated",
        "Content-Language": "cs",
    }  # fmt: skip
    assert mail["Message-ID"] == message.message_id


def test_one_connection_carries_all_messages(server):
    for _time in range(3):
        written()
    before = server.connections

    assert deliver(actor=JOB) == {"accepted": 3}
    assert server.connections == before + 1
    assert sorted(server.numbers) == sorted(Message.objects.values_list("message_id", flat=True))


def test_unknown_box_is_refused_at_once(server):
    server.answers["RCPT"] = [f"550 5.1.1 No such user {JANA}"]

    message = delivered(written())

    assert (message.status, attempts(message)) == ("refused", [("refused", 550)])
    assert message.last_answer == "5.1.1 No such user (adresa)"
    assert message.text  # it may be sent again


def test_address_that_no_server_can_be_told_is_refused_and_others_go_on(server):
    odd, message = written(to="ſova@opora.example"), written()  # the long s passes for an s in Django's check

    assert deliver(actor=JOB) == {"refused": 1, "accepted": 1}
    odd.refresh_from_db()
    assert (odd.status, server.numbers) == ("refused", [message.message_id])


def test_refusal_of_the_whole_message_is_final(server):
    server.answers["DATA"] = ["554 5.7.1 Spam"]

    assert delivered(written()).status == "refused"
    assert server.accepted == []


def test_greylisted_message_is_accepted_later(server):
    server.answers["RCPT"] = ["451 4.7.1 Try again later"]
    message = delivered(written())
    assert (message.status, message.attempts) == ("queued", 1)
    assert timedelta(0) < message.due_at - timezone.now() <= timedelta(minutes=1)

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert deliver(actor=JOB) == {"accepted": 1}

    assert attempts(message) == [("queued", 451), ("sent", 250)]
    assert server.numbers == [message.message_id]


def test_delay_grows_and_after_three_days_the_message_is_given_up(server):
    server.answers["RCPT"] = ["451 4.7.1 Try again later"] * (len(DELAYS) + 1)
    message, delays, began = written(), [], timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        while delivered(message).status == "queued":
            delays.append((message.due_at - timezone.now()) / timedelta(minutes=1))
            clock.move_to(message.due_at)

    assert (message.status, delays) == ("given_up", list(DELAYS))
    assert timedelta(days=2, hours=20) < message.finished_at - began < timedelta(days=3, hours=1)


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_silence_before_handing_over_means_another_attempt(server, settings, step):
    settings.MAIL_TRANSPORT["timeout"] = 0.2
    server.hang[step] = 1

    message = delivered(written())

    assert message.status == "queued"
    assert delivered(message).status == "sent"
    assert server.numbers == [message.message_id]


def test_connection_dropped_in_the_middle_of_the_text_means_another_attempt(server):
    server.drop, asked = ["BODY"], []
    text = b"text\r\n" * 2_000_000  # more than the system keeps for the server

    with Smtp(**server.options) as wire:
        dropped = wire.hand_over("opora@localhost", JANA, text, lambda: not asked.append(True))
        again = wire.hand_over("opora@localhost", JANA, b"text\r\n", lambda: not asked.append(True))

    assert (dropped.outcome, again.outcome, asked) == (Outcome.LATER, Outcome.ACCEPTED, [True])


def test_connection_dropped_after_the_end_is_uncertain_and_never_sent_again_by_itself(server):
    server.drop = ["DATA"]

    message = delivered(written())

    assert (message.status, attempts(message)) == ("uncertain", [("uncertain", None)])
    assert server.numbers == [message.message_id]  # it did arrive; nobody could know
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert deliver(actor=JOB) == {}


def test_silence_after_the_end_is_uncertain(server, settings):
    settings.MAIL_TRANSPORT["patience"] = 0.2
    server.hang["DATA"] = 1

    assert delivered(written()).status == "uncertain"


def test_messages_wait_without_losing_attempts_while_there_is_no_server(server, settings):
    settings.MAIL_TRANSPORT = server.options | {"port": 1}
    for _time in range(3):
        written()

    assert deliver(actor=JOB) == {"away": 1}
    assert set(Message.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert DeliveryAttempt.objects.count() == 0

    settings.MAIL_TRANSPORT = server.options
    assert deliver(actor=JOB) == {"accepted": 3}


def test_server_that_refuses_the_sender_refuses_no_message(server):
    server.answers["MAIL"] = ["530 5.7.0 Must issue a STARTTLS command first"]

    message = delivered(written())

    assert (message.status, message.attempts) == ("queued", 0)
    assert message.last_answer == "5.7.0 Must issue a STARTTLS command first"


def test_open_connection_that_stopped_to_take_messages_is_replaced(server):
    server.answers["MAIL"] = ["250 OK", "550 5.7.1 Not on this connection"]
    written()
    written()

    assert deliver(actor=JOB) == {"accepted": 2}


def test_nothing_is_accepted_when_the_moment_cannot_be_written(server):
    def broken() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Smtp(**server.options) as wire:
        wire.hand_over("opora@localhost", JANA, b"Message-ID: <a@b>\r\n\r\ntext\r\n", broken)

    assert delivered(written()).status == "sent"
    assert "<a@b>" not in server.numbers


def test_server_that_ends_the_connection_between_messages_gets_the_rest_on_another(server):
    server.answers["MAIL"] = ["250 OK", "421 4.7.0 Too many messages"]
    written()
    written()

    assert deliver(actor=JOB) == {"accepted": 2}
