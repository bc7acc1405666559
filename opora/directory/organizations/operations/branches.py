"""Branches of organizations: opening, changing, closing."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.directory.organizations.models import Branch, Organization
from opora.directory.organizations.selectors.organizations import open_memberships
from opora.directory.territory.models import Area
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.forms import readable
from opora.foundation.core.models import field_titles
from opora.foundation.core.permissions import require

FACTS = ("name", "area", "address", "email", "phone")
SAME_NAME = "Pracoviště tohoto názvu už organizace má."


@transaction.atomic
def create_branch(organization: Organization, values: Mapping[str, Any], *, actor: Actor) -> Branch:
    """Open a branch from `FACTS`; raises ValidationError for a second one of the name, OperationError when closed."""
    require(actor, "organizations.edit_organization", organization)
    home = _open_home(organization.pk)
    branch = Branch(organization=home, **values)
    _check(branch)
    branch.save(force_insert=True)
    log.record("organizations.branch_created", actor=actor, target=branch, name=branch.name)
    return branch


@transaction.atomic
def change_branch(branch: Branch, values: Mapping[str, Any], *, version: int, actor: Actor) -> Branch:
    """Change some of `FACTS` of an open branch; raises StaleError, ValidationError, OperationError."""
    require(actor, "organizations.edit_organization", branch.organization)
    _open_home(branch.organization_id)
    fresh = _open_branch(branch)
    changed = [name for name in values if getattr(fresh, name) != values[name]]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, values[name])
    _check(fresh)
    fresh.save_fresh(*changed, version=version)
    fields = field_titles(Branch, changed)
    log.record("organizations.branch_changed", actor=actor, target=fresh, name=fresh.name, fields=fields)
    return fresh


@transaction.atomic
def close_branch(branch: Branch, *, version: int, actor: Actor) -> Branch:
    """Close it today; a closed one stays as it is. Raises OperationError while somebody works or is invited there."""
    require(actor, "organizations.edit_organization", branch.organization)
    organization = Organization.objects.select_for_update().get(pk=branch.organization_id)
    fresh = Branch.objects.select_related("organization").get(pk=branch.pk)
    if fresh.is_closed:
        return fresh
    if open_memberships(organization).filter(branch=fresh).exists():
        raise OperationError("Někdo má na toto pracoviště omezenou roli. Nejdřív mu rozsah změňte nebo roli ukončete.")
    if organization.invitations.waiting().filter(branch=fresh).exists():
        raise OperationError("Někdo je na toto pracoviště pozvaný. Nejdřív pozvánku zrušte.")
    fresh.closed_on = today()
    fresh.save_fresh("closed_on", version=version)
    log.record("organizations.branch_closed", actor=actor, target=fresh, name=fresh.name)
    return fresh


def _open_home(pk: int) -> Organization:
    """The organization, locked: its branches change one after another. Raises OperationError for a closed one."""
    organization = Organization.objects.select_for_update().get(pk=pk)
    if organization.is_closed:
        raise OperationError("Organizace je uzavřená, pracoviště se v ní nemění.")
    return organization


def _open_branch(branch: Branch) -> Branch:
    fresh = Branch.objects.select_related("organization", "area").get(pk=branch.pk)
    if fresh.is_closed:
        raise OperationError("Pracoviště je zrušené, už se nemění.")
    return fresh


def _check(branch: Branch) -> None:
    """Raise ValidationError by fields unless the facts make sense."""
    branch.full_clean(validate_unique=False, validate_constraints=False)
    errors: dict[str, Any] = {}
    try:
        readable(branch.name)
    except ValidationError as error:
        errors["name"] = error.messages
    if branch.area is not None and branch.area.level != Area.Level.OBEC:
        errors["area"] = "Napište obec, ve které pracoviště je."
    same = Branch.objects.filter(organization=branch.organization, name=branch.name, closed_on__isnull=True)
    if same.exclude(pk=branch.pk).exists():
        errors["name"] = SAME_NAME
    if errors:
        raise ValidationError(errors)
