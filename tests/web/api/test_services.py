"""Services: what one says, what they can be found by, and how the list is read to its end."""

from datetime import date, timedelta

import pytest

from opora.directory.catalog.models import Availability, ReachSuggestion, Service, ServiceRecord
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.foundation.core.dates import today
from opora.web.api.exports import schemas
from tests.directory.catalog.factories import FacilityFactory, ServiceFactory, full_service
from tests.directory.catalog.search_world import JOB, World
from tests.web.api.asking import ask, found, refused

pytestmark = pytest.mark.django_db
DECIN, TEPLICE = "50.7736,14.1961", "50.6404,13.8245"


@pytest.fixture
def world(db) -> World:
    world = World()
    world.service("Azyl pro matky", kind_code="20", at="Teplice", form="pob")
    world.service("Pečovatelky Děčín", at="Děčín", form="ter", reach=("obec", "562335"))
    world.service("Zvoní Rumburk", at="Rumburk", form="amb", age_groups=["mladsi-seniori"], free_of_charge=True)
    return world


def ready(world: World) -> None:
    rebuild_search_rows(actor=JOB)


def test_one_service_says_all_that_its_card_shows(client, world):
    service = full_service(identifier="1234567", name="Péče", kind_code="4", age_groups=["starsi-seniori"])
    service.facilities.update(latitude=50.77, longitude=14.2, position_source="coordinate_file")

    data = ask(client, "services/1234567")

    schemas.Service.model_validate(data, extra="forbid")
    assert data["kind"]["name"] == "pečovatelská služba"
    assert (data["status"], data["registered"], data["sample"]) == ("active", True, False)
    assert data["url"] == "http://testserver/sluzby/1234567/"
    assert [form["code"] for form in data["forms"]] == ["ter"]
    assert data["target_groups"][0]["note"] == "Jen z okresu Děčín."
    assert data["ages"]["groups"][0]["age_from"] == 81
    assert data["reach"][0] == {
        "area": {"key": "kraj-60", "level": "kraj", "name": "Ústecký kraj"},
        "radius_km": None, "reach_class": "kraj", "sentence": None,
    }  # fmt: skip
    assert [(contact["of"], contact["value"]) for contact in data["contacts"]] == [
        ("service", "000000011"), ("organization", "info@vzorov.example")
    ]  # fmt: skip


def test_words_of_the_provider_stand_apart_from_the_register(client, world):
    service = full_service(identifier="1")
    ready(world)
    assert ask(client, "services/1")["provider_record"] is None
    record = ServiceRecord.objects.create(service=service)  # somebody was only reminded to confirm
    assert ask(client, "services/1")["provider_record"] is None
    record.delete()
    ServiceRecord.objects.create(
        service=service, phone="112", languages=["uk", "perština"], documents="průkaz\npas", pause_from=date(2026, 1, 2)
    )

    said = ask(client, "services/1")["provider_record"]

    assert (said["phone"], said["languages"], said["documents"]) == (
        "112",
        ["ukrajinština", "perština"],
        ["průkaz", "pas"],
    )
    assert (said["pause_from"], said["pause_to"], said["price"]) == ("2026-01-02", None, None)
    Service.objects.update(hidden_address=True)
    ServiceRecord.objects.update(price="Platí se na adrese Dlouhá 3.")
    assert "Dlouhá" not in str(ask(client, "services/1"))


def test_facility_says_its_address_and_how_exact_its_position_is(client, world):
    service = full_service(identifier="1")
    service.facilities.update(latitude=50.77, longitude=14.2, position_source="coordinate_file", name="Středisko")

    assert ask(client, "services/1")["facilities"] == [{
        "name": "Středisko", "address": "Nemocniční 2272/54, 405 02 Děčín", "address_hidden": False,
        "address_of": "facility", "obec": {"key": "obec-562335", "level": "obec", "name": "Děčín"},
        "okres": {"key": "okres-3502", "level": "okres", "name": "okres Děčín"},
        "coordinates": {"latitude": 50.77, "longitude": 14.2, "precision": "coordinate_file"},
    }]  # fmt: skip


def test_seat_of_a_provider_is_never_said_to_be_the_place_of_a_service(client, world):
    service = full_service(identifier="1", seat_addresses=True)

    assert ask(client, f"services/{service.identifier}")["facilities"][0]["address_of"] == "organization_seat"


