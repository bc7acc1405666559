"""Filters by age, price, anonymity, free places and distance, and reach named only by a text: honest about silence."""

import re
from datetime import timedelta

import pytest

from opora.directory.catalog.models import Availability, ReachSuggestion, ServiceKind
from opora.directory.territory.models import TerritoryLoad
from opora.foundation.core.dates import today
from tests.directory.catalog.factories import ServiceFactory
from tests.directory.catalog.search_world import World, classes, names
from tests.directory.catalog.test_search_page import URL, heading, text

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def world(db) -> World:
    return World()


def said(service, accepts: str = "yes", *, days: int = 0, places: int | None = None) -> Availability:
    """The provider said it so many days ago."""
    return Availability.objects.create(
        service=service, accepts=accepts, free_places=places, as_of=today() - timedelta(days=days),
        origin="phone", recorded_by="Zkouška",
    )  # fmt: skip


def named(service, level: str, code: str, radius: int = 0, status: str = "proposed") -> None:
    """A text of the register names the area, or a circle around the obec."""
    ReachSuggestion.objects.create(
        service=service, level=level, code=code, radius_km=radius, sentence="Věta.", status=status
    )


def test_age_keeps_services_that_include_it_and_those_that_say_no_age(client, world):
    world.service("Pro seniory", age_groups=["mladsi-seniori"])
    world.service("Pro děti", age_groups=["mladsi-deti"])
    world.service("Bez věku")
    world.service("Neznámá kategorie", age_groups=["99"])

    assert names(world.search(age=65, sort="nazev")) == ["Bez věku", "Neznámá kategorie", "Pro seniory"]

    page = text(client.get(URL, {"vek": "65"}))
    assert "Věk registr neuvádí u 2 služeb, v seznamu zůstaly." in page
    assert page.count("; věk registr neuvádí") == 2
    assert "Věk: 65 let" in page


@pytest.mark.parametrize("asked", ["abc", "-1", "121", "1,5", "٣", "9" * 50])
def test_age_that_is_none_is_left_out_and_said(client, world, asked):
    world.service("Pro děti", age_groups=["mladsi-deti"])
    world.search()

    response = client.get(URL, {"vek": asked})

    assert heading(response) == "Sociální služby: 1 služba"
    assert "Věk pište číslem, celé roky od 0 do 120." in text(response)


@pytest.mark.parametrize(("years", "found"), [(0, 1), (1, 1), (2, 0), (120, 0)])
def test_limits_of_an_age_category_belong_to_it(world, years, found):
    world.service("Kojenci", age_groups=["deti-kojeneckeho-veku"])

    assert world.search(age=years).total == found


def test_free_of_charge_is_what_the_law_says_unless_the_service_says_otherwise(client, world):
    world.service("Ze zákona", kind_code="1")
    world.service("Bezplatná", free_of_charge=True)
    world.service("Řekla za úhradu", kind_code="1", free_of_charge=False)
    world.service("Mlčí")

    assert names(world.search(free=True, sort="nazev")) == ["Bezplatná", "Ze zákona"]

    page = text(client.get(URL, {"zdarma": "1"}))
    assert (page.count("zdarma ze zákona"), "Zdarma" in page) == (1, True)


def test_kind_not_verified_promises_nothing_by_law(world):
    world.service("Ze zákona", kind_code="1")
    ServiceKind.objects.filter(code="1").update(verified=False)

    assert world.search(free=True).total == 0


def test_help_without_a_name_is_what_the_law_or_the_service_says(world):
    ServiceKind.objects.filter(code="25").update(anonymous=True, verified=True)
    world.service("Ze zákona", kind_code="25")
    world.service("Anonymní", anonymous=True)
    world.service("Mlčí")

    hits = world.search(anonymous=True, sort="nazev").hits

    assert [(hit.service.name, hit.anonymous_text) for hit in hits] == [
        ("Anonymní", "i bez udání jména"), ("Ze zákona", "i bez udání jména ze zákona"),
    ]  # fmt: skip


