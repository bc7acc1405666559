"""Digests: together in the morning, without what nobody needs any more, once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import notify
from opora.foundation.messaging.enums import Frequency
from opora.foundation.messaging.models import Message, Preference
from opora.foundation.messaging.operations.digests import send_digest
from opora.foundation.messaging.operations.preferences import choose_frequencies
from opora.foundation.messaging.selectors.digests import recipients_due
from opora.foundation.messaging.tasks import send_digests
from opora.foundation.privacy.selectors.subjects import email_index
from tests.support import people
from tests.support.messages import CATEGORY, CODE, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]

TEXT = "Předmět: Novinka: [co]\n\n[osloveni],\n\nstalo se [co].\n\nPíšeme vám, protože vás to zajímá.\n"
JOB = Actor.job("zkouška")
THURSDAY, NIGHT, MORNING = "2026-11-26T10:00:00+01:00", "2026-11-27T06:59:00+01:00", "2026-11-27T07:00:00+01:00"
obsolete: set[str] = set()


@pytest.fixture(autouse=True)
def news(tmp_path, settings):
    """A kind of message that nobody has to want; it is obsolete for targets of the set."""
    obsolete.clear()
    with registered(tmp_path, settings, TEXT, category=CATEGORY, is_obsolete=obsolete.__contains__) as notification:
        yield notification


@pytest.fixture
def user():
    """Somebody who wants one message a day, and for whom three wait since Thursday."""
    user = people.person("Jana Ukázková", "jana@opora.example")
    with time_machine.travel(THURSDAY, tick=False):
        choose_frequencies(user, {CATEGORY: Frequency.DAILY}, actor=Actor.for_user(user))
        for what in ("první", "druhé", "třetí"):
            notify(CODE, user.email, {"co": what}, target=people.person(what, f"{len(what)}{what[0]}@opora.example"))
    return user


def parts() -> list[str]:
    return list(Message.objects.filter(notification=CODE).order_by("pk").values_list("status", flat=True))


def digest() -> Message:
    return Message.objects.get(notification="messaging.digest")


def run() -> int:
    return sum(send_digest(index, actor=JOB) for index in recipients_due())


def test_parts_go_in_the_morning_in_their_order_under_headings(user):
    with time_machine.travel(NIGHT, tick=False):
        early = run()
    with time_machine.travel(MORNING, tick=False):
        sent = run()

    assert (early, sent, parts()) == (0, 3, ["in_digest"] * 3)
    body = digest().text.partition("-- \n")[0]
    assert [line for line in body.splitlines() if line[:1].isdigit()] == [
        "1. Novinka: první", "2. Novinka: druhé", "3. Novinka: třetí",
    ]  # fmt: skip
    assert (body.count("Dobrý den,"), body.count("Stalo se"), body.count("Píšeme vám")) == (1, 3, 1)
    assert digest().subject == "Souhrn ze systému Opora: 3 zprávy"
    assert set(Message.objects.filter(notification=CODE).values_list("digest", "text")) == {(digest().pk, "")}


def test_second_run_sends_nothing(user):
    with time_machine.travel(MORNING, tick=False):
        first, second = run(), run()

    assert (first, second, Message.objects.filter(notification="messaging.digest").count()) == (3, 0, 1)


def test_what_nobody_needs_any_more_is_left_out(user):
    obsolete.add(Message.objects.order_by("pk")[1].target_id)
    with time_machine.travel(MORNING, tick=False):
        run()

    assert parts() == ["in_digest", "obsolete", "in_digest"]
    assert "druhé" not in digest().text


@pytest.mark.parametrize("end", ["obsolete", "withheld"])
def test_empty_digest_is_not_sent(user, end):
    if end == "obsolete":
        obsolete.update(Message.objects.values_list("target_id", flat=True))
    else:
        choose_frequencies(user, {CATEGORY: Frequency.NEVER}, actor=Actor.for_user(user))
    with time_machine.travel(MORNING, tick=False):
        assert run() == 0

    assert parts() == [end] * 3
    assert not Message.objects.filter(notification="messaging.digest").exists()


def test_link_of_a_digest_ends_all_that_comes_in_it(client, settings, user):
    with time_machine.travel(MORNING, tick=False):
        run()
        path = digest().extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.PUBLIC_URL)
        before = client.get(path)
        after = client.post(path, {"List-Unsubscribe": "One-Click"})

    assert "Odhlásíte všechny zprávy, které vám chodí v souhrnu." in before.text
    assert "Jste odhlášeni." in after.text
    assert Preference.objects.get(category=CATEGORY).frequency == Frequency.NEVER


def test_task_calls_one_task_for_each_address(user):
    with time_machine.travel(MORNING, tick=False):
        assert send_digests.call() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_digest(user):
    ready = Barrier(2, timeout=20)

    def work(_number: int) -> int:
        ready.wait()
        try:
            return send_digest(email_index(user.email), actor=JOB)
        finally:
            connection.close()

    with time_machine.travel(MORNING, tick=False), ThreadPoolExecutor(2) as pool:
        sent = sorted(pool.map(work, range(2)))

    assert (sent, Message.objects.filter(notification="messaging.digest").count()) == ([0, 3], 1)
