"""Reads over organizations and branches: the list, one with what belongs to it, what stands in the way of closing."""

from dataclasses import dataclass

from django.db.models import QuerySet

from opora.directory.organizations.enums import OrganizationKind
from opora.directory.organizations.models import Branch, Membership, Organization
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.core.text import czech_key, fold

AREA_LEVELS = {
    OrganizationKind.REGION: {Area.Level.KRAJ},
    OrganizationKind.MUNICIPALITY: {Area.Level.OBEC},
    OrganizationKind.OSPOD: {Area.Level.OBEC, Area.Level.ORP},
}
AREA_NEEDED = {
    OrganizationKind.REGION: "Napište kraj, například „Ústecký kraj“.",
    OrganizationKind.MUNICIPALITY: "Napište obec, například „Děčín“.",
    OrganizationKind.OSPOD: "Napište obec, nebo správní obvod, například „ORP Děčín“.",
}
OPEN, CLOSED, ALL = "", "uzavrene", "vse"
STATES = {OPEN: "fungující", CLOSED: "uzavřené", ALL: "všechny"}


@dataclass(frozen=True)
class OrganizationCard:
    """What the page of an organization shows beside its own facts, those that the actor may see."""

    branches: list[Branch]
    closed_branches: list[Branch]
    parts: list[Organization]
    parent_is_visible: bool


def listed_organizations(actor: Actor, *, text: str = "", kind: str = "", state: str = OPEN) -> list[int]:
    """Keys of organizations that the actor sees, in Czech order of names; `text` is words of the name or an IČO.

    One query over names: there are hundreds of them, and diacritics and ch have to sort the same in every database.
    """
    query = Organization.objects.visible_to(actor)
    if kind:
        query = query.filter(kind=kind)
    if state == OPEN:
        query = query.open()
    elif state == CLOSED:
        query = query.filter(closed_on__lte=today())
    asked, digits = fold(text).split(), "".join(text.split())
    found = [
        (czech_key(name), pk)
        for pk, name, ico in query.values_list("pk", "name", "ico")
        if all(word in fold(name) for word in asked) or (digits.isdigit() and ico.startswith(digits))
    ]
    return [pk for _key, pk in sorted(found)]


def in_order(keys: list[int]) -> list[Organization]:
    """Organizations of the keys with their territory, in the order of the keys; one query."""
    found = Organization.objects.select_related("area__orp", "area__kraj").in_bulk(keys)
    return [found[key] for key in keys]


def organization_card(organization: Organization, actor: Actor) -> OrganizationCard:
    """What belongs to the organization."""
    visible = Organization.objects.visible_to(actor)
    branches = sorted(organization.branches.select_related("area"), key=lambda branch: czech_key(branch.name))
    parent = organization.parent_id
    return OrganizationCard(
        branches=[branch for branch in branches if not branch.is_closed],
        closed_branches=[branch for branch in branches if branch.is_closed],
        parts=sorted(visible.filter(parent=organization), key=lambda part: czech_key(part.name)),
        parent_is_visible=parent is not None and visible.filter(pk=parent).exists(),
    )


def possible_parents(organization: Organization | None, actor: Actor) -> list[Organization]:
    """Open independent organizations that the actor sees, in Czech order; providers have no parts of their own."""
    query = Organization.objects.visible_to(actor).open().filter(parent__isnull=True)
    query = query.exclude(kind=OrganizationKind.PROVIDER)
    if organization is not None:
        query = query.exclude(pk=organization.pk)
    return sorted(query, key=lambda one: czech_key(one.name))


def open_memberships(organization: Organization) -> QuerySet[Membership]:
    """Memberships of the organization that give rights now or will later."""
    return Membership.objects.lasting().filter(organization=organization)


def organizations_in_words(actor: Actor) -> str:
    """What the hub of administration says of organizations: how many work, or the name of the own one."""
    if actor.membership is not None and not actor.has_right("organizations.read_all"):
        return str(actor.membership.organization)
    return counted(Organization.objects.visible_to(actor).open().count(), "organizace,organizace,organizací")


def territory_fault(organization: Organization) -> str:
    """Sentence when the territory does not fit the kind of the organization; empty when it does."""
    levels = AREA_LEVELS.get(OrganizationKind(organization.kind))
    if levels is None or (organization.area is not None and organization.area.level in levels):
        return ""
    return AREA_NEEDED[OrganizationKind(organization.kind)]
