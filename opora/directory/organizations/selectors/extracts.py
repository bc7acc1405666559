"""What organizations hold of a person, for the extract."""

from django.db.models import QuerySet

from opora.directory.organizations.models import Invitation, Membership
from opora.foundation.privacy.selectors.sources import ExtractSource, Subject

REACH = ("organization", "branch", "area")


def memberships_of(subject: Subject) -> "QuerySet[Membership]":
    """Memberships of the person's accounts, ended ones too."""
    found = Membership.objects.filter(user__in=subject.accounts)
    return found.select_related(*REACH, "user", "substitute_for__organization").order_by("pk")


def invitations_of(subject: Subject) -> "QuerySet[Invitation]":
    """Invitations sent to the address."""
    found = Invitation.objects.filter(email=subject.email)
    return found.select_related(*REACH, "membership__organization").order_by("pk")


SOURCES = [
    ExtractSource("organizations.Membership", "Role", memberships_of, edit_url=Membership.get_absolute_url),
    ExtractSource("organizations.Invitation", "Pozvánky", invitations_of, edit_url=Invitation.get_absolute_url),
]
