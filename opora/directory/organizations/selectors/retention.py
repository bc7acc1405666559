"""Accounts without any role and invitations that are over; `before` is when their term began at latest."""

from datetime import datetime

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from opora.directory.organizations.enums import InvitationStatus
from opora.directory.organizations.models import Invitation, Membership
from opora.foundation.accounts.models import User
from opora.foundation.accounts.selectors.retention import GONE
from opora.foundation.privacy.selectors.subjects import email_index


def accounts_without_role(before: datetime) -> "QuerySet[User]":
    """Accounts whose last role ended before the moment; those that never had one and are so old. An account with
    a role, or with an invitation that waits, is none of them.
    """
    lasting = Membership.objects.lasting().filter(user=OuterRef("pk"))
    invited = Invitation.objects.waiting().filter(email=OuterRef("email"), expires_at__gt=timezone.now())
    ended = Max(Coalesce(TruncDate("memberships__ended_at"), "memberships__valid_to"))
    found = User.objects.annotate(since=Coalesce(ended, TruncDate("created_at")))
    old = found.filter(~Exists(lasting), ~Exists(invited), since__lt=timezone.localdate(before))
    return old.exclude(email__endswith=f"@{GONE}")


def invitations_over(before: datetime) -> "QuerySet[Invitation]":
    """Invitations answered, taken back, or not answered in time."""
    over = ~Q(status=InvitationStatus.WAITING) | Q(expires_at__lt=timezone.now())
    since = Case(When(status=InvitationStatus.WAITING, then=F("expires_at")), default=F("updated_at"))
    return Invitation.objects.filter(over).annotate(since=since).filter(since__lt=before)


def index_of(invitation: Invitation) -> str:
    """Blind index of the invited address."""
    return email_index(invitation.email)
