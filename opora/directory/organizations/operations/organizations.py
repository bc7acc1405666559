"""Organizations and their branches."""

from django.db import transaction

from opora.directory.organizations.models import Organization
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
