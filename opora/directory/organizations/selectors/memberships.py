"""Reads over organizations and memberships."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.directory.organizations.models import Membership, Organization
from opora.directory.organizations.permissions import end_membership, manage_people, roles_to_grant, substitute
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.permissions import allowed
from opora.foundation.core.text import czech_key

FORMER_SHOWN = 50
WITH_PARTS = ("user", "organization", "branch", "area", "substitute_for__user")


def with_parts(query: QuerySet[Membership]) -> QuerySet[Membership]:
    """The memberships with what their lines show, and `holds`: whether they give rights today."""
    holds = Exists(Membership.objects.in_force().filter(pk=OuterRef("pk")))
    return query.select_related(*WITH_PARTS).annotate(holds=holds)


def memberships_in_force(user) -> list[Membership]:
    """Memberships that give the person rights today, own ones before substitutions; one query."""
    query = Membership.objects.in_force().filter(user=user)
    query = query.select_related("organization", "branch", "area", "substitute_for__user")
    return sorted(query, key=lambda membership: (membership.substitute_for_id is not None, membership.pk))


def membership_acted_in(memberships: Sequence[Membership], chosen: int | None = None) -> Membership | None:
    """The membership that the person chose, else the first; None for a person without one."""
    return next((one for one in memberships if one.pk == chosen), memberships[0] if memberships else None)


def people_of(organization: Organization, actor: Actor) -> list[Membership]:
    """Memberships of the organization that last or are to come, by name; those that the actor sees. One query."""
    seen = Membership.objects.visible_to(actor).lasting()
    found = with_parts(seen.filter(organization=organization))
    return sorted(found, key=lambda one: (czech_key(one.user.full_name), one.user_id, bool(one.substitute_for_id)))


def former_people_of(organization: Organization, actor: Actor) -> list[Membership]:
    """The last fifty memberships that ended, the latest first."""
    over = Q(ended_at__isnull=False) | Q(valid_to__lt=today())
    query = Membership.objects.visible_to(actor).filter(over, organization=organization)
    return list(with_parts(query).order_by("-valid_to", "-pk")[:FORMER_SHOWN])


def state_of(membership: Membership) -> str:
    """State in words: „platí“, „začne 1. 12. 2026“, „skončilo 3. 5. 2026“, „účet je zablokovaný“; of one that was
    read `with_parts`. A substitution may rest although its days run.
    """
    if membership.is_over:
        return f"skončilo {czech_date(membership.valid_to)}"
    if not membership.user.is_active:
        return "účet je zablokovaný"
    if membership.valid_from > today():
        return f"začne {czech_date(membership.valid_from)}"
    if membership.holds:  # type: ignore[attr-defined]  # annotated
        return "platí"
    original = membership.substitute_for
    return "neplatí, chybí vlastní role" if original and original.user.is_active else "neplatí"


def other_roles_to_end(membership: Membership, actor: Actor) -> list[Membership]:
    """Other roles of the person in the organization, when the actor may end every one of them; else nothing."""
    held = Membership.objects.lasting().filter(user=membership.user, organization=membership.organization)
    others = held.exclude(pk=membership.pk).select_related(*WITH_PARTS)
    return list(others) if all(end_membership(actor, one) for one in others) else []


@dataclass(frozen=True)
class PossibleActs:
    """What the actor may do with the membership now: which buttons its page shows."""

    edit: bool
    end: bool
    grant: bool
    substitute: bool
    reset_second_factor: bool
    block: bool
    history: bool


def possible_acts(membership: Membership, actor: Actor) -> PossibleActs:
    """Buttons of the membership's page; what has ended is only read."""
    own, user, lasting = membership.substitute_for_id is None, membership.user, not membership.is_over
    stranger = actor.user is None or user.pk != actor.user.pk
    return PossibleActs(
        edit=lasting and own and manage_people(actor, membership),
        end=lasting and end_membership(actor, membership),
        grant=stranger and user.is_active and bool(roles_to_grant(actor, membership.organization)),
        substitute=membership.is_in_force() and user.is_active and substitute(actor, membership),
        reset_second_factor=membership.is_in_force() and allowed(actor, "accounts.reset_second_factor", user),
        block=allowed(actor, "accounts.block_account", user),
        history=allowed(actor, "audit.read_history", membership),
    )


def role_needs_second_factor(user) -> bool:
    """True when some role that the person has today must not be acted in without a second factor; one query."""
    return any(membership.card.second_factor for membership in Membership.objects.in_force().filter(user=user))
