"""Cards for machines: schema.org as JSON-LD. Nothing stands here that the page itself does not show."""

from collections.abc import Callable, Iterable
from typing import Any

from opora.directory.catalog.models import Provider, ServiceKind
from opora.directory.catalog.selectors.card_parts import ContactFact
from opora.directory.catalog.selectors.cards import ServiceCard
from opora.directory.catalog.selectors.kind_pages import KindGuide
from opora.directory.catalog.selectors.place_pages import KindPlaceGuide, PlaceGuide
from opora.directory.catalog.selectors.provider_cards import ProviderCard
from opora.directory.catalog.selectors.standings import kind_place_url, place_url
from opora.directory.territory.models import Area

SCHEMA = "https://schema.org"
REGISTER = "Registr poskytovatelů sociálních služeb"
OURS = "Číslo v Opoře"  # of help that is not registered
RUIAN = "Kód obce (RÚIAN)"
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
        "description": _description(card),
        "identifier": _identifier(REGISTER if card.service.is_registered else OURS, card.service.identifier),
        "audience": [{"@type": "Audience", "audienceType": name} for name in groups],
        "areaServed": list(card.served or (() if card.service.seat_addresses else card.okresy)),
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


def kind_json_ld(guide: KindGuide, absolute: Absolute) -> dict[str, Any]:
    """schema.org WebPage about one kind of service; the day of the review only where somebody has reviewed it."""
    text = guide.text
    reviewed = text.checked_on.isoformat() if text and text.verified and text.checked_on else ""
    return _without_empty({
        "@context": SCHEMA,
        "@type": "WebPage",
        "@id": absolute(guide.kind.get_absolute_url()),
        "name": guide.kind.singular or guide.kind.name,
        "inLanguage": "cs",
        "lastReviewed": reviewed,
        "about": _kind(guide.kind),
    })  # fmt: skip


def kind_place_json_ld(guide: KindPlaceGuide, absolute: Absolute) -> dict[str, Any]:
    """schema.org CollectionPage: the kind, the obec, and the services the page lists, samples left out."""
    services = [hit.service for section in guide.sections for hit in section.hits if not hit.service.is_sample]
    items = [
        {"@type": "ListItem", "position": number, "name": row.name, "url": absolute(row.get_absolute_url())}
        for number, row in enumerate(services, start=1)
    ]
    return _without_empty({
        "@context": SCHEMA,
        "@type": "CollectionPage",
        "@id": absolute(kind_place_url(guide.kind, guide.area)),
        "name": f"{guide.kind.singular or guide.kind.name} {guide.within}",
        "inLanguage": "cs",
        "about": _kind(guide.kind),
        "contentLocation": _obec(guide.area, absolute),
        "mainEntity": {"@type": "ItemList", "itemListElement": items} if items else {},
    })  # fmt: skip


def place_json_ld(guide: PlaceGuide, absolute: Absolute) -> dict[str, Any]:
    """schema.org WebPage about help for people of one obec."""
    return {
        "@context": SCHEMA,
        "@type": "WebPage",
        "@id": absolute(place_url(guide.area)),
        "name": f"Sociální služby {guide.within}",
        "inLanguage": "cs",
        "contentLocation": _obec(guide.area, absolute),
    }


def trail_json_ld(steps: Iterable[tuple[str, str]], absolute: Absolute) -> dict[str, Any]:
    """schema.org BreadcrumbList of (name, address) from the home page on."""
    items = [("Úvod", "/"), *steps]
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute(str(url))}
            for number, (name, url) in enumerate(items, start=1)
        ],
    }


def _kind(kind: ServiceKind) -> dict[str, Any]:
    return _without_empty({
        "@type": "DefinedTerm",
        "name": kind.singular or kind.name,
        "alternateName": kind.plain_name,
        "description": kind.summary,
        "termCode": kind.code,
        "inDefinedTermSet": "Druhy sociálních služeb",
    })  # fmt: skip


def _obec(area: Area, absolute: Absolute) -> dict[str, Any]:
    return _without_empty({
        "@type": "AdministrativeArea",
        "@id": absolute(place_url(area)),
        "name": area.name,
        "identifier": _identifier(RUIAN, area.code),
        "containedInPlace": {"@type": "AdministrativeArea", "name": area.kraj.name} if area.kraj else {},
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
    contacts = _contacts((*(card.said.contacts if card.said else ()), *card.contacts))
    return _without_empty({
        "@type": "ServiceChannel" if addresses or contacts else "",
        "servicePhone": {"@type": "ContactPoint", **contacts} if contacts else {},
        "serviceLocation": [{"@type": "Place", "address": address} for address in addresses],
    })  # fmt: skip


def _description(card: ServiceCard) -> str:
    """Words of the provider, else those of who wrote the service down, else what the kind is."""
    said = card.said.description if card.said else ""
    return said or card.description or (card.kind.summary if card.kind else "")


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
