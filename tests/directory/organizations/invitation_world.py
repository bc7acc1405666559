"""A region with its administrator, a provider with its own, and shortcuts to send and read invitations."""

import re
from datetime import date

from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.models import Invitation, Membership, Organization
from opora.directory.organizations.operations.invitations import (
    Offer,
    accept_with_new_account,
    cancel_invitation,
    decline_invitation,
    invite,
)
from opora.directory.organizations.operations.memberships import Reach
from opora.directory.organizations.permissions import INVITATION_LINK
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors.links import live_link
from opora.foundation.core.actor import Actor
from tests.support.people import person

ADDRESS = re.compile(r"^http://localhost:8000(/pozvanka/\S+/)$", re.MULTILINE)
NEW_PASSWORD = "kropenatá-slepice"


def provider(name: str = "Ukázkový poskytovatel") -> Organization:
    return Organization.objects.create(kind=OrganizationKind.PROVIDER, name=name)


def acting(user) -> Actor:
    """The user in their first membership."""
    return Actor.for_user(user, user.memberships.select_related("organization").order_by("pk").first())


def head_of(organization: Organization, name: str = "Hana Ukázková", email: str = "hana@opora.example"):
    """Somebody who administers people of the provider."""
    user = person(name, email)
    Membership.objects.create(
        user=user, organization=organization, role=Role.PROVIDER_ADMINISTRATOR, valid_from=date(2026, 1, 1)
    )
    return user


def offer(email: str = "nova@opora.example", role: str = Role.SOCIAL_WORKER, **reach) -> Offer:
    return Offer(email, "Nová Ukázková", role, Reach(**reach))


def invited(organization: Organization, by, **values) -> Invitation:
    """An invitation sent by the user."""
    return invite(organization, offer(**values), actor=acting(by))


def address_in(message) -> str:
    """Path of the link of a mail; it stands alone on its line."""
    [path] = ADDRESS.findall(message.body)
    return path


def link_of(invitation) -> MagicLink:
    return live_link(INVITATION_LINK, invitation.pk)


def accepted(invitation) -> Membership:
    link = link_of(invitation)
    return accept_with_new_account(
        invitation, link, full_name="Nová Ukázková", password=NEW_PASSWORD, actor=Actor.for_link(link)
    )


def declined(invitation) -> Invitation:
    link = link_of(invitation)
    return decline_invitation(invitation, link, actor=Actor.for_link(link))


def cancelled(invitation, by) -> Invitation:
    return cancel_invitation(invitation, version=invitation.version, actor=acting(by))
