"""Providers, kinds, target groups and areas for programs."""

from datetime import date

import pytest

from opora.directory.catalog.models import ServiceKind
from opora.web.api.exports import schemas
from tests.directory.catalog.factories import ContactFactory, ProviderFactory, ServiceFactory
from tests.directory.catalog.search_world import World
from tests.web.api.asking import ask, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> World:
    return World()


def names(page: dict) -> list[str]:
    return [item["name"] for item in page["items"]]


def test_providers_who_offer_something_stand_by_the_alphabet(client, world):
    for name in ("Čáp, z. s.", "Cihla, z. s.", "Charita Děčín"):
        ServiceFactory(provider=ProviderFactory(name=name))
    ServiceFactory(provider=ProviderFactory(name="Bývalí, z. s."), gone_on=date(2020, 1, 1))

    page = ask(client, "organizations")

    schemas.OrganizationPage.model_validate(page, extra="forbid")
    assert names(page) == ["Cihla, z. s.", "Čáp, z. s.", "Charita Děčín"]
    assert (page["total"], page["pages"]) == (3, 1)


@pytest.mark.parametrize(
    ("q", "found"), [("charita", ["Charita Děčín"]), ("dec char", ["Charita Děčín"]), ("00000019", ["Čáp, z. s."]),
                     ("arita", []), ("x\x00y", [])],
)  # fmt: skip
def test_providers_are_found_by_starts_of_words_or_ico(q, found, client, world):
    ServiceFactory(provider=ProviderFactory(name="Charita Děčín", ico="00000027"))
    ServiceFactory(provider=ProviderFactory(name="Čáp, z. s.", ico="00000019"))

    assert names(ask(client, "organizations", q=q)) == found


def test_one_provider_says_seat_contacts_and_services(client, world):
    provider = ProviderFactory(ico="00000019", name="Čáp, z. s.")
    ServiceFactory(provider=provider, identifier="2", name="B")
    ServiceFactory(provider=provider, identifier="1", name="A")
    ServiceFactory(provider=provider, identifier="3", gone_on=date(2020, 1, 1))
    ContactFactory(provider=provider, note="ústředna")

    data = ask(client, "organizations/00000019")

    schemas.Organization.model_validate(data, extra="forbid")
    assert data == {
        "ico": "00000019", "name": "Čáp, z. s.", "url": "http://testserver/poskytovatele/00000019/", "sample": False,
        "address": "Vymyšlená 10, 405 02 Děčín", "services": ["1", "2"],
        "contacts": [{"kind": "phone", "value": "000000011", "note": "ústředna", "of": "organization"}],
    }  # fmt: skip


@pytest.mark.parametrize("path", ["organizations/0", "organizations/x", "organizations/%D9%A3", "kinds/999",
                                  "kinds/a b", "kinds/4/", "organizations/", "areas/", "nic", ""])  # fmt: skip
def test_what_nobody_knows_is_404(path, client, world):
    assert ask(client, path, 404)["detail"].endswith(".")


def test_kinds_of_the_law_come_first_then_other_help(client, world):
    page = ask(client, "kinds")

    schemas.KindPage.model_validate(page, extra="forbid")
    registered = [item["registered"] for item in page["items"]]
    assert registered == sorted(registered, reverse=True)
    assert (page["total"], page["pages"], registered.count(True)) == (len(registered), 1, 34)


def test_kind_says_what_it_is_in_plain_words(client, world):
    data = ask(client, "kinds/4")

    schemas.KindDetail.model_validate(data, extra="forbid")
    assert (data["name"], data["url"]) == (
        "pečovatelská služba", "http://testserver/druhy/pecovatelska-sluzba/"
    )  # fmt: skip
    assert data["text"]["what"].startswith("Pečovatelka")
    assert ask(client, "kinds/o-klub")["text"] is None


def test_law_is_not_said_until_verified(client, world):
    ServiceKind.objects.filter(code="1").update(verified=False, legal_reference="§ 37")

    data = ask(client, "kinds/1")

    assert (data["verified"], data["legal_reference"], data["free_of_charge"]) == (False, None, None)


def test_target_groups_say_the_wider_circles_of_people(client, world):
    page = ask(client, "target-groups")

    schemas.TargetGroupPage.model_validate(page, extra="forbid")
    seniors = next(item for item in page["items"] if item["code"] == "24")
    assert (seniors["name"], [audience["slug"] for audience in seniors["audiences"]]) == ("senioři", ["seniori"])


@pytest.mark.parametrize(
    ("parameters", "first", "total"),
    [
        ({"level": "kraj"}, "Hlavní město Praha", 14),
        ({"q": "Vilémov"}, "Vilémov", 6),
        ({"q": "děčín"}, "Děčín", 1),
        ({"q": "děčín", "level": "okres"}, "okres Děčín", 1),
        ({"q": "405 02", "level": "obec"}, "Děčín", 3),
        ({"q": "obec-562335"}, "Děčín", 1),
        ({"q": "", "level": "stat"}, "Česko", 1),
    ],
)
def test_areas_are_found(parameters, first, total, client, territory):
    page = ask(client, "areas", **parameters)

    schemas.AreaPage.model_validate(page, extra="forbid")
    assert (page["items"][0]["name"].partition(" (")[0].partition(" –")[0], page["total"]) == (first, total)


def test_area_says_where_it_lies_and_who_lives_there(client, territory):
    area = ask(client, "areas", q="obec-562335")["items"][0]

    assert (area["kraj"]["key"], area["okres"]["key"], area["orp"]["key"]) == ("kraj-60", "okres-3502", "orp-4202")
    assert area["population"] > 40_000
    assert area["population_on"] >= "2021-01-01"
    assert area["population_source"]


def test_all_areas_can_be_read(client, territory):
    first, second = (ask(client, "areas", per_page=100, page=number) for number in (1, 2))

    assert first["total"] > 6_000
    assert {item["key"] for item in first["items"]}.isdisjoint(item["key"] for item in second["items"])


def test_parameters_of_lists_are_checked_too(client, world):
    assert list(refused(client, "areas", level="ulice")) == ["level"]
    assert list(refused(client, "kinds", q="x")) == ["q"]
    assert list(refused(client, "kinds/4", page=1)) == ["page"]
    assert list(refused(client, "organizations", per_page=101)) == ["per_page"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("organizations", 7), ("areas", 3)])
def test_number_of_queries_does_not_grow(path, queries, count, client, world, django_assert_num_queries):
    for _number in range(count):
        ContactFactory(provider=ServiceFactory().provider)

    with django_assert_num_queries(queries):
        ask(client, path, per_page=count)
