"""Which services of the register belong to an organization, who works in them, and how far a membership reaches."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.models import Provider, Service, ServiceAssignment
from opora.directory.catalog.models.services import ServiceQuerySet
from opora.directory.organizations.enums import OrganizationKind
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.text import czech_key, fold


@dataclass(frozen=True)
class ServiceLine:
    """One service of an organization and memberships in force that are assigned to it, by name."""

    service: Service
    kind: str
    memberships: tuple[Membership, ...]


@dataclass(frozen=True)
class Founding:
    """A provider of the register that is no organization of Opora yet."""

    provider: Provider
    address: str


def has_services(organization: Organization) -> bool:
    """True for a provider whose IČO tells its services in the register."""
    return organization.kind == OrganizationKind.PROVIDER and bool(organization.ico)


def works_in_services(membership: Membership) -> bool:
    """True for a membership in force in such a provider."""
    return has_services(membership.organization) and membership.is_in_force()


def services_of_organization(organization: Organization) -> ServiceQuerySet:
    """All services of the organization's IČO, ended ones too; none for what is not a provider."""
    if not has_services(organization):
        return Service.objects.none()
    return Service.objects.filter(provider__ico=organization.ico)


def services_of(actor: Actor) -> ServiceQuerySet:
    """Services that the membership acted in reaches: all of the provider, or those assigned to it."""
    return Service.objects.reached_by(actor)


def assignments_of(membership: Membership) -> QuerySet[ServiceAssignment]:
    """Assignments in force of the membership, or of the one that it stands in for."""
    keys = [key for key in (membership.pk, membership.substitute_for_id) if key]
    return in_force().filter(membership__in=keys)


def in_force() -> QuerySet[ServiceAssignment]:
    """Assignments that have begun and not ended; whether the membership is in force says the membership."""
    return ServiceAssignment.objects.filter(valid_from__lte=today(), ended_at__isnull=True)


def assignable_services(membership: Membership, actor: Actor) -> list[Service]:
    """Services that the actor may give to the membership or take: those that the actor reaches, in Czech order.

    Ended ones only while they are assigned, so that they may be taken away.
    """
    own = services_of_organization(membership.organization)
    reached = own.filter(pk__in=services_of(actor).values("pk"))
    held = assignments_of(membership).values("service")
    lasting = Service.objects.not_ended().values("pk")
    return list(reached.filter(Q(pk__in=held) | Q(pk__in=lasting)).order_by("czech_sort", "pk"))


def services_beyond(membership: Membership, actor: Actor) -> list[Service]:
    """Services assigned to the membership that the actor does not reach: shown, never changed by the actor."""
    held = Service.objects.filter(pk__in=assignments_of(membership).values("service"))
    return list(held.exclude(pk__in=services_of(actor).values("pk")).order_by("czech_sort", "pk"))


def service_lines(organization: Organization, actor: Actor) -> list[ServiceLine]:
    """Lasting services of the organization with colleagues whom the actor sees; four queries."""
    book = codebook()
    services = list(services_of_organization(organization).not_ended().order_by("czech_sort", "pk"))
    people: dict[int, list[Membership]] = {service.pk: [] for service in services}
    seen = Membership.objects.visible_to(actor).in_force().filter(organization=organization)
    members = {one.pk: one for one in seen.select_related("user")}
    for service, member in in_force().filter(service__in=services).values_list("service", "membership"):
        if member in members:
            people[service].append(members[member])
    return [
        ServiceLine(service, book.kind_name(service.kind_code), _by_name(people[service.pk])) for service in services
    ]


def _by_name(memberships: Iterable[Membership]) -> tuple[Membership, ...]:
    return tuple(sorted(memberships, key=lambda one: (czech_key(one.user.full_name), one.pk)))


def providers_to_found(text: str = "") -> QuerySet[Provider]:
    """Providers of the register without an organization, in Czech order; `text` is words of the name or an IČO."""
    founded = Organization.objects.filter(kind=OrganizationKind.PROVIDER).exclude(ico="").values("ico")
    lasting = Service.objects.not_ended().values("provider")
    query = Provider.objects.filter(pk__in=lasting).exclude(ico__in=founded).order_by("czech_sort", "pk")
    digits = "".join(text.split())
    if digits.isdigit():
        return query.filter(ico__startswith=digits)
    words = fold(text).split()
    if not words:
        return query
    # names are folded here: databases differ in what they think of diacritics
    names = query.values_list("pk", "name")
    return query.filter(pk__in=[pk for pk, name in names if all(word in fold(name) for word in words)])
