"""Change of the own e-mail: only its owner, only by a link that came to the new address."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from opora.foundation.accounts import tasks
from opora.foundation.accounts.models import EmailChange, MagicLink, User
from opora.foundation.accounts.operations import email_change as operations
from opora.foundation.accounts.selectors.links import EMAIL_LINK, LinkError, live_link
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from tests.support.page_client import PageClient
from tests.support.people import PASSWORD, person

pytestmark = pytest.mark.django_db
NEW = "jana.nova@opora.example"
ADDRESS = re.compile(r"^http://localhost:8000(/ucet/e-mail/potvrdit/\S+/)$", re.MULTILINE)


@pytest.fixture
def user():
    return person("Jana Ukázková", "jana@opora.example")


@pytest.fixture
def signed_in(client, user):
    """A browser in which the person has just typed the password."""
    client.post("/prihlaseni/", {"login": user.email, "password": PASSWORD})
    client.post("/ucet/overeni/", {"password": PASSWORD})
    return client


def asked(user, email=NEW) -> tuple[EmailChange, MagicLink]:
    change = operations.ask_for_new_email(user, email=email, actor=Actor.for_user(user))
    return change, live_link(EMAIL_LINK, change.pk)


def address_in(message) -> str:
    [path] = ADDRESS.findall(message.body)
    return path


def email_of(user) -> str:
    return User.objects.get(pk=user.pk).email


def test_whole_way_from_the_account_to_the_new_address(signed_in, user, mailoutbox):
    assert 'href="/ucet/e-mail/"' in signed_in.get("/ucet/").text
    answer = signed_in.post("/ucet/e-mail/", {"email": "Jana.Nova@opora.example"}, follow=True)
    assert f"Na {NEW} jsme poslali odkaz." in answer.text
    [letter] = mailoutbox
    assert (letter.to, letter.subject, email_of(user)) == ([NEW], "Potvrďte nový e-mail", "jana@opora.example")

    page = signed_in.get(address_in(letter))
    assert (page.status_code, email_of(user)) == (200, "jana@opora.example")
    answer = signed_in.post(address_in(letter), follow=True)

    assert f"Od teď se přihlašujete e-mailem {NEW}." in answer.text
    assert email_of(user) == NEW
    assert (mailoutbox[-1].to, mailoutbox[-1].subject) == (
        ["jana@opora.example"], "E-mail vašeho účtu byl změněn",
    )  # fmt: skip


def test_only_the_new_address_signs_in_afterwards(client, user):
    EmailAddress.objects.create(user=user, email="jana@opora.example", verified=True, primary=True)
    change, link = asked(user)
    operations.confirm_new_email(change, link, actor=Actor.for_user(user))

    statuses = [
        PageClient().post("/prihlaseni/", {"login": email, "password": PASSWORD}).status_code
        for email in ("jana@opora.example", NEW)
    ]
    assert statuses == [422, 302]


def test_page_asks_for_the_password_again_when_it_was_typed_long_ago(client, user):
    client.sign_in(user)

    answer = client.get("/ucet/e-mail/")
    assert (answer.status_code, answer["Location"]) == (302, "/ucet/overeni/?next=%2Fucet%2Fe-mail%2F")
    client.post("/ucet/e-mail/", {"email": NEW})
    assert EmailChange.objects.count() == 0


def test_other_sign_ins_end_with_the_change(signed_in, user, mailoutbox):
    other = PageClient()
    other.sign_in(user)
    asked(user)

    signed_in.post(address_in(mailoutbox[-1]))

    assert (signed_in.get("/ucet/").status_code, other.get("/ucet/").status_code) == (200, 302)


def test_link_opens_nothing_to_others(client, user, stranger, mailoutbox):
    asked(user)
    path = address_in(mailoutbox[-1])

    assert "Přihlaste se ještě dosavadním e-mailem." in client.get(path).text
    assert "jana@" not in client.get(path).text
    client.post(path)
    client.sign_in(stranger)
    assert "Jste přihlášeni k jinému účtu" in client.post(path).text
    assert (email_of(user), email_of(stranger)) == ("jana@opora.example", "cizi.clovek@priklad.cz")


def test_second_click_is_told_calmly(signed_in, user, mailoutbox):
    asked(user)
    path = address_in(mailoutbox[-1])
    signed_in.post(path)

    again = signed_in.post(path)
    assert (again.status_code, "Tento odkaz už byl použit" in again.text) == (410, True)
    assert "požádejte o nový odkaz" in again.text


def test_newer_request_takes_the_older_link_away(user):
    _older, first = asked(user)
    change, second = asked(user, "jeste.jina@opora.example")

    with pytest.raises(LinkError):
        operations.confirm_new_email(EmailChange.objects.get(email=NEW), first, actor=Actor.for_user(user))
    operations.confirm_new_email(change, second, actor=Actor.for_user(user))
    assert email_of(user) == "jeste.jina@opora.example"


def test_link_lasts_a_day(user):
    with time_machine.travel("2026-11-01T12:00:00+01:00", tick=False):
        change, link = asked(user)

    with pytest.raises(LinkError):
        operations.confirm_new_email(change, link, actor=Actor.for_user(user))


def test_address_of_another_account_gets_no_mail_and_the_same_answer(signed_in, user, stranger, mailoutbox):
    free = signed_in.post("/ucet/e-mail/", {"email": NEW}, follow=True).text.replace(NEW, "*")
    taken = signed_in.post("/ucet/e-mail/", {"email": stranger.email}, follow=True).text.replace(stranger.email, "*")

    assert "Na * jsme poslali odkaz." in free
    assert "Na * jsme poslali odkaz." in taken
    assert [message.to for message in mailoutbox] == [[NEW]]


def test_address_that_somebody_took_meanwhile_is_refused(signed_in, user, mailoutbox):
    asked(user)
    person("Druhá Jana", NEW)

    answer = signed_in.post(address_in(mailoutbox[-1]))
    assert (answer.status_code, operations.TAKEN in answer.text) == (422, True)
    assert email_of(user) == "jana@opora.example"


def test_address_taken_at_the_same_moment_is_said_in_words(user):
    change, link = asked(user)

    def rival_first(execute, sql, *rest):
        if sql.startswith('UPDATE "accounts_user"'):
            User.objects.bulk_create([User(email=NEW, full_name="Druhá Jana")])
        return execute(sql, *rest)

    with connection.execute_wrapper(rival_first), pytest.raises(OperationError, match=operations.TAKEN):
        operations.confirm_new_email(change, link, actor=Actor.for_user(user))

    assert email_of(user) == "jana@opora.example"


@pytest.mark.parametrize("email", ["jana@opora.example", "JANA@opora.example ", "", "a@b\nBcc: c@d.cz", "bez zavináče"])
def test_wrong_address_is_refused_and_kept_in_the_form(signed_in, email, mailoutbox):
    answer = signed_in.post("/ucet/e-mail/", {"email": email})

    assert answer.status_code == 422
    assert (EmailChange.objects.count(), mailoutbox) == (0, [])


def test_nobody_changes_somebody_elses_address(user, stranger):
    change, link = asked(user)

    for act in (
        lambda: operations.ask_for_new_email(user, email="x@opora.example", actor=Actor.for_user(stranger)),
        lambda: operations.confirm_new_email(change, link, actor=Actor.for_user(stranger)),
        lambda: operations.confirm_new_email(change, link, actor=Actor.for_link(link)),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_nobody_floods_other_boxes(user, mailoutbox):
    for number in range(operations.MOST_A_DAY):
        asked(user, f"{number}@opora.example")

    with pytest.raises(OperationError, match=operations.TOO_MANY):
        asked(user)
    assert len(mailoutbox) == operations.MOST_A_DAY
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        assert asked(user)


def test_task_that_comes_late_sends_nothing(user, mailoutbox):
    change, link = asked(user)
    operations.confirm_new_email(change, link, actor=Actor.for_user(user))

    assert tasks.send_email_link.call(change.pk) == "obsolete"
    assert len(mailoutbox) == 2


def test_change_is_recorded_without_addresses(user):
    change, link = asked(user)
    operations.confirm_new_email(change, link, actor=Actor.for_user(user))

    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == [
        "accounts.link_issued", "accounts.email_change_asked", "accounts.link_used", "accounts.email_changed",
    ]  # fmt: skip
    assert not any("opora.example" in str(event.data) for event in events)


def test_own_address_is_said_by_the_operation_too(user):
    with pytest.raises(ValidationError, match=operations.SAME):
        asked(user, "Jana@opora.example")
