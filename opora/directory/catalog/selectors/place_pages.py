"""Pages of obce, and of a kind of service in an obec: what works there, how surely, and whom to ask."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.enums import Form
from opora.directory.catalog.models import KindPage, OtherKind, Service, ServiceKind
from opora.directory.catalog.selectors.doors import Door, human_door
from opora.directory.catalog.selectors.hits import Hit
from opora.directory.catalog.selectors.kind_pages import (
    GROUP_TITLES,
    NOT_REGISTERED,
    find_kind,
    newest_source,
    plain_and_official,
)
from opora.directory.catalog.selectors.scope import ReachClass
from opora.directory.catalog.selectors.search import SearchParams, search
from opora.directory.catalog.selectors.standings import PARENTS, ReachCounts, kind_place_url, kinds_at
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import distance_km
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import NBSP

PLACE = re.compile(r"(?:[0-9a-z-]{0,100}-)?(\d{1,10})", re.ASCII | re.IGNORECASE)
MOST_NEAREST, MOST_UNSURE = 3, 5
SURE = (ReachClass.CONFIRMED, ReachClass.TEXT)


@dataclass(frozen=True)
class KindHere:
    """A kind with services at the place; `official` is empty where the plain name is the official one."""

    name: str
    official: str
    url: str
    counts: ReachCounts


@dataclass(frozen=True)
class PlaceGuide:
    """What help there is for people of an obec."""

    area: Area
    within: str
    groups: tuple[tuple[str, tuple[KindHere, ...]], ...]  # title of the group, its kinds
    counts: ReachCounts  # of all kinds together
    door: Door | None
    search_url: str
    source: str
    as_of: date | None

    @property
    def worth_finding(self) -> bool:
        """False where no service at all may come into question."""
        return bool(self.groups)


@dataclass(frozen=True)
class ReachSection:
    """Hits of one class of reach on the page, and how many of the class there are."""

    reach: str
    count: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Nearest:
    """A service to move into that stands near although it says nothing of the place."""

    name: str
    url: str
    distance: str


@dataclass(frozen=True)
class KindPlaceGuide:
    """One kind of service for people of an obec: who works there, and what else when nobody surely does."""

    kind: ServiceKind
    text: KindPage | None
    area: Area
    within: str
    found: int  # hits of search, which shows samples too
    counts: ReachCounts  # without samples, as everything else here
    sections: tuple[ReachSection, ...]
    others: tuple[KindHere, ...]
    nearest: tuple[Nearest, ...]
    door: Door | None
    search_url: str
    sources: tuple[tuple[str, date], ...]

    @property
    def total(self) -> int:
        return self.counts.total

    @property
    def shown(self) -> int:
        return sum(len(section.hits) for section in self.sections)

    @property
    def worth_finding(self) -> bool:
        """True when some service is said to work just there."""
        return bool(self.counts.sure)


def find_obec(slug: str) -> Area | None:
    """The obec whose code ends the name in the address, with its parents; None when there is none. One query."""
    match = PLACE.fullmatch(slug)
    rows = Area.objects.filter(level=Area.Level.OBEC).select_related(*PARENTS)
    return rows.filter(code=match[1]).first() if match else None


def within(area: Area) -> str:
    """„v obci Děčín“; equal names are told apart, military districts are no obce."""
    if area.status == Area.Status.MILITARY:
        return f"ve vojenském újezdu {area.name}"
    return f"v{NBSP}obci {area.label}"


def place_guide(area: Area, *, actor: Actor) -> PlaceGuide:
    """The page of an obec with its parents loaded. Constant number of queries."""
    book = codebook()
    here = kinds_at(area)
    source, as_of = newest_source(actor=actor)
    return PlaceGuide(
        area=area,
        within=within(area),
        groups=tuple(_groups(here, area, book)),
        counts=sum(here.values(), ReachCounts()),
        door=human_door(area),
        search_url=_search_url(area),
        source=source,
        as_of=as_of,
    )


def kind_place_guide(slug: str, area: Area, *, actor: Actor) -> KindPlaceGuide | None:
    """The page of a kind in an obec with its parents loaded; None for an unknown kind. Constant number of queries."""
    book = codebook()
    kind = find_kind(slug, book)
    if kind is None:
        return None
    result = search(SearchParams(place=area, kinds=(kind.code,)), actor=actor, book=book)
    here = kinds_at(area)
    counts = here.get(kind.code, ReachCounts())
    hits = tuple(hit for hit in result.hits if not hit.service.is_sample)
    text = book.kind_pages.get(kind.code)
    return KindPlaceGuide(
        kind=kind,
        text=text,
        area=area,
        within=within(area),
        found=result.total,
        counts=counts,
        sections=tuple(_sections(hits, counts)),
        others=() if counts.sure else tuple(_similar(text, here, area, book)),
        nearest=() if counts.total or Form.RESIDENTIAL not in kind.forms else _nearest(kind, area, actor),
        door=human_door(area),
        search_url=_search_url(area, kind),
        sources=tuple(dict.fromkeys((hit.service.source, hit.service.as_of) for hit in hits)),
    )


def _groups(here: dict[str, ReachCounts], area: Area, book: Codebook) -> Iterator[tuple[str, tuple[KindHere, ...]]]:
    groups: dict[str, list[ServiceKind | OtherKind]] = {
        title: [kind for kind in book.kinds.values() if kind.group == group] for group, title in GROUP_TITLES.items()
    }
    groups[NOT_REGISTERED] = list(book.other_kinds.values())
    for title, all_kinds in groups.items():
        kinds = [kind for kind in all_kinds if kind.code in here]
        if kinds:
            yield title, tuple(_here(kind, area, here[kind.code]) for kind in kinds)


def _here(kind: ServiceKind | OtherKind, area: Area, counts: ReachCounts) -> KindHere:
    plain, official = plain_and_official(kind)
    url = kind_place_url(kind, area) if isinstance(kind, ServiceKind) else ""
    return KindHere(plain, official, url or _search_url(area, kind), counts)


def _sections(found_hits: Iterable[Hit], counts: ReachCounts) -> Iterator[ReachSection]:
    """All hits that surely work there, a few of the others; the page itself says what kind they are."""
    for (_fits, reach), found in groupby(found_hits, key=lambda hit: hit.part):
        hits = [replace(hit, plain_name="") for hit in found]
        most = len(hits) if reach in SURE else MOST_UNSURE
        yield ReachSection(reach, getattr(counts, reach), tuple(hits[:most]))


def _similar(text: KindPage | None, here: dict[str, ReachCounts], area: Area, book: Codebook) -> list[KindHere]:
    """Kinds told apart on the page of this one that have some service at the place, the surest first."""
    codes = [difference["kind"] for difference in text.differences] if text else []
    found = [_here(book.kinds[code], area, here[code]) for code in codes if code in book.kinds and code in here]
    return sorted(found, key=lambda kind: not kind.counts.sure)


def _nearest(kind: ServiceKind, area: Area, actor: Actor) -> tuple[Nearest, ...]:
    """The nearest services of the kind as the crow flies: where they really stand, and where it is no secret."""
    here = (area.latitude, area.longitude)
    if None in here:
        return ()
    services = Service.objects.visible_to(actor).active().filter(
        kind_code=kind.code, is_sample=False, hidden_address=False, seat_addresses=False,
        search_row__latitude__isnull=False,
    )  # fmt: skip
    fields = ("identifier", "name", "search_row__latitude", "search_row__longitude")
    rows = [(distance_km(*here, *row[2:]), row) for row in services.order_by("pk").values_list(*fields)]  # type: ignore[arg-type]
    return tuple(
        Nearest(name, reverse("catalog:service", args=[identifier]), f"{max(1, round(length))}{NBSP}km")
        for length, (identifier, name, *_position) in sorted(rows, key=lambda row: row[0])[:MOST_NEAREST]
    )


def _search_url(area: Area, kind: ServiceKind | OtherKind | None = None) -> str:
    asked = {"druh": kind.code, "kde": area.key} if kind else {"kde": area.key}
    return f"{reverse('catalog:search')}?{urlencode(asked)}"
