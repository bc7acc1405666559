"""Organizations and their people for tests of memberships."""

from typing import Any

from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.core.actor import Actor
from tests.support import people


def organization(name: str = "Oblastní charita (ukázka)", kind: str = OrganizationKind.PROVIDER) -> Organization:
    """An organization of that name, made once."""
    return Organization.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def member(name: str, role: str = Role.SOCIAL_WORKER, home: Organization | None = None, **values: Any) -> Membership:
    """A membership in force of a person with that name, whose account is made when it is not there."""
    email = f"{name.lower().replace(' ', '.')}@opora.example".encode("ascii", "ignore").decode()
    user = people.get_user_model().objects.filter(email=email).first() or people.person(name, email)
    scope = {"scope": "own"} if role == Role.ORGANIZER else {}
    return Membership.objects.create(user=user, organization=home or organization(), role=role, **scope, **values)


def acting(membership: Membership) -> Actor:
    """The person acts in the membership."""
    return Actor.for_user(membership.user, membership)


def region() -> Organization:
    """The kraj of the other fixtures."""
    return organization("Ukázkový kraj", OrganizationKind.REGION)
