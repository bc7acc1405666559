"""Reads over invitations: whose part of which page they are, and whether they still hold."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.directory.organizations.enums import InvitationStatus
from opora.directory.organizations.models import Invitation, Membership, Organization
from opora.directory.organizations.permissions import grantable
from opora.directory.organizations.selectors.memberships import memberships_in_force
from opora.foundation.accounts.models import User, plain_email
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import NBSP, today
from opora.foundation.core.registries import Matter

REMINDED_AFTER = timedelta(days=7)
NEWS_FOR = timedelta(days=7)  # how long an answer is news on the overview
SHOWN_CLOSED_FOR = timedelta(days=90)  # how long closed ones stay on the page of people

CLOSED = "Organizace, do které pozvánka zve, už zanikla."
BRANCH_CLOSED = "Pracoviště, na které pozvánka zve, už je zrušené."
TOO_LATE = "Členství, na které pozvánka zve, mělo mezitím skončit."
RIGHT_LOST = "Kdo pozvánku poslal, už lidi do této organizace nezve."
HAS_ROLE = "Tuto roli tu už máte."
SENT_BY_ONESELF = "Tuto pozvánku jste poslali sami. Další roli vám musí přidělit někdo jiný."


def invitations_of(organization: Organization, actor: Actor) -> QuerySet[Invitation]:
    """Invitations into the organization that the actor may see and nobody accepted: waiting ones first, those that
    were taken back or declined only for some months.
    """
    seen = Invitation.objects.visible_to(actor).filter(organization=organization)
    refused = Q(status__in=(InvitationStatus.CANCELLED, InvitationStatus.DECLINED))
    recent = refused & Q(updated_at__gte=timezone.now() - SHOWN_CLOSED_FOR)
    return seen.filter(Q(status=InvitationStatus.WAITING) | recent).order_by("-status", "expires_at", "pk")


def waiting_invitation(organization: Organization, *, email: str, role: str, actor: Actor) -> Invitation | None:
    """The one that already waits for the same person and role, when the actor may see it."""
    waiting = Invitation.objects.visible_to(actor).waiting()
    return waiting.filter(organization=organization, email=plain_email(email), role=role).first()


def account_of(invitation: Invitation) -> User | None:
    """The account that has the invitation's address."""
    return User.objects.filter(email=invitation.email).first()


def has_membership(user: User, invitation: Invitation) -> bool:
    """True when the person already has, today or later, the very membership that the invitation offers."""
    of_role = Membership.objects.filter(
        user=user,
        organization=invitation.organization_id,
        role=invitation.role,
        branch=invitation.branch_id,
        area=invitation.area_id,
        substitute_for__isnull=True,
    )
    return of_role.in_force().exists() or of_role.upcoming().exists()


def obstacle(invitation: Invitation, user: User | None = None) -> str:
    """Why the invitation cannot be accepted (by the person, when known), as a sentence; empty when it can."""
    if invitation.organization.is_closed:
        return CLOSED
    if invitation.branch and invitation.branch.is_closed:
        return BRANCH_CLOSED
    if invitation.valid_to and invitation.valid_to < today():
        return TOO_LATE
    if not _inviter_still_may(invitation):
        return RIGHT_LOST
    if user is None:
        return ""
    if invitation.invited_by_id == str(user.pk):  # who sent it to an address that became their own meanwhile
        return SENT_BY_ONESELF
    return HAS_ROLE if has_membership(user, invitation) else ""


def _inviter_still_may(invitation: Invitation) -> bool:
    """True while the inviter has, in any membership, the right to give the role; commands never lose it."""
    if not invitation.invited_by_id:
        return True
    inviter = User.objects.filter(pk=invitation.invited_by_id, is_active=True).first()
    return inviter is not None and any(
        grantable(Actor.for_user(inviter, membership), invitation.organization, invitation.role)
        for membership in memberships_in_force(inviter)
    )


def renewals(invitation: Invitation, *, since: datetime) -> int:
    """How many times it was renewed since the moment, by the record of acts."""
    target = {"target_type": invitation._meta.label_lower, "target_id": str(invitation.pk)}
    acts = AuditEvent.objects.filter(action="organizations.invitation_renewed", **target)
    return acts.filter(at__gt=since).count()


def invitations_to_remind() -> QuerySet[Invitation]:
    """Waiting ones sent a week ago, of which nobody was reminded yet."""
    now = timezone.now()
    return Invitation.objects.waiting().filter(
        expires_at__gt=now, sent_at__lte=now - REMINDED_AFTER, reminded_at__isnull=True
    )


def waiting_matters(actor: Actor) -> Iterator[Matter]:
    """Overview: how many invitations wait for an answer, a line for each organization."""
    rows = (
        Invitation.objects.visible_to(actor)
        .waiting()
        .filter(expires_at__gt=timezone.now())
        .values("organization", "organization__name")
        .annotate(count=Count("pk"), first=Min("expires_at"))
        .order_by("first")
    )
    for row in rows:
        url = reverse("organizations:people", args=[row["organization"]])
        text = f"Na přijetí čeká pozvánek:{NBSP}{row['count']} ({row['organization__name']})"
        yield Matter(text, url, timezone.localdate(row["first"]))


def late_matters(actor: Actor) -> Iterator[Matter]:
    """Overview: invitations that nobody answered in time."""
    for row in Invitation.objects.visible_to(actor).late().order_by("expires_at")[:20]:
        text = f"Pozvánka propadla: {row.full_name}, {row.get_role_display()}"
        yield Matter(text, row.get_absolute_url(), timezone.localdate(row.expires_at))


def answered_matters(actor: Actor) -> Iterator[Matter]:
    """Overview: who accepted or declined in the last days."""
    answered = {InvitationStatus.ACCEPTED: "přijetí", InvitationStatus.DECLINED: "odmítnutí"}
    rows = Invitation.objects.visible_to(actor).filter(status__in=answered, updated_at__gte=timezone.now() - NEWS_FOR)
    for row in rows.order_by("-updated_at")[:20]:
        word = answered[InvitationStatus(row.status)]
        text = f"Odpověď na pozvánku: {word} – {row.full_name}, {row.get_role_display()}"
        yield Matter(text, row.get_absolute_url(), timezone.localdate(row.updated_at))


def invitation_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number of an invitation → „Jana Ukázková, správce dat – Ukázkový kraj“; one query."""
    rows = Invitation.objects.filter(pk__in=numbers).select_related("organization")
    return {str(row.pk): f"{row.full_name}, {row.get_role_display()} – {row.organization}" for row in rows}
