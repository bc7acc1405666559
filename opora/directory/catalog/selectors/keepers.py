"""Who keeps data of services true: people of providers in Opora who may confirm records of services they reach."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import DateTimeField, OuterRef, Subquery

from opora.directory.catalog.models import Service
from opora.directory.catalog.models.services import WHOLE, ServiceQuerySet
from opora.directory.catalog.selectors.assignments import in_force
from opora.directory.organizations.enums import OrganizationKind
from opora.directory.organizations.models import Membership, Organization
from opora.directory.organizations.roles import ROLES
from opora.directory.organizations.selectors.memberships import memberships_in_force
from opora.foundation.accounts.models import User
from opora.foundation.core.actor import Actor

CONFIRM = "catalog.confirm_record"
ROLES_OF_KEEPERS = [role for role, card in ROLES.items() if CONFIRM in card.rights]


@dataclass(frozen=True)
class Keeper:
    """A person, the organization they work in, and services they look after, in the order they were asked for."""

    user: User
    organization_id: int
    services: tuple[Service, ...]


def kept_services() -> ServiceQuerySet:
    """Services that last and whose provider has an organization here; `kept_from` is the moment it was founded."""
    houses = Organization.objects.open().filter(kind=OrganizationKind.PROVIDER).exclude(ico="")
    founded = houses.filter(ico=OuterRef("provider__ico")).values("created_at")[:1]
    services = Service.objects.active().annotate(kept_from=Subquery(founded, output_field=DateTimeField()))
    return services.filter(kept_from__isnull=False).select_related("provider", "record")


def keepers_of(services: Iterable[Service]) -> list[Keeper]:
    """Each person who looks after any of the services once, in two queries; services of nobody are in nobody's list."""
    services = list(services)
    icos = {service.provider.ico for service in services}
    houses = Organization.objects.open().filter(kind=OrganizationKind.PROVIDER, ico__in=icos)
    of_keepers = Membership.objects.in_force().filter(organization__in=houses, role__in=ROLES_OF_KEEPERS)
    members = list(of_keepers.select_related("user", "organization").order_by("pk"))
    originals = {key for one in members for key in (one.pk, one.substitute_for_id) if key}
    given: dict[int, set[int]] = defaultdict(set)
    for membership, service in in_force().filter(membership__in=originals).values_list("membership", "service"):
        given[membership].add(service)
    reached: dict[User, set[int]] = defaultdict(set)
    homes: dict[User, int] = {}
    for one in members:
        own = given[one.pk] | given[one.substitute_for_id or 0]
        found = {
            service.pk
            for service in services
            if service.provider.ico == one.organization.ico and (one.scope in WHOLE or service.pk in own)
        }
        if found:
            reached[one.user] |= found
            homes.setdefault(one.user, one.organization_id)
    return [
        Keeper(user, homes[user], tuple(service for service in services if service.pk in keys))
        for user, keys in reached.items()
    ]


def services_kept_by(user: User) -> ServiceQuerySet:
    """Kept services that the person looks after today in any membership."""
    keys: set[int] = set()
    for membership in memberships_in_force(user):
        if membership.role in ROLES_OF_KEEPERS:
            keys.update(Service.objects.reached_by(Actor.for_user(user, membership)).values_list("pk", flat=True))
    return kept_services().filter(pk__in=keys)
