"""Cards for machines: schema.org as JSON-LD. Nothing stands here that the page itself does not show."""

from collections.abc import Callable, Iterable
from typing import Any

from opora.directory.catalog.models import Provider
from opora.directory.catalog.selectors.card_parts import ContactFact
from opora.directory.catalog.selectors.cards import ServiceCard
from opora.directory.catalog.selectors.provider_cards import ProviderCard

SCHEMA = "https://schema.org"
REGISTER = "Registr poskytovatelů sociálních služeb"
type Absolute = Callable[[str], str]


def service_json_ld(card: ServiceCard, absolute: Absolute) -> dict[str, Any]:
    """schema.org Service; empty for a sample. A secret address leaves only the okres."""
    if card.service.is_sample:
        return {}
    groups = [group.plain for people in card.people for group in people.groups]
    return _without_empty({
        "@context": SCHEMA,
        "@type": "Service",
        "@id": absolute(card.service.get_absolute_url()),
        "name": card.service.name,
        "serviceType": card.kind_name,
        "description": card.kind.summary if card.kind else "",
        "identifier": _identifier(REGISTER, card.service.identifier),
        "audience": [{"@type": "Audience", "audienceType": name} for name in groups],
        "areaServed": list(card.reach or (() if card.service.seat_addresses else card.okresy)),
        "provider": {**_organization(card.provider, absolute), **_contacts(card.provider_contacts)},
        "availableChannel": _channel(card),
    })  # fmt: skip


def provider_json_ld(card: ProviderCard, absolute: Absolute) -> dict[str, Any]:
    """schema.org Organization with the services it offers; empty for a sample."""
    if card.provider.is_sample:
        return {}
    offered = [row.service for kind in card.kinds for row in kind.services]
    return _without_empty({
        "@context": SCHEMA,
        **_organization(card.provider, absolute),
        **_contacts(card.contacts),
        "address": card.address,
        "makesOffer": [
            {
                "@type": "Offer",
                "itemOffered": {"@type": "Service", "@id": absolute(row.get_absolute_url()), "name": row.name},
            }
            for row in offered
        ],
    })  # fmt: skip


def _organization(provider: Provider, absolute: Absolute) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": absolute(provider.get_absolute_url()),
        "name": provider.name,
        "identifier": _identifier("IČO", provider.ico),
    }


def _channel(card: ServiceCard) -> dict[str, Any]:
    """Where and how to turn to the service; the address of a provider's seat is not the place of the service."""
    addresses = [] if card.service.seat_addresses else [place.address for place in card.places if place.address]
    contacts = _contacts(card.contacts)
    return _without_empty({
        "@type": "ServiceChannel" if addresses or contacts else "",
        "servicePhone": {"@type": "ContactPoint", **contacts} if contacts else {},
        "serviceLocation": [{"@type": "Place", "address": address} for address in addresses],
    })  # fmt: skip


def _contacts(contacts: Iterable[ContactFact]) -> dict[str, Any]:
    fields = {"phone": "telephone", "email": "email", "web": "url"}
    found: dict[str, list[str]] = {}
    for contact in contacts:
        if contact.kind in fields:
            found.setdefault(fields[contact.kind], []).append(contact.value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _identifier(name: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
