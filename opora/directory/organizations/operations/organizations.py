"""Organizations: founding, changing, closing and opening again."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from stdnum.cz import dic

from opora.directory.organizations.enums import InvitationStatus, OrganizationKind
from opora.directory.organizations.models import Organization
from opora.directory.organizations.operations.memberships import end_people_of
from opora.directory.organizations.permissions import INVITATION_LINK
from opora.directory.organizations.selectors.organizations import open_memberships, territory_fault
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.links import revoke_links
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.forms import readable
from opora.foundation.core.models import field_titles
from opora.foundation.core.permissions import allowed, require

OWN_FACTS = ("address", "email", "phone")  # those that heads of the organization may change
FACTS = ("name", "ico", "area", "parent", *OWN_FACTS)  # IČO gives services, territory and parent decide who is meant
SAME_ICO = "Organizace tohoto druhu a IČO už je založená: %s."
SAME_NAME = "Organizace tohoto druhu a názvu tu už je. Patří-li jinam, vyplňte její území nebo IČO."


@transaction.atomic
def create_organization(*, kind: str, actor: Actor, **facts: Any) -> Organization:
    """Found an organization from its kind and `FACTS`.

    Raises ValidationError by fields: a kind without its territory, a provider without IČO, a second one of the same
    IČO and kind. Two clicks found one: the second one is refused.
    """
    require(actor, "organizations.manage")
    _one_at_a_time(actor)
    organization = Organization(kind=kind, **facts)
    _check(organization, actor)
    _save(organization)
    log.record("organizations.created", actor=actor, target=organization, kind=kind)
    return organization


@transaction.atomic
def change_organization(
    organization: Organization, values: Mapping[str, Any], *, version: int, actor: Actor
) -> Organization:
    """Change some of `FACTS`; heads of the organization only `OWN_FACTS`. Raises StaleError, ValidationError."""
    require(actor, "organizations.edit_organization", organization)
    known = FACTS if allowed(actor, "organizations.manage", organization) else OWN_FACTS
    if unknown := set(values) - set(known):
        raise OperationError(f"Tyto údaje mění jen krajský správce: {field_titles(Organization, sorted(unknown))}.")
    fresh = Organization.objects.select_for_update().get(pk=organization.pk)
    changed = [name for name in values if getattr(fresh, name) != values[name]]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, values[name])
    _check(fresh, actor, changed)
    fresh.save_fresh(*changed, version=version)
    log.record("organizations.changed", actor=actor, target=fresh, fields=field_titles(Organization, changed))
    return fresh


@transaction.atomic
def close_organization(organization: Organization, *, end_people: bool, version: int, actor: Actor) -> Organization:
    """Close it today. Its people lose their roles, open sign-ins and waiting invitations; with `end_people` knowingly.

    Raises OperationError without that consent, for the organization acted in and for one with open parts. One that
    is closed stays as it is.
    """
    require(actor, "organizations.manage", organization)
    fresh = Organization.objects.select_for_update().get(pk=organization.pk)
    if fresh.is_closed:
        return fresh
    if actor.membership is not None and actor.membership.organization_id == fresh.pk:
        raise OperationError("Organizaci, za kterou právě jednáte, uzavřít nemůžete. Zůstala by bez správce.")
    if parts := ", ".join(part.name for part in fresh.parts.open().order_by("name")):
        raise OperationError(f"Nejdřív uzavřete organizace, které k ní patří: {parts}.")
    if not end_people and open_memberships(fresh).exists():
        raise OperationError(
            "Lidé tu mají platné role. Zaškrtněte, že jim mají skončit, nebo je nejdřív převeďte jinam."
        )
    people = end_people_of(fresh, actor=actor)
    invitations = _cancel_invitations(fresh, actor)
    fresh.closed_on = today()
    fresh.save_fresh("closed_on", version=version)
    log.record("organizations.closed", actor=actor, target=fresh, memberships=people, invitations=invitations)
    return fresh


@transaction.atomic
def reopen_organization(organization: Organization, *, version: int, actor: Actor) -> Organization:
    """Open a closed organization again; roles do not come back. One that is open stays as it is."""
    require(actor, "organizations.manage", organization)
    fresh = Organization.objects.select_for_update().get(pk=organization.pk)
    if not fresh.is_closed:
        return fresh
    fresh.closed_on = None
    fresh.save_fresh("closed_on", version=version)
    log.record("organizations.reopened", actor=actor, target=fresh)
    return fresh


def _cancel_invitations(organization: Organization, actor: Actor) -> int:
    """Nobody joins a closed organization: its waiting invitations and their links end; returns how many."""
    waiting = list(organization.invitations.waiting())
    for invitation in waiting:
        invitation.status = InvitationStatus.CANCELLED
        invitation.save_fresh("status", version=invitation.version)
        revoke_links(INVITATION_LINK, invitation.pk, actor=actor)
        log.record("organizations.invitation_cancelled", actor=actor, target=invitation, **invitation.recorded)
    return len(waiting)


def _one_at_a_time(actor: Actor) -> None:
    """Let foundings by one person wait for each other, so that the second click sees what the first one made."""
    if actor.user is not None:
        User.objects.select_for_update().get(pk=actor.user.pk)


def _check(organization: Organization, actor: Actor, changed: Collection[str] = FACTS) -> None:
    """Raise ValidationError by fields unless the changed facts make sense for the kind."""
    organization.full_clean(validate_unique=False, validate_constraints=False)
    errors: dict[str, Any] = {}
    try:
        readable(organization.name)
    except ValidationError as error:
        errors["name"] = error.messages
    if fault := _ico_fault(organization):
        errors["ico"] = fault
    # the first kraj of an instance is made by a command that may come before the territory
    if (organization.area is not None or not actor.is_job) and (fault := territory_fault(organization)):
        errors["area"] = fault
    if fault := _parent_fault(organization):
        errors["parent"] = fault
    errors = {field: fault for field, fault in errors.items() if field in changed}  # who mends a phone mends no IČO
    if not errors and {"name", "area", "ico"} & set(changed) and _namesakes(organization).exists():
        errors["name"] = SAME_NAME
    if errors:
        raise ValidationError(errors)


def _ico_fault(organization: Organization) -> str:
    ico = organization.ico
    if not ico:
        needed = organization.kind == OrganizationKind.PROVIDER
        return "Vyplňte IČO poskytovatele. Podle něj se najdou jeho služby v registru." if needed else ""
    if len(ico) != 8 or not dic.is_valid(ico):
        return "Takové IČO neexistuje: má osm číslic a poslední je kontrolní. Opravte je."
    same = Organization.objects.filter(kind=organization.kind, ico=ico).exclude(pk=organization.pk).first()
    return SAME_ICO % same.name if same else ""


def _parent_fault(organization: Organization) -> str:
    parent = organization.parent
    if parent is None:
        return ""
    has_parts = organization.pk is not None and organization.parts.exists()
    if has_parts or parent.pk == organization.pk or parent.parent_id is not None:
        return "Nadřazená může být jen samostatná organizace."
    if organization.kind == OrganizationKind.OSPOD and parent.kind != OrganizationKind.MUNICIPALITY:
        return "OSPOD patří k obci. Vyberte obec."
    return "Nadřazená organizace je uzavřená." if parent.is_closed else ""


def _namesakes(organization: Organization):
    """Open organizations that nobody would tell apart from this one."""
    same = Organization.objects.open().filter(
        kind=organization.kind, name=organization.name, area=organization.area, ico=organization.ico
    )
    return same.exclude(pk=organization.pk)


def _save(organization: Organization) -> None:
    try:
        with transaction.atomic():
            organization.save(force_insert=True)
    except IntegrityError as error:  # somebody else founded it in this very moment
        raise ValidationError({"ico": SAME_ICO % organization.name}) from error
