"""Reach before nearness before relevance, and nothing claimed that the register does not say."""

import pytest

from opora.directory.catalog.selectors.search import SearchParams, search
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from tests.directory.catalog.search_world import World, classes, names

pytestmark = pytest.mark.django_db
SEAT = {"seat_addresses": True}


@pytest.fixture
def world(db) -> World:
    return World()


def test_classes_of_reach_follow_one_another(world):
    world.service("Neznámá", reach=None, at="Teplice")
    world.service("Krajská", at="Teplice")
    world.service("Obecní", reach=("obec", "562335"), at="Teplice")
    world.service("Okresní", reach=("okres", "3502"), at="Teplice")

    assert classes(world.search(at="Děčín")) == [
        ("Obecní", "confirmed"), ("Okresní", "confirmed"), ("Krajská", "kraj"), ("Neznámá", "unknown"),
    ]  # fmt: skip


def test_service_that_reaches_elsewhere_only_is_left_out(world):
    world.service("Jen Varnsdorf", reach=("obec", "562882"), at="Varnsdorf")
    world.service("Jen jiný kraj", reach=("kraj", "78"), form="ter")

    assert names(world.search(at="Děčín")) == []


def test_real_facility_in_the_obec_or_its_orp_confirms_reach(world):
    world.service("V obci", kind_code="10", at="Děčín")
    world.service("V obvodu", kind_code="10", at="Jílové")
    world.service("Jinde", kind_code="10", at="Varnsdorf")

    result = world.search(at="Děčín")

    assert [(hit.service.name, hit.reach_text) for hit in result.hits] == [
        ("V obci", "zařízení v obci Děčín"),
        ("V obvodu", "zařízení ve správním obvodu Děčín"),
        ("Jinde", "Ústecký kraj, obce registr neuvádí"),
    ]


def test_seat_of_the_provider_only_orders_and_is_said_so(world):
    world.service("B ve Varnsdorfu", kind_code="10", at="Varnsdorf", **SEAT)
    world.service("A v Teplicích", kind_code="10", at="Teplice", **SEAT)
    world.service("D v Děčíně", kind_code="10", at="Děčín", **SEAT)
    world.service("C v Jílovém", kind_code="10", at="Jílové", **SEAT)

    result = world.search(at="Děčín")

    assert [(hit.service.name, hit.reach_class, hit.where_text.partition("; ")[2]) for hit in result.hits] == [
        ("D v Děčíně", "kraj", "poskytovatel sídlí v\N{NO-BREAK SPACE}obci Děčín"),
        ("C v Jílovém", "kraj", "poskytovatel sídlí v\N{NO-BREAK SPACE}obci Jílové"),
        ("B ve Varnsdorfu", "kraj", "poskytovatel sídlí v\N{NO-BREAK SPACE}obci Varnsdorf"),
        ("A v Teplicích", "kraj", "poskytovatel sídlí v\N{NO-BREAK SPACE}obci Teplice"),
    ]


def test_seat_of_a_service_that_comes_to_people_does_not_order_it(world):
    world.service("B v Děčíně", kind_code="3", form="ter", at="Děčín", **SEAT)
    world.service("A v Teplicích", kind_code="3", form="ter", at="Teplice", **SEAT)

    assert names(world.search(at="Děčín")) == ["A v Teplicích", "B v Děčíně"]


def test_services_to_move_into_go_by_distance(world):
    for at in ("Teplice", "Varnsdorf", "Děčín", "Jílové"):
        world.service(f"Domov {at}", kind_code="13", at=at, **SEAT)

    result = world.search("domov pro seniory", at="Děčín")

    assert [(hit.service.name, round(hit.distance_km)) for hit in result.hits] == [
        ("Domov Děčín", 0), ("Domov Jílové", 7), ("Domov Teplice", 30), ("Domov Varnsdorf", 33),
    ]  # fmt: skip
    assert result.hits[1].distance_text == "7\N{NO-BREAK SPACE}km vzdušnou čarou"


def test_order_by_distance_puts_services_without_position_last(world):
    world.hidden("Tajná")
    world.service("Daleko", at="Teplice")
    world.service("Blízko", at="Jílové")

    assert names(world.search(at="Děčín", sort="vzdalenost")) == ["Blízko", "Daleko", "Tajná"]


def test_order_by_name_needs_no_place(world):
    world.service("B")
    world.service("A")

    assert names(world.search(sort="nazev")) == ["A", "B"]


def test_okres_asked_for_confirms_reach_into_its_obce(world):
    world.service("Do Varnsdorfu", reach=("obec", "562882"), at="Teplice", form="ter")
    world.search()

    okres = Area.objects.select_related("kraj").get(level="okres", code="3502")
    result = search(SearchParams(place=okres), actor=Actor.public())

    assert [(hit.service.name, hit.reach_text) for hit in result.hits] == [("Do Varnsdorfu", "působí v obci Varnsdorf")]


def test_samples_come_after_real_services_of_their_section(world):
    world.service("A ukázka", is_sample=True)
    world.service("B skutečná")

    assert names(world.search(at="Děčín")) == ["B skutečná", "A ukázka"]
