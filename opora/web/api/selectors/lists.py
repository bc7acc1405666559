"""Lists of providers and of territory, one page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Value, When

from opora.directory.catalog.models import Contact, Provider, Service
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import find_places
from opora.foundation.core.text import fold
from opora.web.api.selectors.services import PUBLIC

MOST_PLACES = 10_000


@dataclass(frozen=True)
class Slice[Item]:
    """Items of one page and how many there are on all."""

    items: Sequence[Item]
    total: int


def providers_page(q: str, start: int, end: int) -> Slice[Provider]:
    """Providers with a service that has not ended, by the alphabet, whose name holds the words of `q`, or by IČO."""
    offering = Service.objects.visible_to(PUBLIC).not_ended().filter(provider=OuterRef("pk"))
    rows = Provider.objects.filter(Exists(offering)).order_by("czech_sort", "pk")
    if not q:
        return Slice(_with_services(rows[start:end]), rows.count())
    words = fold(q).split()
    named = ((pk, fold(f"{name} {ico}")) for pk, name, ico in rows.values_list("pk", "name", "ico"))
    found = [pk for pk, text in named if all(f" {word}" in f" {text}" for word in words)]
    return Slice(_with_services(rows.filter(pk__in=found[start:end])), len(found))


def provider_with(ico: str) -> Provider | None:
    """The provider with the IČO; None when nobody has it."""
    return next(iter(_with_services(Provider.objects.filter(ico=ico))), None)


def _with_services(providers: QuerySet[Provider]) -> list[Provider]:
    """Providers with their contacts, and with services not ended in `offered`."""
    services = Service.objects.visible_to(PUBLIC).not_ended().order_by("czech_sort", "pk")
    return list(
        providers.select_related("okres").prefetch_related(
            Prefetch("contacts", Contact.objects.order_by("pk")),
            Prefetch("services", services.only("identifier", "provider_id"), to_attr="offered"),
        )
    )


def areas_page(q: str, level: str, start: int, end: int) -> Slice[Area]:
    """Areas of the level that the text may mean, best first; without a text all of them, the largest levels first."""
    if q:
        meant = _meant(q, level)
        return Slice(_with_parents(meant[start:end]), len(meant))
    rank = Case(*(When(level=name, then=Value(place)) for place, name in enumerate(Area.Level.values)),
                output_field=IntegerField())  # fmt: skip
    rows = Area.objects.filter(level=level) if level else Area.objects.all()
    keys = rows.order_by(rank, "czech_sort", "pk").values_list("pk", flat=True)
    return Slice(_with_parents(list(keys[start:end])), rows.count())


def _meant(q: str, level: str) -> list[int]:
    """Keys of the areas; with a level also those that its word in front of the name would find."""
    found = [match.area for match in find_places(q, limit=MOST_PLACES)]
    if level:
        found = [area for area in found if area.level == level]
        found += [match.area for match in find_places(f"{level} {q}", limit=MOST_PLACES) if match.area.level == level]
    return list(dict.fromkeys(area.pk for area in found))


def _with_parents(keys: Sequence[int]) -> list[Area]:
    found = Area.objects.select_related("kraj", "okres", "orp").in_bulk(keys)
    return [found[key] for key in keys if key in found]
