"""Which messages people want, and how often."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.notifications import tell_of_new_password
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import notify
from opora.foundation.messaging.enums import Frequency
from opora.foundation.messaging.models import Message, Preference
from opora.foundation.messaging.operations.preferences import choose_frequencies
from tests.support import people
from tests.support.messages import CATEGORY, CODE, registered

pytestmark = pytest.mark.django_db

TEXT = "Předmět: Novinka\n\n[osloveni],\n\nstalo se [co].\n\nPíšeme vám, protože vás to zajímá.\n"
THURSDAY = "2026-11-26T10:00:00+01:00"


@pytest.fixture
def news(tmp_path, settings):
    """A kind of message that nobody has to want."""
    with registered(tmp_path, settings, TEXT, category=CATEGORY) as notification:
        yield notification


@pytest.fixture
def user():
    return people.person("Jana Ukázková", "jana@opora.example")


def chosen(user, frequency: Frequency) -> None:
    choose_frequencies(user, {CATEGORY: frequency}, actor=Actor.for_user(user))


def test_page_keeps_the_choice_and_says_what_always_comes(client, user, news):
    client.sign_in(user)
    page = client.get("/ucet/zpravy/")
    saved = client.post("/ucet/zpravy/", {CATEGORY: "weekly"})
    client.post("/ucet/zpravy/", {CATEGORY: "weekly"})

    assert "Zkušební novinky" in page.text
    assert "Odkaz k novému heslu" in page.text.split("Chodí vždy")[1]
    assert saved.status_code == 302
    assert list(Preference.objects.values_list("user", "category", "frequency")) == [(user.pk, CATEGORY, "weekly")]


def test_wrong_choice_is_refused_at_the_field(client, user, news):
    answer = client.sign_in(user).post("/ucet/zpravy/", {CATEGORY: "hourly"})

    assert (answer.status_code, Preference.objects.count()) == (422, 0)


def test_nobody_chooses_for_others(user, stranger, news):
    with pytest.raises(PermissionDenied):
        choose_frequencies(user, {CATEGORY: Frequency.NEVER}, actor=Actor.for_user(stranger))


@pytest.mark.parametrize(
    ("frequency", "status", "due"),
    [
        (Frequency.DAILY, "digest", "2026-11-27T06:00:00+00:00"),
        (Frequency.WEEKLY, "digest", "2026-11-30T06:00:00+00:00"),
        (Frequency.AT_ONCE, "queued", "2026-11-26T09:00:00+00:00"),
        (Frequency.NEVER, "withheld", "2026-11-26T09:00:00+00:00"),
    ],
)
def test_message_goes_as_its_reader_chose(outbox, user, news, frequency, status, due):
    with time_machine.travel(THURSDAY, tick=False):
        chosen(user, frequency)
        notify(CODE, "Jana@opora.example", {"co": "něco"})

    message = Message.objects.get()
    assert (message.status, message.due_at.isoformat()) == (status, due)
    assert bool(message.text) == (status != "withheld")
    assert bool(message.finished_at) == (status == "withheld")  # else its address would stay for ever


def test_essential_message_costs_one_insert_and_has_no_way_out(outbox, user, django_capture_on_commit_callbacks):
    chosen_before = Preference.objects.create(user=user, category=CATEGORY, frequency=Frequency.NEVER)
    with CaptureQueriesContext(connection) as asked:
        tell_of_new_password(user)

    assert [query["sql"].split()[0] for query in asked] == ["INSERT"]
    assert chosen_before.frequency == Frequency.NEVER
    assert Message.objects.get().extra_headers == {}


def test_one_link_serves_all_messages_of_a_reader(outbox, user, news):
    for _message in range(3):
        notify(CODE, user.email, {"co": "něco"})

    assert MagicLink.objects.filter(purpose="messaging.unsubscribe").count() == 1
    headers = {message.extra_headers["List-Unsubscribe"] for message in Message.objects.all()}
    assert len(headers) == 1
    assert next(iter(headers)).strip("<>") == Message.objects.first().text.strip().splitlines()[-1]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_a_fixed_number_of_queries(client, user, news, count, django_assert_num_queries):
    for number in range(count):
        Preference.objects.create(user=user, category=f"{CATEGORY}{number}", frequency=Frequency.DAILY)
    client.sign_in(user)
    client.get("/ucet/zpravy/")

    with django_assert_num_queries(4):
        client.get("/ucet/zpravy/")
