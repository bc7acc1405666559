"""Invitations: who may send which, what ends them, mail and reminders."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from opora.directory.organizations.enums import INVITATION_TRANSITIONS, InvitationStatus, Role, Scope
from opora.directory.organizations.models import Branch, Invitation, Membership
from opora.directory.organizations.operations import invitations as operations
from opora.directory.organizations.selectors import invitations as selectors
from opora.foundation.accounts.models import User
from opora.foundation.accounts.selectors.links import LinkError
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.organizations.invitation_world import (
    NEW_PASSWORD,
    accepted,
    acting,
    address_in,
    cancelled,
    declined,
    head_of,
    invited,
    link_of,
    provider,
)
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return provider()


@pytest.fixture
def head(organization):
    return head_of(organization)


def renewed(invitation, by) -> Invitation:
    return operations.renew_invitation(invitation, version=invitation.version, actor=acting(by))


def actions() -> list[str]:
    events = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    return [action for action in events if action.startswith("organizations.")]


def test_invitation_waits_for_two_weeks_and_knows_when_it_was_sent(organization, head):
    with time_machine.travel("2026-11-02T09:00:00+01:00", tick=False):
        invited(organization, head, email=" Nova@Opora.Example ")
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.status) == ("nova@opora.example", "waiting")
        assert invitation.expires_at - timezone.now() == timedelta(days=14)
        assert invitation.sent_at == timezone.now()
        assert (invitation.invited_by, invitation.invited_by_id) == ("Hana Ukázková", str(head.pk))


def test_head_invites_only_into_the_own_organization_and_to_roles_it_gives(organization, head):
    elsewhere = provider("Jiný poskytovatel")

    for wrong in (
        lambda: invited(elsewhere, head),
        lambda: invited(organization, head, role=Role.PLANNER),
        lambda: invited(organization, head, role="king"),
    ):
        with pytest.raises(PermissionDenied):
            wrong()


def test_region_invites_heads_elsewhere_but_nobody_into_their_teams(organization, regional_administrator):
    assert invited(organization, regional_administrator, role=Role.PROVIDER_ADMINISTRATOR).pk

    with pytest.raises(PermissionDenied):
        invited(organization, regional_administrator, role=Role.SOCIAL_WORKER)


def test_worker_invites_nobody(organization, head):
    worker = person("Pavel Ukázkový", "pavel@opora.example")
    Membership.objects.create(user=worker, organization=organization, role=Role.SOCIAL_WORKER)

    with pytest.raises(PermissionDenied):
        invited(organization, worker)


@pytest.mark.parametrize("written", ["HANA@opora.example", "hana@\uff4fpora.example", "\uff48ana@opora.example"])
def test_nobody_invites_the_own_address(organization, head, written):
    with pytest.raises(ValidationError) as refused:
        invited(organization, head, email=written)

    assert refused.value.message_dict == {"email": [operations.OWN]}


def test_nobody_accepts_what_they_sent_to_an_address_that_became_their_own(organization, head):
    invitation = invited(organization, head)
    User.objects.filter(pk=head.pk).update(email=invitation.email)
    head.refresh_from_db()

    with pytest.raises(OperationError, match="jste poslali sami"):
        operations.accept_invitation(invitation, link_of(invitation), actor=acting(head))

    assert Membership.objects.filter(user=head).count() == 1


def test_who_has_the_role_is_not_invited_to_it_again_but_to_another_place(organization, head):
    worker = person("Pavel Ukázkový", "pavel@opora.example")
    Membership.objects.create(user=worker, organization=organization, role=Role.SOCIAL_WORKER)
    branch = Branch.objects.create(organization=organization, name="Teplice")

    with pytest.raises(ValidationError) as refused:
        invited(organization, head, email="pavel@opora.example")
    assert refused.value.message_dict == {"email": [operations.HAS_ROLE]}
    assert invited(organization, head, email="pavel@opora.example", scope=Scope.BRANCH, branch=branch).pk


def test_second_invitation_of_one_person_to_one_role_is_refused_while_the_first_waits(organization, head, mailoutbox):
    first = invited(organization, head)

    with pytest.raises(ValidationError) as refused:
        invited(organization, head)
    assert refused.value.message_dict == {"email": [operations.WAITS]}
    assert len(mailoutbox) == 1
    cancelled(first, head)
    assert invited(organization, head).pk != first.pk


def test_reach_that_the_role_has_not_is_refused(organization, head):
    elsewhere = Branch.objects.create(organization=provider("Jiný poskytovatel"), name="Most")

    for reach, field in [
        ({"scope": Scope.AREA}, "scope"),
        ({"scope": Scope.BRANCH, "branch": elsewhere}, "branch"),
        ({"valid_to": timezone.localdate() - timedelta(days=1)}, "valid_to"),
    ]:
        with pytest.raises(ValidationError) as refused:
            invited(organization, head, **reach)
        assert field in refused.value.message_dict, reach


def test_closed_organization_invites_nobody(organization, head):
    organization.closed_on = timezone.localdate()
    organization.save()

    with pytest.raises(OperationError, match=operations.CLOSED):
        invited(organization, head)


def test_acceptance_makes_account_and_membership_as_offered(organization, head):
    last = timezone.localdate() + timedelta(days=100)
    branch = Branch.objects.create(organization=organization, name="Teplice")
    invitation = invited(organization, head, scope=Scope.BRANCH, branch=branch, valid_to=last)

    membership = accepted(invitation)

    assert (membership.role, membership.scope, membership.branch, membership.valid_to) == (
        "social_worker", "branch", branch, last,
    )  # fmt: skip
    assert (membership.user.email, membership.user.check_password(NEW_PASSWORD)) == ("nova@opora.example", True)
    invitation.refresh_from_db()
    assert (invitation.status, invitation.membership) == ("accepted", membership)


def test_second_acceptance_makes_nothing(organization, head):
    invitation = invited(organization, head)
    link = link_of(invitation)
    membership = accepted(invitation)

    for actor in (Actor.for_link(link), Actor.for_user(membership.user)):
        with pytest.raises(LinkError):
            operations.accept_invitation(invitation, link, actor=actor)
    assert (Membership.objects.filter(role="social_worker").count(), User.objects.count()) == (1, 2)


def test_weak_password_leaves_the_link_open_and_no_account(organization, head):
    invitation = invited(organization, head)
    link = link_of(invitation)

    with pytest.raises(ValidationError):
        operations.accept_with_new_account(
            invitation, link, full_name="Nová Ukázková", password="krátké", actor=Actor.for_link(link)
        )
    assert User.objects.filter(email="nova@opora.example").count() == 0
    assert link_of(invitation) == link


def test_link_of_one_invitation_does_not_accept_another(organization, head):
    mine, another = invited(organization, head), invited(organization, head, email="jina@opora.example")

    with pytest.raises(PermissionDenied):
        operations.accept_invitation(another, link_of(another), actor=Actor.for_link(link_of(mine)))


def test_somebody_elses_account_does_not_accept(organization, head, stranger):
    invitation = invited(organization, head)

    with pytest.raises(PermissionDenied):
        operations.accept_invitation(invitation, link_of(invitation), actor=Actor.for_user(stranger))


@pytest.mark.parametrize(
    ("loss", "sentence"),
    [
        ("membership", selectors.RIGHT_LOST),
        ("account", selectors.RIGHT_LOST),
        ("organization", selectors.CLOSED),
        ("end", selectors.TOO_LATE),
    ],
)
def test_invitation_falls_with_what_it_stood_on(organization, head, loss, sentence):
    invitation = invited(organization, head, valid_to=timezone.localdate())
    if loss == "membership":
        Membership.objects.filter(user=head).update(ended_at=timezone.now())
    elif loss == "account":
        User.objects.filter(pk=head.pk).update(is_active=False)
    elif loss == "organization":
        organization.closed_on = timezone.localdate()
        organization.save()
    else:
        Invitation.objects.update(valid_to=timezone.localdate() - timedelta(days=1))

    with pytest.raises(OperationError, match=sentence):
        accepted(invitation)
    assert User.objects.filter(email="nova@opora.example").count() == 0


def test_renewal_sends_a_new_link_and_the_old_one_stops(organization, head, mailoutbox):
    with time_machine.travel("2026-11-01T12:00:00+01:00", tick=False):
        invitation = invited(organization, head)
        first = link_of(invitation)
    with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False):
        assert (invitation.is_late, link_of(invitation)) == (True, None)
        again = renewed(invitation, head)
        assert (again.is_late, again.expires_at - timezone.now()) == (False, timedelta(days=14))
        assert link_of(invitation) != first
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert len({address_in(message) for message in mailoutbox}) == 2


def test_second_click_on_renewal_sends_nothing_more(organization, head, mailoutbox):
    with time_machine.travel("2026-11-01T12:00:00+01:00", tick=False):
        invitation = invited(organization, head)
    renewed(invitation, head)
    renewed(invitation, head)  # with the version that the page still shows

    assert len(mailoutbox) == 2
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=3))
    with pytest.raises(StaleError):
        renewed(invitation, head)


def test_cancelled_or_declined_invitation_has_no_open_link_and_no_way_back(organization, head):
    gone, refused = invited(organization, head), invited(organization, head, email="jina@opora.example")
    links = [link_of(gone), link_of(refused)]
    cancelled(gone, head)
    declined(refused)

    assert (gone.pk, cancelled(gone, head).status) == (gone.pk, "cancelled")  # the second click
    assert [link_of(gone), link_of(refused)] == [None, None]
    for invitation in (gone, refused):
        with pytest.raises(OperationError):
            renewed(invitation, head)
    for link in links:
        with pytest.raises(LinkError):
            operations.decline_invitation(gone, link, actor=Actor.job("zkouška"))


def test_every_state_is_reached_and_left_only_as_the_table_says(organization, head):
    waiting, taken = invited(organization, head), invited(organization, head, email="a@opora.example")
    back, refused = (invited(organization, head, email=f"{name}@opora.example") for name in "bc")
    accepted(taken), cancelled(back, head), declined(refused)

    assert (
        set(Invitation.objects.values_list("status", flat=True)) == set(InvitationStatus) == set(INVITATION_TRANSITIONS)
    )
    ways = {InvitationStatus.ACCEPTED: accepted, InvitationStatus.DECLINED: declined}
    for invitation in (waiting, taken, back, refused):
        invitation.refresh_from_db()
        for status in set(InvitationStatus) - INVITATION_TRANSITIONS[InvitationStatus(invitation.status)]:
            with pytest.raises(OperationError):
                operations._close(invitation, status)
    assert INVITATION_TRANSITIONS[InvitationStatus.WAITING] == {*ways, InvitationStatus.CANCELLED}


def test_life_of_an_invitation_is_recorded_without_names(organization, head):
    renewed(invited(organization, head), head)
    accepted(Invitation.objects.get())
    declined(invited(organization, head, email="a@opora.example"))
    cancelled(invited(organization, head, email="b@opora.example"), head)

    assert actions() == [
        "organizations.invited", "organizations.invitation_renewed", "organizations.membership_granted",
        "organizations.invitation_accepted", "organizations.invited", "organizations.invitation_declined",
        "organizations.invited", "organizations.invitation_cancelled",
    ]  # fmt: skip
    data = [str(event.data) for event in AuditEvent.objects.all()]
    assert not any("opora.example" in one or "Ukázková" in one for one in data)


@pytest.mark.parametrize("name", ["Výhra www.reklama.example", "https://reklama.example", "nova@opora.example"])
def test_no_link_gets_into_a_mail_by_a_name(organization, head, name, mailoutbox):
    with pytest.raises(ValidationError, match="jen jméno a příjmení"):
        operations.invite(organization, operations.Offer("nova@opora.example", name, Role.AUDITOR), actor=acting(head))

    assert mailoutbox == []


def test_sixth_renewal_of_a_day_is_refused_and_the_next_day_it_goes_on(organization, head, mailoutbox):
    invitation = invited(organization, head)
    for _again in range(5):
        invitation = renewed(invitation, head)

    with pytest.raises(OperationError, match="obnovte ji zítra"):
        renewed_later(invitation, head, timedelta(minutes=5))
    assert len(mailoutbox) == 6
    assert renewed_later(invitation, head, timedelta(days=1, minutes=5)).is_waiting


def renewed_later(invitation, by, delay) -> Invitation:
    with time_machine.travel(timezone.now() + delay, tick=False):
        return renewed(invitation, by)


def test_organization_sends_at_most_a_hundred_invitations_a_day(organization, head):
    invited(organization, head)
    Invitation.objects.bulk_create(
        Invitation(organization=organization, email=f"n{number}@opora.example", full_name="Nová Ukázková",
                   role=Role.SOCIAL_WORKER, expires_at=timezone.now() + timedelta(days=14))
        for number in range(99)
    )  # fmt: skip

    with pytest.raises(OperationError, match="Další pošlete zítra"):
        invited(organization, head, email="jina@opora.example")
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert invited(organization, head, email="jina@opora.example").is_waiting
