"""Reads over organizations and memberships."""

from opora.directory.organizations.models import Membership


def membership_acted_in(user) -> Membership | None:
    """The membership in force that the person acts in; None for a person without one."""
    return Membership.objects.in_force().filter(user=user).select_related("organization").order_by("pk").first()
