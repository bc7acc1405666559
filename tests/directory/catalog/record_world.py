"""A provider with one service and the people who keep its record; people of the region who decide."""

from typing import Any

from opora.directory.catalog.models import RecordProposal, Service
from opora.directory.catalog.operations.record import Saved, edit_record
from opora.directory.catalog.selectors.record import Shown, edited_record
from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.models import Organization
from opora.foundation.core.actor import Actor
from tests.directory.catalog.factories import full_service
from tests.directory.organizations.staff import acting, member, region


def provider(service: Service, name: str = "Ukázková pomoc") -> Organization:
    """The organization of the service's provider."""
    return Organization.objects.create(kind=OrganizationKind.PROVIDER, name=name, ico=service.provider.ico)


def manager(home: Organization, name: str = "Hana Hlavní") -> Actor:
    """Who administers the provider: reaches all of its services."""
    return acting(member(name, Role.PROVIDER_ADMINISTRATOR, home))


def steward(name: str = "Karel Krajský") -> Actor:
    """Who decides for the region."""
    return acting(member(name, Role.DATA_STEWARD, region()))


def said_service() -> tuple[Service, Actor]:
    """A service and the head of its provider."""
    service = full_service(identifier="1000001")
    return service, manager(provider(service))


def say(service: Service, actor: Actor, shown: Shown | None = None, **changes: Any) -> Saved:
    """Save the record as it stands, with changes."""
    edited = edited_record(service)
    return edit_record(service, edited.values | changes, shown=shown or edited.shown, actor=actor)


def proposed(service: Service) -> RecordProposal:
    """The last proposal."""
    return RecordProposal.objects.filter(service=service).latest("pk")
