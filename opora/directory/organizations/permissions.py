"""Who may manage organizations and their people. Nobody decides on their own rights."""

from typing import Any

from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Invitation, Membership, Organization
from opora.directory.organizations.roles import roles_for
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import permission, permission_by_right

INVITATION_LINK = "organizations.invitation"  # purpose of the magic link that an invitation is sent by

permission_by_right("organizations.manage", "zakládat organizace a uzavírat je")
permission_by_right("organizations.read_all", "vidět všechny organizace")


@permission("organizations.read_organization", "vidět svou organizaci a její pracoviště")
def read_organization(actor: Actor, organization: Organization | None) -> bool:
    """Everybody who has a role there, the region and networkers all (`Organization.visible_to`)."""
    if actor.is_job or actor.has_right("organizations.read_all"):
        return True
    own = actor.membership
    return own is not None and (organization is None or own.organization_id == organization.pk)


@permission("organizations.edit_organization", "upravovat údaje organizace a její pracoviště")
def edit_organization(actor: Actor, organization: Organization | None) -> bool:
    """The region edits all, heads their own."""
    if actor.is_job or actor.has_right("organizations.manage"):
        return True
    return actor.has_right("organizations.edit_organization", organization)


@permission("organizations.read_people", "vidět kolegy ve své organizaci")
def read_people(actor: Actor, organization: Organization | None) -> bool:
    """Members of the organization; the region sees in all whom it appoints there (`Membership.visible_to`)."""
    if actor.is_job or actor.has_right("organizations.manage"):
        return True
    return actor.has_right("organizations.read_people", organization)


@permission("organizations.manage_people", "zvát lidi, měnit a ukončovat jejich členství")
def manage_people(actor: Actor, target: Membership | Invitation | Organization | None) -> bool:
    """Heads in their own organization, the region elsewhere for roles it appoints; never oneself."""
    if actor.is_job:
        return True
    if isinstance(target, Membership | Invitation):
        return grantable(actor, target.organization, target.role) and not _is_own(actor, target)
    return bool(roles_to_grant(actor, target)) if target else actor.has_right("organizations.manage_people")


@permission("organizations.substitute", "předat členství na čas kolegovi (zástup)")
def substitute(actor: Actor, membership: Membership | None) -> bool:
    """The owner, acting in it, and those who manage it; a substitution is not passed on."""
    if membership is None:
        return actor.has_right("organizations.substitute")
    if membership.substitute_for_id is not None or "organizations.substitute" not in membership.rights:
        return False
    acted_in = actor.membership is not None and actor.membership.pk == membership.pk
    return acted_in or manage_people(actor, membership)


@permission("organizations.end_membership", "ukončit členství, které člověk spravuje, nebo svoje")
def end_membership(actor: Actor, membership: Membership | None) -> bool:
    """Those who manage it and its owner (leaving); of a substitution also the one it stands in for."""
    if membership is None or actor.is_job:
        return actor.is_person or actor.is_job
    sides = {membership.user_id, getattr(membership.substitute_for, "user_id", None)}
    here = actor.membership is not None and actor.membership.organization_id == membership.organization_id
    return (here and actor.user.pk in sides) or manage_people(actor, membership)


@permission("organizations.answer_invitation", "přijmout nebo odmítnout pozvánku, která přišla na jeho adresu")
def answer_invitation(actor: Actor, invitation: Invitation | None) -> bool:
    """The holder of its link, and the person whose account has its address."""
    if invitation is None or actor.is_job:
        return actor.is_person or actor.is_job
    if actor.link is not None:
        return (actor.link.purpose, actor.link.object_id) == (INVITATION_LINK, str(invitation.pk))
    return actor.is_person and actor.user.email == invitation.email


def roles_to_grant(actor: Actor, organization: Organization) -> list[Role]:
    """Roles that the actor may give in the organization, in the order of the table."""
    fitting = roles_for(organization.kind)
    if actor.is_job:
        return fitting
    if not actor.has_right("organizations.manage_people"):
        return []
    own = actor.membership.organization_id == organization.pk
    given = actor.membership.card.grants if own else actor.membership.card.grants_elsewhere
    return [role for role in fitting if role in given]


def grantable(actor: Actor, organization: Organization, role: str) -> bool:
    """True when the actor may give the role in the organization, or take it."""
    return role in roles_to_grant(actor, organization)


def _is_own(actor: Actor, target: Any) -> bool:
    """True for the actor's own membership, or an invitation to the actor's own address."""
    if isinstance(target, Membership):
        return target.user_id == actor.user.pk
    return target.email == actor.user.email