def test_only_fresh_yes_passes_the_filter_of_free_places(client, world):
    said(world.service("Přijímá"), places=3)
    said(world.service("Kdysi přijímala"), days=91)
    said(world.service("Má pořadník"), "waiting")
    said(world.service("Nepřijímá"), "no")
    world.service("Mlčí")

    assert names(world.search(accepts=True)) == ["Přijímá"]

    response = client.get(URL, {"prijima": "1"})
    assert "neřekl poskytovatel u 2 služeb. Ty v seznamu nejsou. Ukázat i je" in text(response)
    assert f'href="{URL}"' in response.content.decode()


def test_hit_says_what_the_provider_told_and_when(world):
    day = today() - timedelta(days=91)
    said(world.service("A", identifier="1"), places=3)
    said(world.service("B", identifier="2"), "no", days=91)

    told = [hit.availability[0].sentence.replace(NBSP, " ") for hit in world.search(sort="nazev").hits]

    now = today()
    assert told == [
        f"přijímá nové klienty, volná místa: 3 (sdělil poskytovatel {now.day}. {now.month}. {now.year}, dnes)",
        f"teď nové klienty nepřijímá (sdělil poskytovatel {day.day}. {day.month}. {day.year}; "
        "údaj je starší než tři měsíce)",
    ]


def test_distance_speaks_of_where_services_stand_and_leaves_in_those_that_come(world):
    world.service("V Děčíně", kind_code="10", form="amb")
    world.service("V Teplicích", kind_code="10", form="amb", at="Teplice")
    world.service("Dojíždí z Teplic", form="ter", at="Teplice", reach=("okres", "3502"))
    world.service("Kraj z Teplic", form="ter", at="Teplice")

    assert names(world.search(at="Děčín", radius=10, sort="nazev")) == ["Dojíždí z Teplic", "V Děčíně"]
    assert world.again(at="Děčín", radius=50).total == 4


def test_secret_address_passes_no_distance_and_the_page_says_so(client, world):
    world.service("V Děčíně")
    world.hidden("Tajná")
    world.search()

    for obec in ("Děčín", "Varnsdorf"):
        assert [world.again(at=obec, radius=km).facets.hidden for km in (5, 50)] == [1, 1]
        assert "Tajná" not in names(world.again(at=obec, radius=50))
    page = text(client.get(URL, {"kde": "obec-562335", "okruh": "50"}))
    assert "U 1 služby je adresa utajená" in page


def test_secret_field_service_is_told_by_no_distance_finer_than_its_okres(world):
    world.hidden("Tajná okresní", kind_code="4", reach=("okres", "3502"))
    world.search()

    passed = [world.again(at=obec, radius=5).total for obec in ("Děčín", "Jílové", "Varnsdorf", "Rumburk")]

    assert passed == [passed[0]] * 4


def test_distance_needs_a_place(client, world):
    world.service("V Děčíně")
    world.search()

    response = client.get(URL, {"okruh": "5"})

    assert heading(response) == "Sociální služby: 1 služba"
    assert "Vzdálenost můžeme měřit, až vyplníte obec" in text(response)
    assert "Jak daleko" not in text(response)


@pytest.mark.parametrize("query", [{"okruh": "7"}, {"okruh": "x"}, {"zdarma": "ano"}, {"prijima": "2"}])
def test_value_no_filter_has_is_left_out_and_said(client, world, query):
    world.service("V Děčíně")
    world.search()

    response = client.get(URL, query | {"kde": "obec-562335"})

    assert heading(response) == "Sociální služby – Děčín: 1 služba"
    assert "Některý filtr v adrese stránky neznáme" in text(response)


def test_every_filter_is_a_chip_that_goes_away_alone(client, world):
    world.service("V Děčíně", kind_code="1", anonymous=True)
    world.search()
    query = {"kde": "obec-562335", "vek": "30", "zdarma": "1", "anonymne": "1", "okruh": "5"}

    html = client.get(URL, query).content.decode()

    chips = re.findall(r'class="chip" href="([^"]+)"|<a[^>]+href="([^"]+)"[^>]*class="chip', html)
    urls = [(one or other).replace("&amp;", "&") for one, other in chips]
    assert [sum(f"{name}=" not in url for url in urls) for name in query] == [1, 1, 1, 1, 1]


def test_no_result_offers_to_drop_the_filter_that_stands_in_the_way(client, world):
    world.service("V Děčíně", age_groups=["mladsi-deti"])
    world.search()

    page = text(client.get(URL, {"vek": "80", "kde": "obec-562335"}))

    assert "V jakémkoli věku: 1 služba" in page


