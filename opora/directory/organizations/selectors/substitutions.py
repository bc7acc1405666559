"""Who stands in for whom."""

from django.db.models import Prefetch, Q

from opora.directory.organizations.models import Membership
from opora.foundation.accounts.models import User
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today


def colleagues_of(membership: Membership, actor: Actor):
    """Accounts that may stand in, with their roles as `own_roles`: others with an own membership in force in the same
    organization, whom the actor sees there; the region does not learn who works for a provider.
    """
    own = Membership.objects.visible_to(actor).in_force()
    own = own.filter(organization=membership.organization_id, substitute_for__isnull=True)
    found = User.objects.filter(pk__in=own.values("user_id")).exclude(pk=membership.user_id)
    return found.prefetch_related(Prefetch("memberships", own.order_by("pk"), "own_roles")).order_by("full_name", "pk")


def substitutions_of(membership: Membership):
    """Substitutions of the membership that last or are to come, the nearest first."""
    lasting = membership.substitutions.filter(ended_at__isnull=True, valid_to__gte=today())
    return lasting.select_related("user").order_by("valid_from", "pk")


def handed_over_or_visible(actor: Actor):
    """Memberships that the actor sees, and those of colleagues who stand in for the actor."""
    seen = Membership.objects.visible_to(actor)
    return seen | Membership.objects.filter(Q(substitute_for__user=actor.user)) if actor.user else seen
