"""A small world for search: two okresy of one kraj, obce in them, and services that reach in every way."""

from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.directory.catalog.selectors.search import SearchParams, SearchResult, search
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from tests.directory.catalog.factories import (
    AreaFactory,
    FacilityFactory,
    FormFactory,
    GroupFactory,
    HiddenFacilityFactory,
    KrajFactory,
    OkresFactory,
    ReachFactory,
    ServiceFactory,
)

JOB = Actor.job("zkouška")
CENTRES = {
    "Děčín": ("562335", 50.7736, 14.1961),
    "Jílové": ("562564", 50.7608, 14.1039),
    "Varnsdorf": ("562882", 50.9115, 14.6182),
    "Rumburk": ("562777", 50.9515, 14.557),
    "Teplice": ("567442", 50.6404, 13.8245),
}


class World:
    """Places by name and ways to put services there."""

    def __init__(self) -> None:
        load_codelists(actor=JOB)
        self.kraj = KrajFactory()
        okresy = {"Děčín": OkresFactory(code="3502", name="Děčín", kraj=self.kraj)}
        okresy["Teplice"] = OkresFactory(code="3509", name="Teplice", kraj=self.kraj)
        self.okresy = okresy
        decin, varnsdorf = self._orp("4202", "Děčín", "Děčín"), self._orp("4214", "Varnsdorf", "Děčín")
        rumburk, teplice = self._orp("4212", "Rumburk", "Děčín"), self._orp("4213", "Teplice", "Teplice")
        self.places = {
            name: self._obec(name, orp)
            for name, orp in zip(CENTRES, (decin, decin, varnsdorf, rumburk, teplice), strict=True)
        }

    def _orp(self, code: str, name: str, okres: str) -> Area:
        return AreaFactory(
            level="orp", code=code, name=name, label=f"ORP {name}", kraj=self.kraj, okres=self.okresy[okres]
        )

    def _obec(self, name: str, orp: Area) -> Area:
        code, latitude, longitude = CENTRES[name]
        return AreaFactory(
            code=code, name=name, kraj=self.kraj, okres=orp.okres, orp=orp, latitude=latitude, longitude=longitude
        )

    def service(self, name: str, *, at: str = "Děčín", reach: tuple = ("kraj", "60"), form: str = "", **values):
        """A service with one open facility in the obec `at`, acting in `reach` (None: the register does not say)."""
        service = ServiceFactory(name=name, czech_sort=name, **values)
        obec = self.places[at]
        FacilityFactory(
            service=service, obec_code=obec.code, obec_name=at, okres=obec.okres,
            latitude=obec.latitude, longitude=obec.longitude,
        )  # fmt: skip
        self._rest(service, reach, form)
        return service

    def hidden(self, name: str, *, okres: str = "Děčín", reach: tuple = ("kraj", "60"), **values):
        """An azylový dům whose address is secret."""
        service = ServiceFactory(name=name, czech_sort=name, hidden_address=True, **{"kind_code": "20"} | values)
        HiddenFacilityFactory(service=service, okres=self.okresy[okres])
        self._rest(service, reach, "")
        return service

    def _rest(self, service, reach: tuple | None, form: str) -> None:
        GroupFactory(service=service)
        if reach:
            ReachFactory(service=service, level=reach[0], code=reach[1])
        if form:
            FormFactory(service=service, form=form)

    def search(self, q: str = "", at: str = "", **values) -> SearchResult:
        """Search over rows made from the tables as they are now."""
        rebuild_search_rows(actor=JOB)
        return self.again(q, at, **values)

    def again(self, q: str = "", at: str = "", **values) -> SearchResult:
        place = Area.objects.select_related("kraj", "okres", "orp", "pou").get(pk=self.places[at].pk) if at else None
        return search(SearchParams(q=q, place=place, **values), actor=Actor.public())


def names(result: SearchResult) -> list[str]:
    return [hit.service.name for hit in result.hits]


def classes(result: SearchResult) -> list[tuple[str, str]]:
    return [(hit.service.name, hit.reach_class) for hit in result.hits]
