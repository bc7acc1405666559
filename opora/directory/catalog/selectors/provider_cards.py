"""The card of a provider: what it offers today, by kind."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.models import Facility, Provider, Service
from opora.directory.catalog.selectors.addresses import okres_text
from opora.directory.catalog.selectors.card_parts import (
    AreaNames,
    ContactFact,
    Named,
    contact_facts,
    form_name,
    in_book_order,
    reach_names,
)
from opora.directory.catalog.selectors.cards import provider_address
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import area_labels
from opora.foundation.core.actor import Actor


@dataclass(frozen=True)
class OfferedService:
    """One line of the list: where it is, how it is provided, where it acts. Empty where the register is silent."""

    service: Service
    has_namesake: bool  # another service of the provider has the same name
    where: str
    forms: tuple[str, ...]
    reach: tuple[str, ...]


@dataclass(frozen=True)
class OfferedKind:
    """Services of one kind."""

    kind: Named
    url: str  # page of the kind; empty for a kind without one
    services: tuple[OfferedService, ...]


@dataclass(frozen=True)
class ProviderCard:
    """A provider, its contacts and what it offers; ended services are only counted."""

    provider: Provider
    address: str
    seat_hidden: bool
    contacts: tuple[ContactFact, ...]
    kinds: tuple[OfferedKind, ...]
    offered: int
    ended: int
    source: str
    as_of: date | None


def provider_card(ico: str, *, actor: Actor) -> ProviderCard | None:
    """The card of the provider with the IČO, in a constant number of queries; None when nobody has it."""
    provider = Provider.objects.select_related("okres").prefetch_related("contacts").filter(ico=ico).first()
    if provider is None:
        return None
    known = Service.objects.visible_to(actor).filter(provider=provider)
    services = list(
        known.not_ended().order_by("czech_sort").prefetch_related(
            "forms", "reaches", Prefetch("facilities", Facility.objects.select_related("okres").order_by("pk"))
        )
    )  # fmt: skip
    areas = area_labels(_wanted_areas(provider, services))
    return ProviderCard(
        provider=provider,
        address=provider_address(provider, areas),
        seat_hidden=not provider.obec_code and not provider.obec_name and any(row.hidden_address for row in services),
        contacts=contact_facts(provider.contacts.all()),
        kinds=_by_kind(services, areas, codebook()),
        offered=len(services),
        ended=known.count() - len(services),
        source=services[0].source if services else "",
        as_of=services[0].as_of if services else None,
    )


def _wanted_areas(provider: Provider, services: Iterable[Service]) -> set[tuple[str, str]]:
    reaches = {(row.level, row.code) for service in services for row in service.reaches.all()}
    obce = {row.obec_code for service in services for row in service.facilities.all()} | {provider.obec_code}
    return reaches | {(Area.Level.OBEC.value, code) for code in obce}


def _by_kind(services: Iterable[Service], areas: AreaNames, book: Codebook) -> tuple[OfferedKind, ...]:
    groups: dict[str, list[OfferedService]] = {}
    names = Counter(service.name for service in services)
    for service in services:
        offered = _offered(service, areas, book, has_namesake=names[service.name] > 1)
        groups.setdefault(service.kind_code, []).append(offered)
    return tuple(
        OfferedKind(
            kind=Named(book.kind_name(code), book.kind_plain_name(code)),
            url=book.kinds[code].get_absolute_url() if code in book.kinds else "",
            services=tuple(groups[code]),
        )
        for code in in_book_order(groups, book.kinds)
    )


def _offered(service: Service, areas: AreaNames, book: Codebook, *, has_namesake: bool) -> OfferedService:
    places = [_where(row, service, areas) for row in service.facilities.all() if row.is_active]
    return OfferedService(
        service=service,
        has_namesake=has_namesake,
        where=", ".join(dict.fromkeys(place for place in places if place)),
        forms=tuple(form_name(row.form, book).official for row in service.forms.all()),
        reach=reach_names(service.reaches.all(), areas, hidden=service.hidden_address),
    )


def _where(facility: Facility, service: Service, areas: AreaNames) -> str:
    """Obec of the facility; only the okres where the address is secret, nothing where it is the provider's seat."""
    if service.seat_addresses:
        return ""
    okres = okres_text(facility.okres)
    if facility.hidden or service.hidden_address:
        return okres
    return areas.get((Area.Level.OBEC, facility.obec_code), facility.obec_name) or okres
