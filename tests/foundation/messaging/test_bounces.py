"""Undeliverable mail that comes back: read from a folder, matched by the number of the message, then put aside."""

from pathlib import Path

import pytest
from django.core.management import call_command

from opora.foundation.messaging import tasks
from opora.foundation.messaging.models import DeliveryAttempt, Message
from tests.foundation.messaging.letters import JANA, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    settings.BOUNCES = str(tmp_path)
    return tmp_path


def report(number: str, status: str = "5.1.1", *, whole: bool = True) -> bytes:
    """A report of a mail server as RFC 3464 has it, with the returned message or only its headers."""
    returned = f"Message-ID: {number}\nSubject: Pozvánka\n\nDobrý den"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
        "From: MAILER-DAEMON@opora.example\n\n--b\nContent-Type: text/plain\n\nIt did not arrive.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; posta.example\n\n"
        f"Final-Recipient: rfc822; {JANA}\nAction: failed\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 <{JANA}> User unknown\n\n--b\nContent-Type: {kind}\n\n{returned}\n\n--b--\n"
    ).encode()


def put(folder: Path, content: bytes, name: str = "1.a") -> None:
    (folder / "new" / name).write_bytes(content)


def sent() -> Message:
    return written(status="sent", text="")


@pytest.mark.parametrize("whole", [True, False])
def test_message_that_came_back_is_returned(folder, whole):
    message = sent()
    put(folder, report(message.message_id, whole=whole))

    assert tasks.read_bounces.func() == {"returned": 1}

    message.refresh_from_db()
    assert (message.status, message.last_answer) == ("returned", "550 (adresa) User unknown")
    assert list(DeliveryAttempt.objects.values_list("outcome", "answer")) == [("returned", message.last_answer)]
    assert [[path.name for path in (folder / name).iterdir()] for name in ("new", "cur")] == [[], ["1.a:2,S"]]


def test_report_of_a_delay_is_noted_only(folder):
    message = sent()
    put(folder, report(message.message_id, "4.4.1"))

    assert tasks.read_bounces.func() == {"delayed": 1}
    message.refresh_from_db()
    assert (message.status, message.history.count()) == ("sent", 1)


def test_second_report_of_one_message_changes_nothing(folder):
    message = sent()
    put(folder, report(message.message_id), "1.a")
    put(folder, report(message.message_id), "2.a")

    assert tasks.read_bounces.func() == {"returned": 1, "unknown": 1}
    assert message.history.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        report("<podvrh@opora.example>"),
        report(""),
        report("<podvrh@opora.example>", "nesmysl"),
        b"Subject: Jsem na dovolene\n\nVratim se v pondeli.\n",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report\n\n\xff\xfe\x00",
        b"",
        b"a" * 1_000_001,
    ],
)
def test_forged_foreign_and_broken_mail_is_put_aside(folder, content):
    message = sent()
    put(folder, content)

    assert tasks.read_bounces.func() == {"unknown": 1}
    message.refresh_from_db()
    assert (message.status, list((folder / "new").iterdir())) == ("sent", [])


def test_message_that_waits_cannot_come_back(folder):
    message = written()
    put(folder, report(message.message_id))

    assert tasks.read_bounces.func() == {"unknown": 1}
    message.refresh_from_db()
    assert message.status == "queued"


@pytest.mark.parametrize("path", ["", "/nikde/neni"])
def test_without_the_folder_nothing_happens(settings, path, capsys):
    settings.BOUNCES = path

    call_command("read_bounces")

    assert capsys.readouterr().out == "Nic nového.\n"