def test_choices_carry_the_counts_they_would_give(world):
    said(world.service("A", kind_code="1"))
    world.service("B", kind_code="1", age_groups=["mladsi-deti"])
    world.service("C", at="Teplice")

    facets = world.search(at="Děčín", free=True).facets

    assert [(choice.value, choice.count) for choice in facets.conditions] == [
        ("zdarma", 2), ("anonymne", 0), ("prijima", 1),
    ]  # fmt: skip
    assert [(choice.value, choice.count) for choice in facets.radii][:2] == [("5", 2), ("10", 2)]
    assert (facets.unsaid_age, facets.unsaid_accepts) == (1, 1)


def test_place_named_by_a_text_stands_between_confirmed_and_kraj(client, world):
    world.service("Krajská", at="Teplice")
    named(world.service("Podle textu", at="Teplice"), "orp", "4202")
    named(world.service("Potvrzená", at="Teplice"), "orp", "4202", status="confirmed")
    named(world.service("Odmítnutá", at="Teplice"), "orp", "4202", status="refused")

    result = world.search(at="Děčín", sort="vhodnost")

    assert classes(result) == [
        ("Potvrzená", "confirmed"), ("Podle textu", "text"), ("Krajská", "kraj"), ("Odmítnutá", "kraj"),
    ]  # fmt: skip
    assert result.hits[1].reach_text == "podle textu registru působí v celém správním obvodu Děčín"
    assert "Místo uvádí text registru: 1 služba" in text(client.get(URL, {"kde": "obec-562335"}))


@pytest.mark.parametrize(("at", "reach"), [("Děčín", "text"), ("Teplice", "text"), ("Rumburk", "kraj")])
def test_circle_around_an_obec_holds_places_whose_middle_is_in_it(world, at, reach):
    named(world.service("Okruh", at="Varnsdorf", form="ter"), "obec", "562335", radius=31)

    hit = world.search(at=at).hits[0]

    assert hit.reach_class == reach
    if reach == "text":
        assert hit.reach_text == f"podle textu registru do 31{NBSP}km od obce Děčín"


def test_text_that_names_another_place_is_said_with_the_kraj(world):
    named(world.service("Jinde", at="Teplice"), "orp", "4214")

    hit = world.search(at="Děčín").hits[0]

    assert (hit.reach_class, hit.reach_text) == (
        "kraj", "Ústecký kraj, obce registr neuvádí; jeho text jmenuje: Varnsdorf",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "code", "radius"), [("obec", "562882", 0), ("orp", "4214", 0), ("obec", "562882", 5)]
)
def test_text_finer_than_okres_is_not_used_of_a_secret_service(world, level, code, radius):
    named(world.hidden("Tajná"), level, code, radius)
    world.search()

    hits = [world.again(at=obec).hits[0] for obec in ("Varnsdorf", "Děčín", "Jílové")]

    assert {(hit.reach_class, hit.reach_text) for hit in hits} == {("kraj", "Ústecký kraj, obce registr neuvádí")}


def test_okres_named_by_a_text_is_used_of_a_secret_service(world):
    named(world.hidden("Tajná"), "okres", "3502")

    assert classes(world.search(at="Varnsdorf")) == [("Tajná", "text")]


def test_help_that_is_not_registered_says_so(client, world):
    ServiceFactory(name="Klub", scope="mimo", identifier="M000001", kind_code="o-klub")
    world.search()

    assert "není registrovaná sociální služba" in text(client.get(URL))


@pytest.mark.parametrize("count", [1, 20])
def test_number_of_queries_with_every_filter_does_not_grow(client, world, count, django_assert_num_queries):
    for number in range(count):
        said(world.service(f"Poradna {number}", kind_code="1", anonymous=True, age_groups=["dospeli"]))
    world.search()
    query = {
        "q": "poradna", "kde": "obec-562335", "forma": "amb", "vek": "40", "zdarma": "1", "anonymne": "1",
        "prijima": "1", "okruh": "5",
    }  # fmt: skip
    TerritoryLoad.objects.create()  # the version under which the process remembers places
    client.get(URL, query)  # fills what the process remembers

    with django_assert_num_queries(QUERIES[count]):
        client.get(URL, query)


QUERIES = {1: 8, 20: 6}  # few hits: the human door asks twice
