"""Memberships: granting, changing, ending. Who leaves loses access and open sign-ins at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from opora.directory.organizations.enums import Role, Scope
from opora.directory.organizations.models import Branch, Membership, Organization, Reaching
from opora.directory.organizations.roles import ROLES
from opora.directory.organizations.selectors.heads import why_heads_must_stay, why_no_block
from opora.directory.territory.models import Area
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.sessions import end_sessions
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require

CHANGED = {"scope": "rozsah", "branch": "pracoviště", "area": "území", "valid_to": "do"}


@dataclass(frozen=True)
class Reach:
    """How far a role reaches and its last day; an invitation or another membership will do as well."""

    scope: str = Scope.ORGANIZATION
    branch: Branch | None = None
    area: Area | None = None
    valid_to: date | None = None


@transaction.atomic
def grant_membership(
    user: User, organization: Organization, *, role: str, reach: Reach | Reaching | None = None, actor: Actor
) -> Membership:
    """Give a person a role in an organization from today.

    Raises ValidationError for a role or a reach that does not fit, OperationError for a role that the person has.
    """
    membership = Membership(user=user, organization=organization, role=role)
    require(actor, "organizations.manage_people", membership)
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    _reach(membership, reach or _usual(role))
    check_reach(membership)
    if not user.is_active:
        raise OperationError("Účet je zablokovaný. Nejdřív ho musí krajský správce odblokovat.")
    if organization.is_closed:
        raise OperationError("Organizace zanikla, role už se v ní nepřidělují.")
    _once(membership)
    membership.full_clean()
    membership.save()
    log.record("organizations.membership_granted", actor=actor, target=membership, **membership.recorded)
    return membership


@transaction.atomic
def change_membership(membership: Membership, *, reach: Reach | Reaching, version: int, actor: Actor) -> Membership:
    """Change how far the role reaches and until when; those who stand in for it follow.

    Raises StaleError when somebody changed it meanwhile, OperationError for the last head.
    """
    require(actor, "organizations.manage_people", membership)
    fresh = _locked([membership.pk])[0]
    if fresh.substitute_for_id is not None:
        raise OperationError("Zástup se nemění. Ukončete ho a předejte roli znovu.")
    if fresh.ended_at is not None:
        raise OperationError("Členství už skončilo. Přidělte roli znovu.")
    before = {name: getattr(fresh, name) for name in CHANGED}
    _reach(fresh, reach)
    check_reach(fresh)
    if fresh.valid_to and (before["valid_to"] is None or before["valid_to"] > fresh.valid_to):
        _refuse(why_heads_must_stay([fresh], last_day=fresh.valid_to, actor=actor))
    _once(fresh)
    fresh.full_clean()
    fresh.save_fresh(*CHANGED, version=version)
    for substitution in _substitutions_of([fresh.pk]):
        _reach(substitution, fresh)
        substitution.valid_to = min(_last_day(substitution), _last_day(fresh))
        substitution.save_fresh(*CHANGED, version=substitution.version)
    changed = [words for name, words in CHANGED.items() if getattr(fresh, name) != before[name]]
    log.record("organizations.membership_changed", actor=actor, target=fresh, fields=", ".join(changed))
    return fresh


@transaction.atomic
def end_membership(membership: Membership, *, actor: Actor) -> int:
    """End it, or a substitution, now; returns how many ended, 0 when it had ended before.

    Who stands in for it ends too. The last head of an organization stays: OperationError.
    """
    require(actor, "organizations.end_membership", membership)
    return _end(_locked([membership.pk]), actor)


@transaction.atomic
def end_all_memberships(user: User, organization: Organization, *, actor: Actor) -> int:
    """The person leaves the organization: all memberships there end now; returns how many.

    PermissionDenied when the actor may not end every one of them.
    """
    keys = Membership.objects.lasting().filter(user=user, organization=organization).values_list("pk", flat=True)
    held = _standing(_locked(keys))
    for membership in held:
        require(actor, "organizations.end_membership", membership)
    return _end(held, actor)


@transaction.atomic
def end_people_of(organization: Organization, *, actor: Actor) -> int:
    """The organization closes: all memberships and substitutions there end now, heads too; returns how many."""
    require(actor, "organizations.manage", organization)
    held = _standing(
        _locked(Membership.objects.lasting().filter(organization=organization).values_list("pk", flat=True))
    )
    for membership in held:
        _close(membership, actor)
    for user in {one.user for one in held}:
        end_sessions(user, actor=actor)
    return len(held)


@transaction.atomic
def hold_heads(user: User, *, actor: Actor) -> str:
    """Before the account is blocked: lock its organizations until the act is over, then say as `why_no_block`."""
    require(actor, "accounts.block_account", user)
    _lock_homes(Membership.objects.lasting().filter(user=user))
    return why_no_block(actor, user)


def check_reach(target: Reaching) -> None:
    """Raise ValidationError by fields unless the role may stand in the organization and reach so far there."""
    target.clean_fields(exclude=["user", "organization", "email", "full_name"])
    errors = {}
    if target.organization.kind not in target.card.kinds:
        errors["role"] = "Tato role do organizace tohoto druhu nepatří. Vyberte jinou."
    elif target.scope not in target.card.scopes:
        known = ", ".join(str(Scope(scope).label) for scope in target.card.scopes)
        errors["scope"] = f"Tato role takový rozsah nemá. Vyberte: {known}."
    if target.scope == Scope.BRANCH and not _open_branch(target):
        errors["branch"] = "Vyberte pracoviště této organizace."
    if target.scope == Scope.AREA and target.area is None:
        errors["area"] = "Vyberte území."
    if target.valid_to is not None and target.valid_to < today():
        errors["valid_to"] = "Tento den už byl. Vyberte dnešek nebo pozdější den."
    if errors:
        raise ValidationError(errors)


def _last_day(membership: Membership) -> date:
    """Last day of a membership; far away when it has none."""
    return membership.valid_to or date.max


def _usual(role: str) -> Reach:
    """Reach that nobody chose; an unknown role is told by the checks that follow."""
    return Reach(ROLES[Role(role)].usual_scope) if role in ROLES else Reach()


def _reach(membership: Membership, reach: Reach | Reaching) -> None:
    """Take over the reach; a branch or an area only where the scope speaks of it."""
    membership.scope, membership.valid_to = reach.scope, reach.valid_to
    membership.branch = reach.branch if reach.scope == Scope.BRANCH else None
    membership.area = reach.area if reach.scope == Scope.AREA else None


def _open_branch(target: Reaching) -> bool:
    branch = target.branch
    return branch is not None and branch.organization_id == target.organization.pk and branch.closed_on is None


def _once(membership: Membership) -> None:
    """Refuse a role that the person has in the same reach."""
    same = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=membership.valid_from),
        user=membership.user,
        organization=membership.organization,
        role=membership.role,
        branch=membership.branch,
        area=membership.area,
        ended_at__isnull=True,
        substitute_for__isnull=True,
    )
    if same.exclude(pk=membership.pk).exists():
        raise OperationError("Tuto roli tu člověk už má.")


def _locked(keys: Iterable[int]) -> list[Membership]:
    """The memberships as they are now, under the lock of their organizations: heads change one after another."""
    keys = list(keys)
    _lock_homes(Membership.objects.filter(pk__in=keys))
    query = Membership.objects.filter(pk__in=keys).select_related("user", "organization", "substitute_for")
    return list(query.order_by("pk"))


def _lock_homes(memberships: QuerySet[Membership]) -> None:
    homes = memberships.values("organization_id")
    list(Organization.objects.select_for_update().filter(pk__in=homes).order_by("pk"))


def _standing(memberships: list[Membership]) -> list[Membership]:
    """Those that last, once they are locked."""
    return [one for one in memberships if not one.is_over]


def _substitutions_of(keys: Iterable[int]) -> list[Membership]:
    query = Membership.objects.lasting().filter(substitute_for_id__in=list(keys))
    return list(query.select_related("user", "organization"))


def _substitutions_by_leavers(ended: list[Membership]) -> list[Membership]:
    """What people who have no role of their own in the organization any more do there for others."""
    found: list[Membership] = []
    for user_id, organization_id in {(one.user_id, one.organization_id) for one in ended}:
        held = Membership.objects.lasting().filter(user=user_id, organization=organization_id)
        if not held.filter(substitute_for__isnull=True).exists():
            found += held.select_related("user", "organization")
    return found


def _end(memberships: list[Membership], actor: Actor) -> int:
    """End those that have not ended, with whoever stands in for them, and all open sign-ins of their people."""
    held = _standing(memberships)
    _refuse(why_heads_must_stay(held, actor=actor))
    for membership in held:
        _close(membership, actor)
    for substitution in [*_substitutions_of([one.pk for one in held]), *_substitutions_by_leavers(held)]:
        _close(substitution, actor)
    for user in {one.user for one in held if one.substitute_for_id is None}:
        end_sessions(user, actor=actor)
    return len(held)


def _close(membership: Membership, actor: Actor) -> None:
    """No rights from this moment; the last day is not before the first one."""
    membership.ended_at = timezone.now()
    membership.valid_to = max(membership.valid_from, min(_last_day(membership), today()))
    membership.save_fresh("ended_at", "valid_to", version=membership.version)
    if membership.substitute_for_id is None:
        log.record("organizations.membership_ended", actor=actor, target=membership, **membership.recorded)
    else:
        log.record("organizations.substitution_ended", actor=actor, target=membership, **membership.recorded)


def _refuse(sentence: str) -> None:
    if sentence:
        raise OperationError(sentence)
