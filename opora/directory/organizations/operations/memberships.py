"""Memberships: granting, changing, ending."""

from django.db import transaction

from opora.directory.organizations.models import Membership, Organization
from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require


@transaction.atomic
def grant_membership(user: User, organization: Organization, *, role: str, actor: Actor) -> Membership:
    """Give a person a role in an organization from today."""
    require(actor, "organizations.manage", organization)
    membership = Membership(user=user, organization=organization, role=role)
    membership.full_clean()
    membership.save()
    log.record("organizations.membership_granted", actor=actor, target=membership, role=role)
    return membership
