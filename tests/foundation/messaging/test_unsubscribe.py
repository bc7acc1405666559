"""The end of messages by a link from one of them: with an account, without one, by the mail program itself."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import notify
from opora.foundation.messaging.models import Message, Preference
from opora.foundation.messaging.operations.unsubscribe import unsubscribe
from opora.foundation.messaging.selectors.envelope import content_of
from tests.support import people
from tests.support.messages import CATEGORY, CODE, registered

pytestmark = pytest.mark.django_db

TEXT = "Předmět: Novinka\n\n[osloveni],\n\nstalo se něco.\n"
NEWCOMER = "nikdo@opora.example"


@pytest.fixture(autouse=True)
def news(tmp_path, settings):
    """A kind of message that nobody has to want."""
    with registered(tmp_path, settings, TEXT, category=CATEGORY) as notification:
        yield notification


def path_in(letter, settings) -> str:
    return letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.PUBLIC_URL)


@pytest.fixture
def path(settings) -> str:
    """The link that came to somebody without an account."""
    return path_in(notify(CODE, NEWCOMER, {}), settings)


def test_look_at_the_page_changes_nothing(client, path):
    page = client.get(path)
    client.head(path)

    assert "Odhlásíte zprávy „Zkušební novinky“." in page.text
    assert page["Referrer-Policy"] == "strict-origin"
    assert Preference.objects.get().frequency == "at_once"


def test_mail_program_ends_messages_without_cookies_and_csrf(path):
    program = Client(enforce_csrf_checks=True)
    answers = [program.post(path, {"List-Unsubscribe": "One-Click"}) for _click in range(2)]

    preference = Preference.objects.get()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (preference.user, preference.frequency, preference.version) == (None, "never", 2)
    assert AuditEvent.objects.filter(action="messaging.unsubscribed").count() == 1


def test_mistake_is_taken_back_by_one_button(client, path):
    client.post(path)
    ended = client.get(path)
    client.post(path, {"znovu": "1"})
    client.post(path, {"znovu": "1"})

    assert "Jste odhlášeni." in ended.text
    assert Preference.objects.get().frequency == "at_once"


def test_refusal_of_an_address_holds_until_its_account_chooses(client, path, settings):
    client.post(path)
    user = people.person("Jana Ukázková", NEWCOMER)
    refused = notify(CODE, NEWCOMER, {})
    client.sign_in(user)
    shown = client.get("/ucet/zpravy/")
    client.post("/ucet/zpravy/", {CATEGORY: "at_once"})
    wanted = notify(CODE, NEWCOMER, {})

    assert (refused.status, wanted.status) == ("withheld", "")
    assert 'value="never" id="id_test.news_3" checked' in shown.text
    assert path_in(wanted, settings) != path


def test_header_reaches_the_mail_program_as_one_unbroken_address(outbox, settings):
    settings.PUBLIC_URL = "https://opora.kraj-s-hodne-dlouhym-nazvem.example"
    notify(CODE, NEWCOMER, {})
    lines = content_of(Message.objects.get()).decode("ascii").split("\r\n")

    [link] = [line for line in lines if line.startswith("List-Unsubscribe: ")]
    assert link.removeprefix("List-Unsubscribe: ").startswith(f"<{settings.PUBLIC_URL}/zpravy/odhlasit/")
    assert link.endswith("/>")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    [identity] = [line for line in lines if line.startswith("Message-ID: <")]
    assert identity.endswith("@opora.kraj-s-hodne-dlouhym-nazvem.example>")


@pytest.mark.parametrize("change", [lambda path: path[:-3] + "xx/", lambda path: "/zpravy/odhlasit/nesmysl/"])
def test_forged_link_opens_nothing(client, path, change):
    assert client.post(change(path)).status_code == 404
    assert Preference.objects.get().frequency == "at_once"


def test_link_of_one_reader_ends_nothing_of_another(path, stranger):
    notify(CODE, "jiny@opora.example", {})
    first, second = Preference.objects.order_by("pk")

    with pytest.raises(PermissionDenied):
        unsubscribe(second, actor=Actor.for_user(stranger))
    with pytest.raises(PermissionDenied):
        unsubscribe(second, actor=Actor.public())
    assert first.recipient_index != second.recipient_index
