"""Pages of an obec and of a kind in an obec: the same classes of reach as search, said in words."""

import json
import re

import pytest

from opora.directory.catalog.models import SearchRow
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.selectors.columns import columns
from opora.directory.catalog.selectors.search import SearchParams, search
from opora.directory.catalog.selectors.standings import kinds_at
from opora.directory.catalog.selectors.sure_kinds import sure_kinds
from opora.directory.territory.models import Area, TerritoryLoad
from opora.foundation.core.actor import Actor
from tests.directory.catalog.factories import AreaFactory, KrajFactory
from tests.directory.catalog.search_world import World
from tests.directory.catalog.test_kind_pages import json_ld, text_of

pytestmark = pytest.mark.django_db
DECIN = "/obce/decin-562335/"
HOME_CARE = "/druhy/pecovatelska-sluzba/decin-562335/"
NOINDEX = '<meta name="robots" content="noindex, follow">'


@pytest.fixture
def world(db) -> World:
    TerritoryLoad.objects.create()  # names of places are kept only for a territory that says how old it is
    return World()


def named_in_text(service, *keys: str) -> None:
    """As if a text of the register named the areas."""
    SearchRow.objects.filter(service=service).update(text_reaches=f",{','.join(keys)},")
    search_changed()


def test_services_stand_under_classes_of_their_reach(client, world):
    text_only = world.service("Textová", at="Teplice", reach=None)
    world.service("Přímá", reach=("obec", "562335"))
    world.service("Krajská", at="Teplice")
    world.search()
    named_in_text(text_only, "orp-4202")

    response = client.get(HOME_CARE)

    html, text = response.content.decode(), text_of(response)
    assert "<h1" in html
    assert "Pečovatelská služba v obci Děčín" in text
    assert re.findall(r"<h2 id=\"pusobnost-(\w+)", html) == ["confirmed", "text", "kraj"]
    assert (
        "Přímo tady pomáhá 1 služba. Podle textu registru tu působí ještě 1 služba, nikdo to zatím nepotvrdil. "
        "Pro celý kraj registr vede 1 službu: zeptejte se, zda pomohou i u vás."
    ) in text
    assert NOINDEX not in html


def test_page_says_that_nothing_is_sure_and_offers_what_else(client, world):
    world.service("Krajská", form="ter")
    world.service("Asistence", kind_code="3", reach=("obec", "562335"))
    world.search()

    response = client.get(HOME_CARE)

    text = text_of(response)
    assert "O žádné službě registr neříká, že pomáhá přímo tady." in text
    assert "Asistent, který je s vámi (osobní asistence) – přímo v místě 1" in text
    assert "Poradí vám člověk Sociální odbor, Městský úřad Děčín" in text
    assert NOINDEX in response.content.decode()


def test_nearest_services_to_move_into_are_named_where_none_comes_into_question(client, world):
    liberec = KrajFactory(code="78", name="Liberecký kraj")
    AreaFactory(code="563889", name="Liberec", kraj=liberec, latitude=50.77, longitude=15.05)
    world.service("Dál", kind_code="13", at="Děčín")
    world.service("Blíž", kind_code="13", at="Varnsdorf")
    world.service("Sídlo", kind_code="13", at="Varnsdorf", seat_addresses=True)
    world.hidden("Skrytá", kind_code="13")
    world.search()

    response = client.get("/druhy/domov-pro-seniory/liberec-563889/")

    text = text_of(response)
    assert "Službu tohoto druhu tady neznáme." in text
    assert "Blíž , 34 km vzdušnou čarou Dál , 60 km vzdušnou čarou" in text
    assert "Sídlo" not in text
    assert "Skrytá" not in text
    assert NOINDEX in response.content.decode()


def test_obec_counts_kinds_by_classes(client, world):
    world.service("Přímá", reach=("obec", "562335"))
    world.service("Krajská", form="ter")
    world.service("Poradna", kind_code="1", reach=None, at="Teplice")
    world.service("Ukázka", kind_code="1", is_sample=True)
    world.service("Klub", kind_code="o-klub", scope="mimo", reach=("obec", "562335"))
    world.search()

    text = text_of(client.get(DECIN))

    assert "Pomoc, která není registrovaná sociální služba Klub, kam se dá přijít" in text
    assert 'href="/sluzby/?druh=o-klub&amp;kde=obec-562335"' in client.get(DECIN).content.decode()

    assert "Poradna (odborné sociální poradenství) Působnost neuvedena 1" in text
    assert "(pečovatelská služba) Přímo v místě 1, pro celý kraj 1" in text
    assert "Správní obvod obce s rozšířenou působností Děčín Okres Děčín Kraj Ústecký kraj" in text


def test_population_has_its_source_and_day(client, territory):
    text = text_of(client.get(DECIN))

    assert re.search(r"Počet obyvatel [\d ]+ \( ?1\. 1\. 2021, ÚZIS", text)


def test_military_district_and_obec_without_services_have_pages(client, territory):
    district = Area.objects.filter(status=Area.Status.MILITARY).first()

    response = client.get(f"/obce/x-{district.code}/", follow=True)

    assert f"Sociální služby ve vojenském újezdu {district.name}" in text_of(response)
    assert "Zatím tu žádnou službu neznáme." in text_of(response)
    assert NOINDEX in response.content.decode()


