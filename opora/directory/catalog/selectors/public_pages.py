"""Which pages of the catalogue are worth finding, with the day they changed: what maps of the site are made of."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.models import Provider, Service
from opora.directory.catalog.selectors.columns import Columns, columns
from opora.directory.catalog.selectors.kind_pages import newest_source
from opora.directory.catalog.selectors.standings import PARENTS, kind_place_url, place_url
from opora.directory.catalog.selectors.sure_kinds import sure_kinds
from opora.directory.territory.models import Area, TerritoryLoad
from opora.foundation.core.actor import Actor


class PublicPage(NamedTuple):
    """Address of a page and the last change of what it says, where it is known."""

    url: str
    changed: date | datetime | None


def kind_pages() -> list[PublicPage]:
    """Pages of kinds in force, changed with the kind or with its text."""
    book = codebook()
    return [
        PublicPage(kind.get_absolute_url(), max(kind.updated_at, page.updated_at) if page else kind.updated_at)
        for kind in book.kinds.values()
        for page in [book.kind_pages.get(kind.code)]
        if kind.slug
    ]


def service_pages() -> list[PublicPage]:
    """Cards of services active today, samples left out; one query."""
    services = Service.objects.visible_to(Actor.public()).active().filter(is_sample=False).order_by("pk")
    rows = services.values_list("identifier", "updated_at")
    return [PublicPage(reverse("catalog:service", args=[identifier]), changed) for identifier, changed in rows]


def provider_pages() -> list[PublicPage]:
    """Cards of providers of some service active today, samples left out; one query."""
    services = Service.objects.visible_to(Actor.public()).active().filter(is_sample=False)
    providers = Provider.objects.filter(pk__in=services.values("provider"), is_sample=False).order_by("pk")
    rows = providers.values_list("ico", "updated_at")
    return [PublicPage(reverse("catalog:provider", args=[ico]), changed) for ico, changed in rows]


def place_pages(region: str) -> list[PublicPage]:
    """Pages of all obce of the kraj `region`, changed with the data of services; two queries."""
    _source, changed = newest_source(actor=Actor.public())
    return [PublicPage(place_url(area), changed) for area in _obce(region)]


def kind_place_pages(region: str) -> list[PublicPage]:
    """Pages of kinds in obce of the kraj `region` where some service surely works, or a text of the register says so.

    Found once for a state of services, code lists and territory.
    """
    _source, changed = newest_source(actor=Actor.public())
    territory = TerritoryLoad.objects.order_by("-pk").values_list("token", flat=True).first()
    return [PublicPage(url, changed) for url in _kinds_in_obce(columns(), codebook(), region, territory)]


@lru_cache(maxsize=1)
def _kinds_in_obce(known: Columns, book: Codebook, region: str, _territory: object) -> tuple[str, ...]:
    shown = [kind for kind in book.kinds.values() if kind.slug]
    found = sure_kinds(known, _obce(region))
    return tuple(kind_place_url(kind, area) for area, codes in found for kind in shown if kind.code in codes)


def _obce(region: str) -> list[Area]:
    rows = Area.objects.filter(level=Area.Level.OBEC, kraj__code=region).select_related(*PARENTS)
    return list(rows.order_by("czech_sort", "pk"))
