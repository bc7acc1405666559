"""Organizations and memberships."""

from django.db import transaction

from opora.directory.organizations.models import Membership, Organization
from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require


@transaction.atomic
def create_organization(*, kind: str, name: str, ico: str = "", actor: Actor) -> Organization:
    """Make an organization; raises ValidationError for a second one of the same IČO."""
    require(actor, "organizations.manage")
    organization = Organization(kind=kind, name=name, ico=ico)
    organization.full_clean()
    organization.save()
    log.record("organizations.created", actor=actor, target=organization)
    return organization


@transaction.atomic
def grant_membership(user: User, organization: Organization, *, role: str, actor: Actor) -> Membership:
    """Give a person a role in an organization from today."""
    require(actor, "organizations.manage", organization)
    membership = Membership(user=user, organization=organization, role=role)
    membership.full_clean()
    membership.save()
    log.record("organizations.membership_granted", actor=actor, target=membership, role=role)
    return membership
