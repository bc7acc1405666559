"""What the API reads beside the search: whole services at once, lists of providers and of territory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.models import (
    Availability,
    Contact,
    Facility,
    FormOfService,
    Provider,
    Reach,
    ReachSuggestion,
    Service,
    ServiceTargetGroup,
)
from opora.directory.catalog.selectors.card_parts import AreaNames, area_names
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import find_places
from opora.foundation.core.actor import Actor
from opora.foundation.core.text import fold

PUBLIC = Actor.public()  # the API knows nobody else
MOST_PLACES = 10_000
DECIDED_FOR = (SuggestionStatus.PROPOSED, SuggestionStatus.CONFIRMED)


@dataclass(frozen=True)
class Slice[Item]:
    """Items of one page and how many there are on all."""

    items: Sequence[Item]
    total: int


def read_services(pks: Iterable[int]) -> list[Service]:
    """Services in the order of the keys with all that a card shows; a constant number of queries."""
    order = list(pks)
    found = Service.objects.visible_to(PUBLIC).select_related("provider", "availability").in_bulk(order)
    services = [found[pk] for pk in order if pk in found]
    prefetch_services(services)
    return services


def prefetch_services(services: Sequence[Service]) -> None:
    """Rows of the tables that belong to the services, in the order in which cards show them."""
    suggestions = ReachSuggestion.objects.filter(status__in=DECIDED_FOR).order_by("pk")
    prefetch_related_objects(
        services,
        Prefetch("target_groups", ServiceTargetGroup.objects.order_by("pk")),
        Prefetch("forms", FormOfService.objects.order_by("pk").prefetch_related("capacities")),
        Prefetch("facilities", Facility.objects.order_by("name", "pk")),
        Prefetch("reaches", Reach.objects.order_by("pk")),
        Prefetch("reach_suggestions", suggestions),
        Prefetch("contacts", Contact.objects.order_by("pk")),
        Prefetch("provider__contacts", Contact.objects.order_by("pk")),
    )


def names_for(services: Iterable[Service]) -> tuple[AreaNames, dict[int, tuple[str, str]]]:
    """Names of the areas that the services speak of, and (code, name) of each okres by its pk; two queries."""
    wanted: set[tuple[str, str]] = set()
    okresy: set[int] = set()
    for service in services:
        wanted |= {(row.level, row.code) for row in service.reaches.all()}
        wanted |= {(row.level, row.code) for row in service.reach_suggestions.all()}
        wanted |= {("obec", row.obec_code) for row in service.facilities.all() if row.obec_code}
        okresy |= {row.okres_id for row in service.facilities.all() if row.okres_id}
    rows = Area.objects.filter(pk__in=okresy).values_list("pk", "code", "label") if okresy else ()
    return area_names(wanted), {pk: (code, label) for pk, code, label in rows}


def availability_of(service: Service) -> Availability | None:
    """What the provider said of free places; None until it says something."""
    return getattr(service, "availability", None)


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
        keys = _meant(q, level)
        return Slice(_with_parents(keys[start:end]), len(keys))
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
