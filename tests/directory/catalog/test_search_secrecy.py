"""A secret address narrows nothing: the service stands at its okres, wherever in it people ask from."""

from dataclasses import replace

import pytest

from opora.directory.catalog.models import SearchRow
from tests.directory.catalog.search_world import World, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> World:
    world = World()
    world.service("Noclehárna Děčín", kind_code="26", at="Děčín", seat_addresses=True)
    world.service("Noclehárna Varnsdorf", kind_code="26", at="Varnsdorf", seat_addresses=True)
    world.service("Noclehárna Teplice", kind_code="26", at="Teplice", seat_addresses=True)
    world.service("Domov Rumburk", kind_code="13", at="Rumburk", seat_addresses=True)
    world.hidden("Azyl u nás")
    world.hidden("Azyl jinde", okres="Teplice")
    return world


def test_search_row_of_a_secret_service_holds_nothing_finer_than_okres(world):
    world.search()

    row = SearchRow.objects.get(service__name="Azyl u nás")

    assert (row.places, row.latitude, row.longitude) == (",okres-3502,kraj-60,", None, None)


@pytest.mark.parametrize("q", ["", "azylový dům", "noclehárna"])
def test_secret_services_stand_at_the_same_place_for_every_obec_of_the_okres(world, q):
    world.search()
    results = [world.again(q, at=obec) for obec in ("Děčín", "Jílové", "Varnsdorf", "Rumburk")]

    positions = [{name: names(result).index(name) for name in names(result) if "Azyl" in name} for result in results]
    hits = [[replace(hit, service=None) for hit in result.hits if "Azyl" in hit.service.name] for result in results]
    assert positions[1:] == positions[:-1]
    assert hits[1:] == hits[:-1]


def test_hit_of_a_secret_service_says_its_okres_only(world):
    hit = next(hit for hit in world.search("azylový dům", at="Varnsdorf").hits if hit.service.name == "Azyl u nás")

    assert (hit.place_text, hit.distance_km, hit.distance_text) == ("okres Děčín – adresa se neukazuje", None, "")
    assert hit.reach_text == "Ústecký kraj, obce registr neuvádí"


def test_okres_of_a_seat_is_not_said_to_be_that_of_a_secret_service(world):
    world.hidden("Azyl podle sídla", seat_addresses=True)

    hit = next(hit for hit in world.search("azylový dům").hits if hit.service.name == "Azyl podle sídla")

    assert hit.place_text == "okres Děčín podle sídla poskytovatele, adresa se neukazuje"


def test_reach_finer_than_okres_is_not_used_of_a_secret_service(world):
    world.hidden("Azyl s obcí", reach=("obec", "562882"))
    world.search()

    said = [
        [(hit.reach_class, hit.reach_text) for hit in world.again(at=obec).hits if hit.service.name == "Azyl s obcí"]
        for obec in ("Varnsdorf", "Děčín")
    ]

    assert said == [[("unknown", "působnost registr neuvádí")]] * 2


def test_name_of_the_town_in_the_query_does_not_lift_a_secret_service(world):
    world.hidden("Azyl Varnsdorf")
    world.hidden("Azyl A")

    found = [name for name in names(world.search("azyl Varnsdorf")) if name in ("Azyl Varnsdorf", "Azyl A")]

    assert found == ["Azyl A", "Azyl Varnsdorf"]
