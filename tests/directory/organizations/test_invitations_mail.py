"""Mail of invitations, reminders, and what the overview says of them."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from opora.directory.organizations import notifications, tasks
from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Invitation, Membership
from opora.directory.organizations.operations import invitations as operations
from opora.directory.organizations.selectors import invitations as selectors
from tests.directory.organizations.invitation_world import (
    accepted,
    acting,
    address_in,
    cancelled,
    declined,
    head_of,
    invited,
    provider,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return provider()


@pytest.fixture
def head(organization):
    return head_of(organization)


def test_invitation_is_mailed_with_its_link_alone_on_a_line_and_why_it_came_at_the_end(organization, head, mailoutbox):
    invited(organization, head)

    [message] = mailoutbox
    assert message.to == ["nova@opora.example"]
    assert message.subject == "Pozvánka do systému Opora: Ukázkový poskytovatel"
    assert address_in(message).startswith("/pozvanka/")
    lines = message.body.splitlines()
    assert lines[2] == "Hana Ukázková vás zve do systému Opora."
    assert lines[-1].startswith("Píšeme vám, protože Hana Ukázková uvádí tuto adresu jako vaši.")
    assert {"{", "["}.isdisjoint(message.body)


def test_line_breaks_in_names_add_no_header(organization, head, mailoutbox):
    organization.name = "Poskytovatel\r\nBcc: zlo@example.org"
    organization.save()
    operations.invite(
        organization,
        operations.Offer("nova@opora.example", "Nová\nBcc: zlo", Role.SOCIAL_WORKER),
        actor=acting(head),
    )

    [message] = mailoutbox
    assert message.recipients() == ["nova@opora.example"]
    assert message.subject == "Pozvánka do systému Opora: Poskytovatel Bcc: zlo@example.org"
    assert [name for name in message.message() if name.lower() in {"bcc", "cc"}] == []
    assert Invitation.objects.get().full_name == "Nová Bcc: zlo"


@pytest.mark.parametrize("email", ["zlo@example.org\nBcc: dalsi@example.org", "a@b", "bez-zavinace", "a@b.cz,c@d.cz"])
def test_address_that_is_none_is_refused(organization, head, email, mailoutbox):
    with pytest.raises(ValidationError):
        invited(organization, head, email=email)

    assert mailoutbox == []


def test_reminder_comes_once_after_a_week_with_the_same_link(organization, head, mailoutbox):
    with time_machine.travel("2026-11-01T12:00:00+01:00", tick=False):
        invited(organization, head)
    sent = []
    for day in (7, 8, 9, 20):
        with time_machine.travel(f"2026-11-{day:02d}T13:00:00+01:00", tick=False):
            sent.append(tasks.remind_daily.call())

    assert sent == [0, 1, 0, 0]
    first, reminder = mailoutbox
    assert reminder.subject == "Pozvánka stále čeká: Ukázkový poskytovatel"
    assert address_in(first) == address_in(reminder)


@pytest.mark.parametrize("end", ["cancelled", "accepted", "right lost"])
def test_nobody_is_reminded_of_what_no_longer_holds(organization, head, mailoutbox, end):
    with time_machine.travel("2026-11-01T12:00:00+01:00", tick=False):
        invitation = invited(organization, head)
        if end == "cancelled":
            cancelled(invitation, head)
        elif end == "accepted":
            accepted(invitation)
        else:
            Membership.objects.filter(user=head).update(ended_at=timezone.now())

    with time_machine.travel("2026-11-09T12:00:00+01:00", tick=False):
        assert tasks.remind_daily.call() == 0
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("end", "obsolete"), [("none", False), ("cancelled", True), ("accepted", True)])
def test_message_that_still_waits_is_obsolete_once_nobody_can_accept(organization, head, end, obsolete):
    invitation = invited(organization, head)
    if end == "cancelled":
        cancelled(invitation, head)
    elif end == "accepted":
        accepted(invitation)

    assert [message.is_obsolete(str(invitation.pk)) for message in notifications.ALL] == [obsolete] * 2


def test_expired_or_unknown_invitation_is_obsolete(organization, head):
    invitation = invited(organization, head)
    Invitation.objects.update(expires_at=timezone.now())

    numbers = (str(invitation.pk), "987654")
    assert [notifications.INVITATION.is_obsolete(number) for number in numbers] == [True, True]


def test_overview_of_a_head_shows_what_waits_what_is_late_and_who_answered(organization, head):
    invited(organization, head)
    invited(organization, head, email="a@opora.example")
    late = invited(organization, head, email="b@opora.example")
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    refused = declined(invited(organization, head, email="c@opora.example"))
    actor = acting(head)

    [waiting] = selectors.waiting_matters(actor)
    assert (waiting.text, waiting.url) == (
        "Na přijetí čeká pozvánek:\N{NO-BREAK SPACE}2 (Ukázkový poskytovatel)", f"/organizace/{organization.pk}/lide/",
    )  # fmt: skip
    assert [(one.text, one.url) for one in selectors.late_matters(actor)] == [
        ("Pozvánka propadla: Nová Ukázková, sociální pracovník", f"/pozvanky/{late.pk}/")
    ]
    assert [(one.text, one.url) for one in selectors.answered_matters(actor)] == [
        ("Odpověď na pozvánku: odmítnutí – Nová Ukázková, sociální pracovník", f"/pozvanky/{refused.pk}/")
    ]


def test_overview_of_others_shows_nothing(organization, head, stranger, data_steward):
    invited(organization, head)

    for user in (stranger, data_steward):
        actor = acting(user)
        shown = [*selectors.waiting_matters(actor), *selectors.late_matters(actor), *selectors.answered_matters(actor)]
        assert shown == []
