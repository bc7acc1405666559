"""Mail that the demo „sent“ is read on its own page, and only there."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend

from opora.foundation.core.actor import Actor
from opora.foundation.messaging.operations.delivery import deliver

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Folder of data with nothing but mail in it."""
    settings.VAR = tmp_path
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


def send(folder: Path, *letters: tuple[str, str]) -> None:
    """Write the letters as the demo does, by one connection."""
    backend = EmailBackend(file_path=str(folder), alias="default")
    messages = []
    for subject, text in letters:
        message = EmailMultiAlternatives(subject, text, "opora@opora.example", ["jana@opora.example"])
        message.attach_alternative("<script>zlo()</script>", "text/html")
        messages.append(message)
    backend.send_messages(messages)


def test_empty_folder_says_that_nothing_was_sent(client, settings, tmp_path):
    settings.VAR = tmp_path

    assert "Zatím žádný e-mail" in client.get("/_posta/").text


def test_letters_are_listed_and_read(client, folder):
    send(folder, ("Pozvánka do Opory", "Dobrý den,\n\nhttp://127.0.0.1:8000/pozvanka/abc/\n\nPíšeme vám proto."))

    listed = client.get("/_posta/").text
    assert "Pozvánka do Opory" in listed
    assert "jana@opora.example" in listed
    address = listed.split('<th scope="row"><a href="')[1].split('"')[0]
    page = client.get(address).text
    assert 'href="http://127.0.0.1:8000/pozvanka/abc/"' in page
    assert "Dobrý den," in page


def test_what_the_outbox_delivers_is_read_here(client, settings, folder):
    settings.MAILERS = {"default": {"BACKEND": "opora.foundation.messaging.backend.OutboxBackend"}}
    settings.MAIL_TRANSPORT = {"folder": folder}
    EmailMessage("Pozvánka do Opory", "Dobrý den,\n\nzveme vás.\n", to=["jana@opora.example"]).send()

    deliver(actor=Actor.job("zkouška"))

    address = client.get("/_posta/").text.split('<th scope="row"><a href="')[1].split('"')[0]
    letter = client.get(address).context["letter"]
    assert (letter.to, letter.subject, letter.text) == (
        "jana@opora.example", "Pozvánka do Opory", "Dobrý den,\n\nzveme vás.",
    )  # fmt: skip


def test_every_letter_of_one_connection_has_its_page(client, folder):
    send(folder, ("První", "text prvního"), ("Druhý", "text druhého"))

    addresses = [part.split('"')[0] for part in client.get("/_posta/").text.split('<th scope="row"><a href="')[1:]]

    texts = {client.get(address).context["letter"].text for address in addresses}
    assert texts == {"text prvního", "text druhého"}


def test_nothing_of_a_letter_is_executed(client, folder):
    send(folder, ("<img src=x onerror=zlo()>", '<script>zlo()</script> <a href="javascript:zlo()">sem</a>'))

    listed = client.get("/_posta/").text
    address = listed.split('<th scope="row"><a href="')[1].split('"')[0]
    for page in (listed, client.get(address).text):
        assert "<script>zlo" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize("name", ["nic", "20260101-120000-1-1", "20260101-120000-1", "demo-logins"])
def test_unknown_letter_does_not_exist(client, folder, name):
    assert client.get(f"/_posta/{name}/").status_code == 404


def test_production_has_no_such_page(client, settings, folder):
    settings.DEMO = False

    assert [client.get(path).status_code for path in ("/_posta/", "/_posta/20260101-120000-1-1/")] == [404, 404]


def test_robots_stay_out(client):
    assert "Disallow: /_posta/" in client.get("/robots.txt").text
