"""A secret address is in no answer: neither street nor obec nor position, and nothing asked finds the way to it."""

import json

import pytest

from opora.directory.catalog.models import Contact, Facility, ReachSuggestion, Service
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from tests.directory.catalog.factories import ContactFactory, GroupFactory, ReachFactory
from tests.directory.catalog.register_files import item, load, small_territory
from tests.directory.catalog.search_world import CENTRES, JOB, World
from tests.directory.catalog.test_register_secrecy import SECRETS, found_in, hidden_item
from tests.web.api.asking import ROOT, ask, found

pytestmark = pytest.mark.django_db
HIDDEN = "1000005"
PATHS = (
    "services", f"services/{HIDDEN}", "services?q=azylovy+dum", "services?sort=name&per_page=100", "organizations",
    "organizations/00000027", "organizations?q=ukryt", "kinds", "target-groups", "openapi.json",
)  # fmt: skip


def test_a_canary_in_a_secret_address_is_in_no_answer(tmp_path, client):
    small_territory()
    load(tmp_path, item(1), hidden_item())
    rebuild_search_rows(actor=JOB)

    answers = {path: client.get(f"{ROOT}{path}") for path in PATHS}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(PATHS, 200)
    assert {path: found_in(answer.content.decode()) for path, answer in answers.items()} == {path: [] for path in PATHS}
    assert HIDDEN in answers["services"].content.decode()
    assert len(SECRETS) > 10


@pytest.fixture
def world(db) -> World:
    """Shelters in the okres Děčín, one of them secret; whatever could tell its obec was written beside it."""
    world = World()
    world.service("Azyl známý", kind_code="20", at="Varnsdorf")
    secret = world.hidden("Azyl tajný", reach=("obec", CENTRES["Rumburk"][0]), identifier="77")
    ReachSuggestion.objects.create(
        service=secret, level="obec", code=CENTRES["Rumburk"][0], radius_km=5, sentence="Do 5 km.", status="proposed"
    )
    ReachSuggestion.objects.create(
        service=secret, level="okres", code="3502", sentence="Najdete nás v ulici Tajná 5.", status="proposed"
    )
    ReachFactory(service=secret, level="orp", code="4212")
    GroupFactory(service=secret, group_code="1", note="Zvoňte v ulici Tajná 5.")
    ContactFactory(service=secret, kind="address", value="Tajná 5, Rumburk")
    ContactFactory(service=secret, kind="phone", value="000000077", note="ul. Tajná")
    rebuild_search_rows(actor=JOB)
    return world


def test_secret_service_says_its_okres_and_nothing_finer(client, world):
    data = ask(client, "services/77")

    assert data["facilities"] == [{
        "name": None, "address": None, "address_hidden": True, "address_of": "facility", "obec": None,
        "okres": {"key": "okres-3502", "level": "okres", "name": "okres Děčín"}, "coordinates": None,
    }]  # fmt: skip
    assert [(row["area"]["key"], row["radius_km"]) for row in data["reach"]] == [("okres-3502", None)]
    assert [contact["kind"] for contact in data["contacts"]] == ["phone"]
    text = json.dumps(data, ensure_ascii=False)
    assert [word for word in ("Rumburk", "Tajná", CENTRES["Rumburk"][0], "orp-") if word in text] == []


def test_address_left_in_the_database_of_a_service_hidden_later_is_not_said(client, world):
    known = Service.objects.get(name="Azyl známý")
    Facility.objects.filter(service=known).update(position_source="coordinate_file")
    assert found(client, near="50.9115,14.6182", radius=1) == ["Azyl známý"]
    Service.objects.filter(pk=known.pk).update(hidden_address=True)
    rebuild_search_rows(actor=JOB)

    text = json.dumps(ask(client, f"services/{known.identifier}")["facilities"], ensure_ascii=False)

    assert [word for word in ("Nemocniční", "Varnsdorf", "50.9", "14.6", "40502", "562882") if word in text] == []
    assert found(client, near="50.9115,14.6182", radius=200) == []


@pytest.mark.parametrize("obec", CENTRES)
def test_secret_service_is_near_nothing(obec, client, world):
    _code, north, east = CENTRES[obec]

    assert "Azyl tajný" not in found(client, near=f"{north},{east}", radius=200)
    by_point = ask(client, "services", near=f"{north},{east}", sort="distance")["items"]
    assert (by_point[-1]["name"], by_point[-1]["at_place"]["distance_km"]) == ("Azyl tajný", None)
    assert "Azyl tajný" not in found(client, place=f"obec-{CENTRES[obec][0]}", radius=200)


def test_secret_service_is_the_same_to_every_obec_of_its_okres(client, world):
    seen = [
        item["at_place"]
        for name in ("Děčín", "Jílové", "Varnsdorf", "Rumburk")
        for item in ask(client, "services", place=f"obec-{CENTRES[name][0]}", kind="20")["items"]
        if item["name"] == "Azyl tajný"
    ]

    assert seen == [{"reach_class": "text", "distance_km": None}] * 4
    assert Contact.objects.filter(value__contains="Tajná").exists()  # it was there to be said
