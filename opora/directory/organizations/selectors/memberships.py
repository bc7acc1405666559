"""Reads over organizations and memberships."""

from collections.abc import Sequence

from opora.directory.organizations.models import Membership


def memberships_in_force(user) -> list[Membership]:
    """Memberships that give the person rights today, own ones before substitutions; one query."""
    query = Membership.objects.in_force().filter(user=user).select_related("organization", "branch", "area")
    return sorted(query, key=lambda membership: (membership.substitute_for_id is not None, membership.pk))


def membership_acted_in(memberships: Sequence[Membership], chosen: int | None = None) -> Membership | None:
    """The membership that the person chose, else the first; None for a person without one."""
    return next((one for one in memberships if one.pk == chosen), memberships[0] if memberships else None)
