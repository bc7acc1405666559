"""Substitutions (zástupy): a membership handed to a colleague for a time. They end as memberships do."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.directory.organizations.models import Membership, Organization
from opora.directory.organizations.selectors.substitutions import colleagues_of
from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require

LONGEST = 92  # days, both ends counted


@transaction.atomic
def substitute(membership: Membership, user: User, *, valid_from: date, valid_to: date, actor: Actor) -> Membership:
    """Let a colleague of the same organization stand in: the same role and reach, from a day to a day.

    Raises ValidationError for the days, OperationError for somebody who may not stand in or already does.
    """
    require(actor, "organizations.substitute", membership)
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    original = Membership.objects.select_related("user", "organization").get(pk=membership.pk)
    _check_days(original, valid_from, valid_to)
    _check_person(original, user, actor)
    substitutions = original.substitutions.filter(user=user, ended_at__isnull=True)
    if substitutions.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).exists():
        raise OperationError(f"{user}: zástup na tyto dny už je zapsaný.")
    substitution = Membership(
        user=user, organization=original.organization, role=original.role, scope=original.scope,
        branch=original.branch, area=original.area, valid_from=valid_from, valid_to=valid_to, substitute_for=original,
    )  # fmt: skip
    substitution.full_clean()
    substitution.save()
    role, number = original.role, original.pk
    log.record("organizations.substitution_made", actor=actor, target=substitution, role=role, membership=number)
    return substitution


def _check_days(original: Membership, valid_from: date, valid_to: date) -> None:
    if valid_from < today():
        raise ValidationError({"valid_from": "Tento den už byl. Vyberte dnešek nebo pozdější den."})
    if valid_to < valid_from:
        raise ValidationError({"valid_to": "Konec je před začátkem."})
    if valid_to - valid_from >= timedelta(days=LONGEST):
        raise ValidationError({"valid_to": f"Zástup trvá nejvýš {LONGEST} dní. Na delší dobu přidělte roli."})
    if original.valid_to is not None and valid_to > original.valid_to:
        raise ValidationError({"valid_to": f"Role sama končí {czech_date(original.valid_to)}, zástup nemůže později."})


def _check_person(original: Membership, user: User, actor: Actor) -> None:
    if not Membership.objects.in_force().filter(pk=original.pk).exists():
        raise OperationError("Členství dnes neplatí, předat ho nejde.")
    if actor.user is not None and user.pk == actor.user.pk:
        raise OperationError("Roli kolegy nemůžete předat sami sobě.")
    if not colleagues_of(original, actor).filter(pk=user.pk).exists():
        raise OperationError("Zastupovat může jen kolega, který má v organizaci platnou roli.")
