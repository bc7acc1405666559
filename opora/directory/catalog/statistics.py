"""What of the catalogue can be counted for other instances: services and free places by okres and kind."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from opora.directory.catalog.enums import Accepts
from opora.directory.catalog.models import Availability, Facility, Service
from opora.directory.territory.models import Area
from opora.foundation.exchange.selectors.countables import Count, Countable, Measure

TOLD_WITHIN = timedelta(days=30)
KIND = {"kind": "Druh služby"}
Cell = tuple[str, str]  # code of the okres, code of the kind


def count_services(territory: str, _first: date, last: date) -> Iterator[Count]:
    """Services provided on the last day, and their providers, by okres of their facilities; samples are left out."""
    services, providers = _by_cell(territory, last)
    for (okres, kind), members in services.items():
        values = {"services": len(members), "providers": len(providers[okres, kind])}
        yield Count(Area.Level.OKRES, okres, {"kind": kind}, values)


def count_free_places(territory: str, _first: date, last: date) -> Iterator[Count]:
    """Of those services how many said within a month before the last day whether they accept, and how many do."""
    services, _providers = _by_cell(territory, last)
    said = Availability.objects.filter(as_of__gt=last - TOLD_WITHIN, as_of__lte=last)
    told: dict[int, set[str]] = defaultdict(set)
    for service, accepts in said.values_list("service_id", "accepts"):
        told[service].add(accepts)
    for (okres, kind), members in services.items():
        values = {
            "services": len(members),
            "told": sum(one in told for one in members),
            "accepting": sum(Accepts.YES in told.get(one, ()) for one in members),
        }
        yield Count(Area.Level.OKRES, okres, {"kind": kind}, values)


def _by_cell(territory: str, on: date) -> tuple[dict[Cell, set[int]], dict[Cell, set[int]]]:
    """Numbers of services and of providers by okres and kind; one query."""
    services: dict[Cell, set[int]] = defaultdict(set)
    providers: dict[Cell, set[int]] = defaultdict(set)
    lasting = Service.objects.active(on).filter(is_sample=False)
    opened = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    rows = Facility.objects.filter(opened, still, service__in=lasting, okres__kraj__code=territory)
    facts = rows.values_list("okres__code", "service__kind_code", "service_id", "service__provider_id").distinct()
    for okres, kind, service, provider in facts:
        services[okres, kind].add(service)
        providers[okres, kind].add(provider)
    return services, providers


SERVICES = Measure("services", "Služeb", "služba")
COUNTABLES = (
    Countable(
        code="catalog.services",
        title="Služby podle okresů a druhů",
        version="2026-1",
        method=(
            "Registrované i neregistrované služby poskytované poslední den období, podle okresu zařízení a druhu. "
            "Služba s místy ve dvou okresech se počítá v obou. Ukázkové služby se nepočítají."
        ),
        dimensions=KIND,
        measures=(SERVICES, Measure("providers", "Poskytovatelů", "poskytovatel")),
        count=count_services,
    ),
    Countable(
        code="catalog.free_places",
        title="Sdělená volná místa podle okresů a druhů",
        version="2026-1",
        method=(
            "Kolik služeb za 30 dní před koncem období sdělilo, zda přijímá, a kolik z nich přijímá aspoň v jedné "
            "formě. Kdo nesdělil, není mezi přijímajícími ani nepřijímajícími. Platí poslední sdělení: kdo ho po konci "
            "období nahradil novým, mezi těmi, kdo sdělili, není."
        ),
        dimensions=KIND,
        measures=(SERVICES, Measure("told", "Sdělily", "služba"), Measure("accepting", "Přijímají", "služba")),
        count=count_free_places,
    ),
)
