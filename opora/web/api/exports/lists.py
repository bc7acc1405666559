"""Providers, kinds, groups and areas as the API says them, and the frame of every list."""

from collections.abc import Iterable
from typing import Any

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.models import OtherKind, Provider, ServiceKind, TargetGroup
from opora.directory.catalog.selectors.addresses import NBSP
from opora.directory.catalog.selectors.card_parts import AreaNames
from opora.directory.catalog.selectors.cards import provider_address
from opora.directory.catalog.selectors.facets import audience_groups
from opora.directory.territory.models import Area
from opora.web.api.exports.services import Absolute, contacts_json, kind_ref


def page_json(
    items: Iterable[dict[str, Any]], *, page: int, per_page: int, total: int, readable: int
) -> dict[str, Any]:
    """One page of a list (`schemas.Page`); `readable` items stand on its pages."""
    pages = max(1, -(-readable // per_page))
    return {"items": list(items), "page": page, "per_page": per_page, "total": total, "pages": pages}


def provider_json(provider: Provider, areas: AreaNames, absolute: Absolute) -> dict[str, Any]:
    """One provider (`schemas.Organization`)."""
    return {
        "ico": provider.ico,
        "name": provider.name,
        "url": absolute(provider.get_absolute_url()),
        "sample": provider.is_sample,
        "address": provider_address(provider, areas).replace(NBSP, " ") or None,
        "contacts": contacts_json(provider.contacts.all(), "organization"),
        "services": [service.identifier for service in provider.offered],  # type: ignore[attr-defined]
    }


def kind_json(kind: ServiceKind | OtherKind, book: Codebook, absolute: Absolute) -> dict[str, Any]:
    """One kind (`schemas.Kind`); what law says only where it was verified."""
    by_law = kind if isinstance(kind, ServiceKind) else None
    verified = by_law if by_law and by_law.verified else None
    url = by_law.get_absolute_url() if by_law else ""
    return kind_ref(kind.code, book) | {
        "singular": kind.singular,
        "registered": by_law is not None,
        "summary": kind.summary or None,
        "forms": list(by_law.forms) if by_law else [],
        "free_of_charge": verified.free_of_charge if verified else None,
        "anonymous": verified.anonymous if verified else None,
        "legal_reference": kind.legal_reference or None if kind.verified else None,
        "verified": kind.verified,
        "url": absolute(url) if url else None,
    }


def kind_detail_json(kind: ServiceKind | OtherKind, book: Codebook, absolute: Absolute) -> dict[str, Any]:
    """One kind with the texts of its page (`schemas.KindDetail`)."""
    page = book.kind_pages.get(kind.code)
    text = page and {
        "what": page.what,
        "for_whom": page.for_whom,
        "activities": page.activities,
        "price": page.price,
        "start": page.start,
        "differences": page.differences,
        "easy_to_read": page.easy_to_read,
        "verified": page.verified,
        "source": page.source,
        "checked_on": page.checked_on.isoformat() if page.checked_on else None,
    }
    return kind_json(kind, book, absolute) | {"text": text}


def group_json(group: TargetGroup, book: Codebook) -> dict[str, Any]:
    """One target group (`schemas.TargetGroup`)."""
    return {
        "code": group.code,
        "name": group.name,
        "plain_name": book.group_plain_name(group.code),
        "audiences": [
            {"slug": slug, "name": name} for slug, (name, codes) in audience_groups().items() if group.code in codes
        ],
    }


def area_json(area: Area) -> dict[str, Any]:
    """One area (`schemas.Area`); takes it with its parents."""
    known = area.latitude is not None and area.longitude is not None
    return area_ref(area) | {
        "code": area.code,
        "kraj": area.kraj and area_ref(area.kraj),
        "okres": area.okres and area_ref(area.okres),
        "orp": area.orp and area_ref(area.orp),
        "center": {"latitude": area.latitude, "longitude": area.longitude} if known else None,
        "population": area.population,
        "population_on": area.population_on.isoformat() if area.population_on else None,
        "population_source": area.population_source or None,
    }


def area_ref(area: Area) -> dict[str, str]:
    """The area by its key and name (`schemas.AreaRef`)."""
    return {"key": area.key, "level": area.level, "name": area.label}
