"""Pages of messages: what staff see without addresses, what they see by a button, and what they may do."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.messaging.models import DeliveryAttempt, Message
from opora.foundation.messaging.selectors import outbox as selectors
from tests.foundation.messaging.letters import JANA, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]
LIST = reverse("messaging:outbox")
ACTOR = Actor.job("zkouška")
OPEN = "accounts.new_password"  # a kind whose text holds no secret


@pytest.fixture
def staff(client, data_steward):
    """A signed-in steward of data; their client."""
    return client.sign_in(data_steward, second_factor=True)


def address(message: Message, name: str) -> str:
    return reverse(f"messaging:{name}", args=[message.pk])


def pks(answer) -> list[int]:
    return [message.pk for message, _title in answer.context["rows"]]


def test_list_shows_states_and_no_addresses(staff):
    message = written("Tajný předmět", "Tajný text", status="refused")

    page = staff.get(LIST)

    assert pks(page) == [message.pk]
    assert "server odmítl" in page.text
    assert [word for word in (JANA, "Tajný předmět", "Tajný text") if word in page.text] == []


def test_list_is_narrowed_by_state_kind_and_day(staff):
    earlier = timezone.now() - timedelta(days=2)  # surely another day, whatever the clock does
    old = written(status="sent", notification="messaging.old", created_at=earlier)
    lost, waits = written(status="given_up"), written()

    asked = {
        "?stav=queued": [waits.pk],
        "?stav=nedorucene": [lost.pk],
        "?druh=messaging.old": [old.pk],
        f"?den={timezone.localdate(earlier)}": [old.pk],
        "": [waits.pk, lost.pk, old.pk],
    }
    assert {query: pks(staff.get(LIST + query)) for query in asked} == asked
    assert staff.get(LIST + "?den=nesmysl").status_code == 422
    assert "Taková zpráva tu není" in staff.get(LIST + "?stav=obsolete").text


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_questions(staff, count, django_assert_num_queries):
    for _time in range(count):
        written()
    staff.get(LIST)

    with django_assert_num_queries(7):
        staff.get(LIST)


def test_address_and_text_are_shown_by_a_button_and_the_look_is_recorded(staff):
    message = written("Pozvánka", "Dobrý den\n\nhttps://opora.example/zpravy/odhlasit/tajne/", notification=OPEN)
    DeliveryAttempt.objects.create(message=message, outcome="queued", code=451, answer="Try again")

    closed, opened = staff.get(message.get_absolute_url()), None
    assert JANA not in closed.text
    assert "451 Try again" in closed.text
    assert ReadEvent.objects.count() == 0
    opened = staff.post(address(message, "message_content"))

    seen = [word in opened.text for word in (JANA, "Pozvánka", "Dobrý den", "[odkaz vynechán]", "tajne")]
    assert seen == [True, True, True, True, False]
    assert list(ReadEvent.objects.values_list("target_type", "target_id")) == [("messaging.message", str(message.pk))]


def test_text_with_a_link_of_the_addressee_is_shown_to_nobody_else(staff):
    message = written("Nové heslo", "https://opora.example/tajne/", notification="accounts.password_link")

    page = staff.post(address(message, "message_content")).text

    assert [word in page for word in (JANA, "tajne", "Obsahuje odkaz jen pro příjemce")] == [True, False, True]


def act(staff, message: Message, name: str, version: int | None = None):
    return staff.post(address(message, name), {"version": message.version if version is None else version})


def test_message_that_did_not_arrive_is_sent_again_once(staff):
    message = written(status="refused", attempts=3)
    assert "Poslat znovu" in staff.get(address(message, "message_retry")).text

    answers = [act(staff, message, "message_retry").status_code for _click in range(2)]

    message.refresh_from_db()
    assert (answers, message.status, message.attempts) == ([302, 302], "queued", 0)
    assert [event.action for event in AuditEvent.objects.filter(action__startswith="messaging.")] == [
        "messaging.retried"
    ]


def test_uncertain_message_is_closed_as_sent(staff):
    message = written(status="uncertain")
    assert "Považovat za odeslanou" in staff.get(message.get_absolute_url()).text

    answers = [act(staff, message, "message_sent").status_code for _click in range(2)]

    message.refresh_from_db()
    assert (answers, message.status, message.text) == ([302, 302], "sent", "")


@pytest.mark.parametrize(
    ("values", "name", "version", "sentence"),
    [
        ({"status": "returned", "text": ""}, "message_retry", None, "Text zprávy už byl po odeslání smazán."),
        ({"status": "sent"}, "message_retry", None, "Se zprávou to teď udělat nejde, její stav je „odesláno“."),
        ({"status": "queued"}, "message_sent", None, "Se zprávou to teď udělat nejde"),
        ({"status": "refused"}, "message_retry", 77, "Záznam mezitím změnil někdo jiný."),
    ],
)
def test_refusal_is_said_on_the_page(staff, values, name, version, sentence):
    answer = act(staff, written(**values), name, version)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_hub_and_overview_call_until_somebody_takes_notice(staff):
    message = written(status="refused")
    assert selectors.waiting(ACTOR) == "nedoručeno: 1\N{NO-BREAK SPACE}zpráva"
    assert "Nedoručené zprávy: 1" in staff.get("/prehled/").text

    staff.post(address(message, "message_notice"))
    staff.post(address(message, "message_notice"))

    assert (selectors.waiting(ACTOR), list(selectors.troubles(ACTOR))) == ("", [])


def test_standing_queue_is_said_on_the_hub_the_overview_and_the_page(staff):
    written()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert selectors.waiting(ACTOR) == "fronta stojí"
        assert [matter.text for matter in selectors.troubles(ACTOR)] == ["Zprávy se neodesílají, fronta stojí"]
        assert "Zprávy se neodesílají." in staff.get(LIST).text


def test_message_that_waits_for_a_later_attempt_does_not_make_the_queue_stand():
    written(due_at=timezone.now() + timedelta(hours=8), attempts=5)

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert selectors.trouble().since is None
