"""Auditors of the kraj and of a provider, and what they find in the record."""

from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.core.actor import Actor
from tests.support import people


def provider(name: str = "Ukázková pomoc") -> Organization:
    """A provider's organization."""
    return Organization.objects.create(name=name, kind=OrganizationKind.PROVIDER)


def member(organization: Organization, role: Role, name: str) -> Actor:
    """A person acting in the role of the organization."""
    user = people.person(name, f"{role}.{organization.pk}@opora.example")
    return Actor.for_user(user, Membership.objects.create(user=user, organization=organization, role=role))


def auditor_of_the_kraj() -> Actor:
    """Somebody who reads the record of the whole instance."""
    user = people.person("Alena Auditorka", "auditorka@opora.example", Role.AUDITOR)
    return Actor.for_user(user, user.memberships.get())