@pytest.mark.parametrize("place", ["teplice-562335", "562335", "DECIN-562335", "decin--562335"])
def test_wrong_name_leads_to_the_right_address_for_good(client, world, place):
    for start, right in (("/obce/", DECIN), ("/druhy/pecovatelska-sluzba/", HOME_CARE)):
        response = client.get(f"{start}{place}/")
        assert (response.status_code, response["Location"]) == (301, right)


@pytest.mark.parametrize("place", ["decin-1", "decin", "decin-99999999999", "decin-٥٦٢٣٣٥", "-", "a" * 5000])
def test_unknown_obec_is_404(client, world, place):
    assert client.get(f"/obce/{place}/").status_code == 404
    assert client.get(f"/druhy/pecovatelska-sluzba/{place}/").status_code == 404


def test_counts_of_a_place_are_those_of_search(world):
    for number, reach in enumerate([("obec", "562335"), ("orp", "4202"), ("okres", "3509"), ("kraj", "60"), None]):
        for kind in ("1", "4", "13"):
            world.service(f"Služba {number}", at="Teplice", kind_code=kind, reach=reach)
            world.service(f"Místní {number}", at="Jílové", kind_code=kind, reach=reach)
        world.hidden(f"Úkryt {number}", reach=reach)
    world.search()

    for obec in world.places.values():
        area = Area.objects.select_related("kraj", "okres", "orp", "pou").get(pk=obec.pk)
        for kind, counts in kinds_at(area).items():
            found = search(SearchParams(place=area, kinds=(kind,)), actor=Actor.public()).sections
            said = {reach: number for reach, number in vars(counts).items() if number}
            assert said == {reach: number for (_fits, reach), number in found.items()}


def test_map_of_kinds_in_obce_says_what_their_pages_say(world):
    reaches = [("obec", "562335"), ("pou", "1"), ("orp", "4212"), ("okres", "3509"), ("kraj", "60"), None]
    for number, (reach, kind) in enumerate(zip(reaches, ("1", "3", "4", "8", "10", "13"), strict=True)):
        world.service(f"Služba {number}", at="Teplice", kind_code=kind, reach=reach, seat_addresses=number % 2 == 0)
        world.hidden(f"Úkryt {number}", reach=reach)
        world.service(f"Ukázka {number}", kind_code="30", reach=reach, is_sample=True)
    around = [world.service("Okruh", kind_code="32", form="ter", reach=None), world.hidden("Krytý", kind_code="33")]
    world.search()
    named_in_text(around[0], "okruh-562335-10")
    named_in_text(around[1], "okruh-562335-10")

    rows = Area.objects.filter(pk__in=[obec.pk for obec in world.places.values()])
    found = dict(sure_kinds(columns(), rows.select_related("kraj", "okres", "orp", "pou")))
    pages = {area: {kind for kind, counts in kinds_at(area).items() if counts.sure} for area in found}

    assert found == pages
    assert [area.name for area, kinds in found.items() if "32" in kinds] == ["Děčín", "Jílové"]


def test_machines_get_the_list_and_no_secret(client, world):
    world.service("Přímá <péče>", kind_code="20", reach=("obec", "562335"))
    hidden = world.hidden("Úkryt", reach=("obec", "562335"))
    world.service("Ukázka", kind_code="20", is_sample=True)
    world.search()

    response = client.get("/druhy/azylovy-dum/decin-562335/")

    page = json_ld(response)[0]
    assert page["contentLocation"]["name"] == "Děčín"
    listed = [item["name"] for item in page["mainEntity"]["itemListElement"]]
    assert listed[0] == "Přímá <péče>"
    assert "Ukázka" not in listed
    reach = kinds_at(Area.objects.select_related("kraj", "okres", "orp", "pou").get(level="obec", code="562335"))
    assert reach["20"].confirmed == 1  # the obec of a hidden service confirms nothing
    assert "562335" not in json.dumps(
        [item for item in page["mainEntity"]["itemListElement"] if hidden.name in str(item)]
    )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [(DECIN, 6), (HOME_CARE, 9)])
def test_pages_have_constant_queries(client, world, count, url, queries, django_assert_num_queries):
    for number in range(count):
        world.service(f"Služba {number}", reach=("obec", "562335"))
        world.service(f"Asistence {number}", kind_code="3")
    world.search()
    client.get(url)

    with django_assert_num_queries(queries):
        response = client.get(url)
    assert not response.cookies
    assert response["ETag"]


def test_samples_count_in_no_number_of_the_page(client, world):
    for number in range(6):
        world.service(f"Krajská {number}", at="Teplice")
    world.service("Ukázka", is_sample=True, at="Teplice")
    world.search()

    text = text_of(client.get(HOME_CARE))

    assert "Pro celý kraj registr vede 6 služeb" in text
    assert "Pro celý kraj: 6 služeb" in text
    assert "Ukázka" not in text
    assert "Všechny služby v hledání (7 i s ukázkami)" in text
    assert "(pečovatelská služba) Pro celý kraj 6" in text_of(client.get(DECIN))
    assert "Pečovatelská služba: 6 služeb" in text_of(client.get("/druhy/"))