def test_registered_capacity_and_free_places_are_apart_and_dated(client, world):
    service = full_service(identifier="1")
    before = ask(client, "services/1")

    Availability.objects.create(
        service=service, accepts="waiting", free_places=0, waiting_weeks=3, as_of=date(2026, 5, 2), origin="phone",
        recorded_by="Z",
    )  # fmt: skip

    after = ask(client, "services/1")
    assert before["availability"] == []
    assert after["availability"] == [{
        "form": None, "facility": None, "accepts": "waiting", "free_places": 0, "waiting_weeks": 3, "note": None,
        "as_of": "2026-05-02",
    }]  # fmt: skip
    assert after["capacity"] == before["capacity"] == {
        "items": [{"form": "ter", "unit": "klient", "unit_name": "počet klientů", "count": 24,
                   "note": "v jednu chvíli"}],
        "as_of": "2026-04-01", "source": "Zkušební registr, jaro 2026",
    }  # fmt: skip


def test_reach_says_how_sure_it_is(client, world):
    service = full_service(identifier="1")
    for code, radius, status in (("562564", 0, "confirmed"), ("562335", 30, "proposed"), ("562777", 0, "refused")):
        ReachSuggestion.objects.create(
            service=service, level="obec", code=code, radius_km=radius, status=status, sentence="Do 30 km od Děčína."
        )

    said = [(row["area"]["name"], row["radius_km"], row["reach_class"], row["sentence"])
            for row in ask(client, "services/1")["reach"]]  # fmt: skip
    assert said == [
        ("Jílové", None, "confirmed", None),
        ("Děčín", 30, "text", "Do 30 km od Děčína."),
        ("Ústecký kraj", None, "kraj", None),
    ]


def test_help_beside_the_register_says_that_it_is_not_registered(client, world):
    ServiceFactory(identifier="M000001", scope="mimo", kind_code="o-klub", name="Klub", description="Hrajeme šachy.")

    data = ask(client, "services/M000001")

    assert (data["registered"], data["description"], data["kind"]["code"]) == (False, "Hrajeme šachy.", "o-klub")


def test_future_service_says_so(client, world):
    ServiceFactory(identifier="1", starts_on=today() + timedelta(days=30))

    assert ask(client, "services/1")["status"] == "future"


def test_ended_service_is_gone_with_those_that_may_help_instead(client, world):
    ended = ServiceFactory(identifier="1", name="Stará péče", ends_on=date(2020, 1, 31))
    FacilityFactory(service=ended)

    data = ask(client, "services/1", 410)

    schemas.Gone.model_validate(data, extra="forbid")
    assert (data["status"], data["ended_on"], data["name"]) == ("ended", "2020-01-31", "Stará péče")
    successors = [ask(client, f"services/{identifier}")["name"] for identifier in data["successors"]]
    assert successors == ["Pečovatelky Děčín", "Zvoní Rumburk"]


@pytest.mark.parametrize("identifier", ["0", "%00", "a" * 21, "9900001/", "čaj", "-1"])
def test_nobody_is_404(identifier, client, world):
    assert ask(client, f"services/{identifier}", 404)["errors"] == []


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({}, ["Azyl pro matky", "Pečovatelky Děčín", "Zvoní Rumburk"]),
        ({"kind": "4"}, ["Pečovatelky Děčín", "Zvoní Rumburk"]),
        ({"kind": ["20", "4"], "form": ["pob", "amb"]}, ["Azyl pro matky", "Zvoní Rumburk"]),
        ({"target_group": "24", "form": "ter"}, ["Pečovatelky Děčín"]),
        ({"target_group": "seniori", "form": "ter"}, ["Pečovatelky Děčín"]),
        ({"target_group": "1"}, []),
        ({"age": 70, "kind": "4", "form": "amb"}, ["Zvoní Rumburk"]),
        ({"free": "true"}, ["Zvoní Rumburk"]),
        ({"free": "false", "form": "pob"}, ["Azyl pro matky"]),
        ({"accepts": "true"}, []),
        ({"near": TEPLICE, "radius": 5}, ["Azyl pro matky"]),
        ({"near": DECIN, "sort": "distance"}, ["Pečovatelky Děčín", "Azyl pro matky", "Zvoní Rumburk"]),
        ({"near": DECIN, "radius": 1, "place": "obec-562335"}, ["Pečovatelky Děčín"]),
        ({"q": "pecovatelky decin"}, ["Pečovatelky Děčín", "Zvoní Rumburk"]),
    ],
)  # fmt: skip
def test_services_are_found_by(parameters, names, client, world):
    ready(world)

    assert found(client, **parameters) == names


