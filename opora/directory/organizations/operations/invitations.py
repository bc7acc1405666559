"""Invitations: sending, renewing, taking back, answering. One that nobody answers ends by itself."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.directory.organizations.enums import INVITATION_TRANSITIONS, InvitationStatus
from opora.directory.organizations.models import Invitation, Membership, Organization
from opora.directory.organizations.notifications import REMINDER, send_invitation
from opora.directory.organizations.operations.memberships import Reach, check_reach, grant_membership
from opora.directory.organizations.permissions import INVITATION_LINK
from opora.directory.organizations.selectors.invitations import (
    account_of,
    has_membership,
    invitations_to_remind,
    obstacle,
    renewals,
)
from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.accounts.operations.accounts import create_account
from opora.foundation.accounts.operations.links import issue_link, revoke_links, use_link
from opora.foundation.accounts.selectors.links import live_link
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.forms import check_persons_name
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require
from opora.foundation.core.text import plain_email

LIFETIME = timedelta(days=14)
SAME_CLICK = timedelta(minutes=1)

DAY = timedelta(days=1)
MOST_A_DAY = 100  # new ones of an organization; nobody floods boxes from here
MOST_RENEWALS_A_DAY = 5  # of one invitation

OWN = "Na vlastní adresu pozvánku poslat nejde. Další roli vám musí přidělit někdo jiný."
HAS_ROLE = "Člověk s tímto e-mailem tu tuto roli už má."
WAITS = "Pozvánka pro tuto adresu a roli už čeká na přijetí. Můžete ji obnovit."
CLOSED = "Organizace zanikla, nikoho už do ní pozvat nejde."
ANSWERED = "Pozvánka už je vyřízená ({status}). Pošlete novou."
TOO_MANY = f"Organizace dnes poslala už {MOST_A_DAY} pozvánek. Další pošlete zítra."
TOO_OFTEN = f"Pozvánka se dnes obnovovala už {MOST_RENEWALS_A_DAY}krát. Ověřte s člověkem e-mail a obnovte ji zítra."


@dataclass(frozen=True)
class Offer:
    """Whom the invitation is for and which membership it offers."""

    email: str
    full_name: str
    role: str
    reach: Reach = field(default_factory=Reach)


@transaction.atomic
def invite(organization: Organization, offer: Offer, *, actor: Actor) -> Invitation:
    """Send an invitation for two weeks.

    Raises ValidationError by fields for the own address, a membership in force, a waiting invitation or a wrong reach.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)  # the second of two clicks waits
    invitation = Invitation(
        organization=organization,
        email=plain_email(offer.email),
        full_name=" ".join(offer.full_name.split()),
        role=offer.role,
        scope=offer.reach.scope,
        branch=offer.reach.branch,
        area=offer.reach.area,
        valid_to=offer.reach.valid_to,
    )
    if actor.user is not None and actor.user.email == invitation.email:
        raise ValidationError({"email": OWN})
    require(actor, "organizations.manage_people", invitation)
    check_reach(invitation)
    check_persons_name(invitation.full_name)
    _check_new(invitation)
    _begin(invitation, actor)
    invitation.full_clean()
    invitation.save()
    _send(invitation, actor)
    log.record("organizations.invited", actor=actor, target=invitation, **invitation.recorded)
    return invitation


@transaction.atomic
def renew_invitation(invitation: Invitation, *, version: int, actor: Actor) -> Invitation:
    """Give it two weeks more and a new link, sent at once; the old link stops working. Who renews is the inviter now.

    The second of two clicks changes nothing. Raises OperationError for one that was answered or cannot be accepted.
    """
    require(actor, "organizations.manage_people", invitation)
    fresh = _locked(invitation)
    if fresh.version != version and fresh.is_waiting and fresh.expires_at > timezone.now() + LIFETIME - SAME_CLICK:
        return fresh
    _ensure_waiting(fresh)
    if renewals(fresh, since=timezone.now() - DAY) >= MOST_RENEWALS_A_DAY:
        raise OperationError(TOO_OFTEN)
    _begin(fresh, actor)
    if sentence := obstacle(fresh):
        raise OperationError(sentence)
    fresh.reminded_at = None
    fresh.save_fresh("expires_at", "invited_by", "invited_by_id", "reminded_at", version=version)
    _send(fresh, actor)
    log.record("organizations.invitation_renewed", actor=actor, target=fresh, **fresh.recorded)
    return fresh


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, version: int, actor: Actor) -> Invitation:
    """Take it back: the link stops working. Cancelling a cancelled one changes nothing."""
    require(actor, "organizations.manage_people", invitation)
    fresh = _locked(invitation)
    if fresh.status == InvitationStatus.CANCELLED:
        return fresh
    _ensure_waiting(fresh)
    if fresh.version != version:
        raise StaleError(STALE)
    _close(fresh, InvitationStatus.CANCELLED)
    revoke_links(INVITATION_LINK, fresh.pk, actor=actor)
    log.record("organizations.invitation_cancelled", actor=actor, target=fresh, **fresh.recorded)
    return fresh


