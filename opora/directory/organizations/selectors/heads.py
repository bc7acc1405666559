"""Who administers people of an organization, and what stands in the way of helping somebody with an account."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Membership, Organization
from opora.directory.organizations.permissions import grantable
from opora.directory.organizations.roles import ROLES
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today

HEADS = frozenset(role for role, card in ROLES.items() if card.heads)
LAST_HEAD = "{organization}: nikdo další by tu nespravoval lidi. Nejdřív dejte správcovskou roli ještě někomu."


def heads_of(organization: Organization):
    """Memberships in force that administer people of the organization; those who only stand in do not count."""
    return Membership.objects.in_force().filter(organization=organization, role__in=HEADS, substitute_for__isnull=True)


def why_heads_must_stay(leaving: Iterable[Membership], *, last_day: date | None = None, actor: Actor) -> str:
    """Sentence when the memberships are the last heads of their organization after the day.

    The region may leave an organization without a head, never itself. Who acts by it locks organizations first.
    """
    last_day = last_day or today()
    leaving = [one for one in leaving if one.role in HEADS and one.substitute_for_id is None and one.is_in_force()]
    keys = sorted({one.organization_id for one in leaving})
    for organization in Organization.objects.filter(pk__in=keys).order_by("pk"):
        own = [one for one in leaving if one.organization_id == organization.pk]
        if _governs_from_elsewhere(actor, organization) and Role.REGIONAL_ADMINISTRATOR not in {o.role for o in own}:
            continue
        staying = heads_of(organization).exclude(pk__in=[one.pk for one in own])
        if not staying.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)).exists():
            return LAST_HEAD.format(organization=organization)
    return ""


def why_no_second_factor_reset(actor: Actor, user) -> str:
    """Sentence that says who may, unless the actor manages every membership of the account.

    Otherwise an administrator of one organization would take over an account that is more elsewhere. People of
    several organizations, whom no head manages whole, are helped by the region.
    """
    if actor.is_job:
        return ""
    held = list(_standing(user))
    beyond = [one for one in held if not grantable(actor, one.organization, one.role)]
    if held and not beyond:
        return ""
    scattered = len({one.organization_id for one in held}) != 1
    if scattered and actor.has_right("organizations.manage"):
        return ""
    if scattered:
        return "Účet má role i jinde nebo žádnou. Druhý faktor mu zruší krajský správce."
    names = ", ".join(sorted({str(head.user) for head in heads_of(beyond[0].organization).select_related("user")}))
    return f"Druhý faktor tu smí zrušit jen správce organizace {beyond[0].organization}: {names or 'zatím nikdo'}."


def why_no_block(actor: Actor, user) -> str:
    """Sentence when an organization would be left without a head."""
    return why_heads_must_stay(_standing(user), actor=actor)


def _standing(user):
    """Memberships that the account has or will have."""
    return Membership.objects.lasting().filter(user=user).select_related("organization")


def _governs_from_elsewhere(actor: Actor, organization: Organization) -> bool:
    return actor.has_right("organizations.manage") and actor.membership.organization_id != organization.pk