def test_place_says_how_sure_the_reach_is_and_how_far_it_is(client, world):
    ready(world)

    page = ask(client, "services", place="Děčín", kind="4", sort="name")

    assert page["asked"]["place"] == {"key": "obec-562335", "level": "obec", "name": "Děčín"}
    assert [item["at_place"] for item in page["items"]] == [
        {"reach_class": "confirmed", "distance_km": 0.0}, {"reach_class": "kraj", "distance_km": 32.1}
    ]  # fmt: skip


def test_distance_is_measured_to_the_nearest_facility_open_today(client, world):
    service = ServiceFactory(name="Dvě místa")
    FacilityFactory(service=service, latitude=50.6404, longitude=13.8245, position_source="obec")
    FacilityFactory(service=service, latitude=50.7736, longitude=14.1961, ends_on=date(2020, 1, 1))
    FacilityFactory(service=service, latitude=50.9515, longitude=14.557, position_source="obec")
    ready(world)

    near = {item["name"]: item["at_place"] for item in ask(client, "services", near=DECIN)["items"]}

    assert near["Dvě místa"] == {"reach_class": None, "distance_km": 30.1}
    assert "Dvě místa" in found(client, near="50.9515,14.557", radius=1)
    assert "Dvě místa" not in found(client, near=DECIN, radius=1)


def test_list_is_read_to_its_end_in_a_stable_order(client, world):
    ready(world)

    pages = [ask(client, "services", per_page=2, page=number) for number in (1, 2, 3, 100_000)]

    assert [[item["name"] for item in page["items"]] for page in pages] == [
        ["Azyl pro matky", "Pečovatelky Děčín"], ["Zvoní Rumburk"], [], []
    ]  # fmt: skip
    assert {(page["total"], page["pages"], page["per_page"]) for page in pages} == {(3, 2, 2)}


def test_corrected_word_is_said(client, world):
    ready(world)

    asked = ask(client, "services", q="pečovatelkx")["asked"]

    assert [correction["word"] for correction in asked["corrections"]] == ["pečovatelkx"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"per_page": 0}, "per_page"), ({"per_page": 101}, "per_page"), ({"per_page": "1e1"}, "per_page"),
        ({"page": 0}, "page"), ({"page": "9" * 400}, "page"), ({"page": "٣"}, "page"), ({"page": [1, 2]}, "page"),
        ({"near": "91,0"}, "near"), ({"near": "0,181"}, "near"), ({"near": "NaN,NaN"}, "near"),
        ({"near": "50"}, "near"), ({"near": DECIN, "radius": -1}, "radius"), ({"radius": 5}, "radius"),
        ({"near": DECIN, "radius": 10**9}, "radius"), ({"kind": "999"}, "kind"), ({"kind": "a\x00"}, "kind"),
        ({"form": "x"}, "form"), ({"target_group": "x"}, "target_group"), ({"age": -1}, "age"),
        ({"free": "1"}, "free"), ({"anonymous": "ano"}, "anonymous"), ({"accepts": ""}, "accepts"),
        ({"sort": "cena"}, "sort"), ({"sort": "distance"}, "sort"), ({"q": "a" * 201}, "q"),
        ({"place": "Nikdekov nad Ničím"}, "place"), ({"kde": "Děčín"}, "kde"), ({"a" * 5000: "1"}, "a" * 40),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_its_name(parameters, name, client, world):
    errors = refused(client, **parameters)

    assert list(errors) == [name]
    assert errors[name].endswith(".")


def test_all_mistakes_are_said_at_once(client, world):
    assert sorted(refused(client, kind="999", form="x", place="Nikdekov nad Ničím", radius=3)) == [
        "form",
        "kind",
        "place",
    ]


def test_place_of_more_meanings_offers_them(client, territory):
    data = ask(client, "services", 422, place="Vilémov")

    candidates = data["errors"][0]["candidates"]
    assert len(candidates) == 4
    assert ask(client, "services", place=candidates[0]["key"])["asked"]["place"]["key"] == candidates[0]["key"]


@pytest.mark.parametrize("count", [1, 100])
def test_number_of_queries_does_not_grow(count, client, world, django_assert_num_queries):
    for number in range(count):
        full_service(name=f"Služba {number}")
    ready(world)
    ask(client, "services", per_page=100)

    with django_assert_num_queries(16):
        ask(client, "services", per_page=100)