@transaction.atomic
def accept_invitation(invitation: Invitation, link: MagicLink, *, actor: Actor) -> Membership:
    """The person who has the account gets the membership; the link is used up.

    Raises LinkError for the second of two clicks, OperationError when the invitation no longer holds.
    """
    require(actor, "organizations.answer_invitation", invitation)
    use_link(link, actor=actor)
    return _accept(_locked(invitation), actor.user, actor)


@transaction.atomic
def accept_with_new_account(
    invitation: Invitation, link: MagicLink, *, full_name: str, password: str, actor: Actor
) -> Membership:
    """Make the account of the invited person, whose address the link has proved, and its membership at once.

    Raises LinkError, OperationError as `accept_invitation`, ValidationError for a weak password.
    """
    require(actor, "organizations.answer_invitation", invitation)
    use_link(link, actor=actor)
    fresh = _locked(invitation)
    if account_of(fresh) is not None:
        raise OperationError("Účet s tímto e-mailem mezitím vznikl. Přihlaste se k němu.")
    user = create_account(
        email=fresh.email, full_name=" ".join(full_name.split()), password=password, actor=_on_behalf()
    )
    return _accept(fresh, user, Actor.for_user(user))


@transaction.atomic
def decline_invitation(invitation: Invitation, link: MagicLink, *, actor: Actor) -> Invitation:
    """The invited person does not want it; who sent it sees that."""
    require(actor, "organizations.answer_invitation", invitation)
    use_link(link, actor=actor)
    fresh = _locked(invitation)
    _ensure_waiting(fresh)
    _close(fresh, InvitationStatus.DECLINED)
    log.record("organizations.invitation_declined", actor=actor, target=fresh, **fresh.recorded)
    return fresh


@transaction.atomic
def remind_of_invitations(*, actor: Actor) -> int:
    """Remind of invitations that wait for a week, each once; those that no longer hold are left alone."""
    require(actor, "organizations.manage_people")
    waiting = list(invitations_to_remind().select_for_update(of=("self",)).select_related("organization", "branch"))
    links = {one: live_link(INVITATION_LINK, one.pk) for one in waiting if not obstacle(one)}
    due = {invitation: link for invitation, link in links.items() if link is not None}
    for invitation, link in due.items():
        _note(invitation, "reminded_at")
        send_invitation(invitation, link, REMINDER)
        log.record("organizations.invitation_reminded", actor=actor, target=invitation, **invitation.recorded)
    return len(due)


def _check_new(invitation: Invitation) -> None:
    """Refuse what makes no sense to send."""
    if invitation.organization.is_closed:
        raise OperationError(CLOSED)
    user = account_of(invitation)
    if user is not None and has_membership(user, invitation):
        raise ValidationError({"email": HAS_ROLE})
    same = Invitation.objects.waiting().filter(
        organization=invitation.organization, email=invitation.email, role=invitation.role
    )
    if same.exists():
        raise ValidationError({"email": WAITS})
    sent = Invitation.objects.filter(organization=invitation.organization, created_at__gt=timezone.now() - DAY)
    if sent.count() >= MOST_A_DAY:
        raise OperationError(TOO_MANY)


def _begin(invitation: Invitation, actor: Actor) -> None:
    """From now on it counts, in the name of the actor."""
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.invited_by = actor.label[:200]
    invitation.invited_by_id = str(actor.user.pk) if actor.user else ""


def _send(invitation: Invitation, actor: Actor) -> None:
    """A new link instead of all older ones, and the message with it."""
    revoke_links(INVITATION_LINK, invitation.pk, actor=actor)
    link = issue_link(INVITATION_LINK, invitation.pk, lifetime=LIFETIME, actor=actor)
    send_invitation(invitation, link)
    _note(invitation, "sent_at")


def _locked(invitation: Invitation) -> Invitation:
    query = Invitation.objects.select_for_update(of=("self",)).select_related("organization", "branch", "area")
    return query.get(pk=invitation.pk)


def _ensure_waiting(invitation: Invitation) -> None:
    if not invitation.is_waiting:
        raise OperationError(ANSWERED.format(status=invitation.get_status_display()))


def _accept(invitation: Invitation, user: User, actor: Actor) -> Membership:
    _ensure_waiting(invitation)
    if sentence := obstacle(invitation, user):
        raise OperationError(sentence)
    membership = grant_membership(
        user, invitation.organization, role=invitation.role, reach=invitation, actor=_on_behalf()
    )
    invitation.membership = membership
    _close(invitation, InvitationStatus.ACCEPTED)
    log.record("organizations.invitation_accepted", actor=actor, target=invitation, **invitation.recorded)
    return membership


def _on_behalf() -> Actor:
    """Nobody gives a role to oneself: what was offered by somebody who may is granted by the house."""
    return Actor.job("přijatá pozvánka")


def _close(invitation: Invitation, status: InvitationStatus) -> None:
    """Move to a state that the table of transitions allows."""
    if status not in INVITATION_TRANSITIONS[InvitationStatus(invitation.status)]:
        raise OperationError(ANSWERED.format(status=invitation.get_status_display()))
    invitation.status = status
    invitation.save_fresh("status", "membership", version=invitation.version)


def _note(invitation: Invitation, moment: str) -> None:
    """Write a moment that no form shows, so that no open form grows stale by it."""
    setattr(invitation, moment, timezone.now())
    Invitation.objects.filter(pk=invitation.pk).update(**{moment: getattr(invitation, moment)})
