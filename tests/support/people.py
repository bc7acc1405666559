"""People for tests: accounts with a password and a role."""

from django.contrib.auth import get_user_model

from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.models import Membership, Organization

PASSWORD = "dlouhé heslo pro testy"


def person(name: str, email: str, role: Role | None = None):
    """An account; with a role also its membership in the kraj, in force."""
    user = get_user_model().objects.create_user(email=email, full_name=name, password=PASSWORD)
    if role is not None:
        organization, _made = Organization.objects.get_or_create(
            name="Ukázkový kraj", defaults={"kind": OrganizationKind.REGION}
        )
        Membership.objects.create(user=user, organization=organization, role=role)
    return user
