"""Maps of the site: valid, of pages worth finding only, and without cookies."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.contrib.sitemaps import Sitemap
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opora.directory.catalog.models import SearchRow
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.sitemaps import PagesSitemap
from tests.directory.catalog.factories import ServiceFactory
from tests.directory.catalog.search_world import World

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SECTIONS = ["stranky", "druhy", "sluzby", "poskytovatele", "obce", "druhy-v-obcich"]


@pytest.fixture
def world(db) -> World:
    return World()


def addresses(client, path: str) -> list[str]:
    """Paths of a map, which must be well-formed and lead to this site."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    found = [element.text for element in ElementTree.fromstring(response.content).iter(f"{SPACE}loc")]
    assert all(url.startswith("http://testserver/") for url in found)
    return [url.removeprefix("http://testserver") for url in found]


def test_index_names_sections_that_have_pages(client, world):
    assert addresses(client, "/sitemap.xml") == [
        f"/sitemap-{section}.xml" for section in ("stranky", "druhy", "obce")
    ]  # fmt: skip

    world.service("Přímá", reach=("obec", "562335"))
    world.search()

    assert addresses(client, "/sitemap.xml") == [f"/sitemap-{section}.xml" for section in SECTIONS]


@pytest.mark.sqlite_only
def test_every_page_of_the_map_exists(client, world):
    world.service("Přímá", reach=("obec", "562335"))
    world.search()

    for section in SECTIONS:
        for path in addresses(client, f"/sitemap-{section}.xml"):
            assert client.get(path).status_code == 200
    assert {"/", "/druhy/", "/napoveda/hledam-pomoc/"} <= set(addresses(client, "/sitemap-stranky.xml"))
    assert len(addresses(client, "/sitemap-druhy.xml")) == 34


def test_kinds_in_obce_are_those_surely_worked_in(client, world):
    text_only = world.service("Textová", kind_code="3", form="ter", reach=None)
    world.service("Okresní", reach=("okres", "3502"), form="ter")
    world.service("Zařízení", kind_code="10", at="Varnsdorf")
    world.service("Krajská", kind_code="1", form="ter")
    world.service("Ukázka", kind_code="8", reach=("obec", "562335"), is_sample=True)
    world.hidden("Skrytá", reach=("obec", "562335"))
    world.search()
    SearchRow.objects.filter(service=text_only).update(text_reaches=",obec-562777,")
    search_changed()

    assert sorted(addresses(client, "/sitemap-druhy-v-obcich.xml")) == [
        "/druhy/denni-stacionar/varnsdorf-562882/",
        "/druhy/osobni-asistence/rumburk-562777/",
        "/druhy/pecovatelska-sluzba/decin-562335/",
        "/druhy/pecovatelska-sluzba/jilove-562564/",
        "/druhy/pecovatelska-sluzba/rumburk-562777/",
        "/druhy/pecovatelska-sluzba/varnsdorf-562882/",
    ]


def test_only_services_of_today_without_samples_are_in_the_map(client):
    here = ServiceFactory()
    ServiceFactory(gone_on=date(2026, 5, 3))
    ServiceFactory(ends_on=date(2020, 1, 1))
    ServiceFactory(starts_on=date(2999, 1, 1))
    ServiceFactory(is_sample=True)

    assert addresses(client, "/sitemap-sluzby.xml") == [here.get_absolute_url()]
    assert addresses(client, "/sitemap-poskytovatele.xml") == [here.provider.get_absolute_url()]


def test_last_change_is_that_of_the_data(client):
    service = ServiceFactory()

    root = ElementTree.fromstring(client.get("/sitemap-sluzby.xml").content)

    assert [day.text for day in root.iter(f"{SPACE}lastmod")] == [f"{timezone.localtime(service.updated_at):%Y-%m-%d}"]


def test_section_has_at_most_five_thousand_addresses_a_page(client, monkeypatch):
    assert issubclass(PagesSitemap, Sitemap)
    assert PagesSitemap.limit == 5000
    monkeypatch.setattr(PagesSitemap, "limit", 2)
    ServiceFactory.create_batch(3)

    assert len(addresses(client, "/sitemap-sluzby.xml")) == 2
    assert len(addresses(client, "/sitemap-sluzby.xml?p=2")) == 1
    assert "/sitemap-sluzby.xml?p=2" in addresses(client, "/sitemap.xml")


@pytest.mark.parametrize("path", ["/sitemap-nic.xml", "/sitemap-sluzby.xml?p=9", "/sitemap-sluzby.xml?p=x"])
def test_unknown_section_or_page_is_404(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-sluzby.xml", "/robots.txt"])
def test_map_sets_no_cookie_and_carries_an_etag(client, path):
    ServiceFactory()

    response = client.get(path)

    assert dict(response.cookies) == {}
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_robots_learn_where_the_map_is(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /druhy/" not in lines


@pytest.mark.parametrize("count", [1, 3])
def test_maps_have_constant_queries(client, world, count, django_assert_num_queries):
    for number in range(count):
        world.service(f"Služba {number}", reach=("obec", "562335"))
    world.search()
    client.get("/sitemap.xml")

    with django_assert_num_queries(4):
        client.get("/sitemap-druhy-v-obcich.xml")
    with django_assert_num_queries(1):
        client.get("/sitemap-sluzby.xml")


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/sluzby/?q=poradna&strana=2", "/sluzby/"),
        ("/druhy/", "/druhy/"),
        ("/obce/decin-562335/?utm=1", "/obce/decin-562335/"),
    ],
)
def test_public_page_names_its_one_address(client, world, path, canonical):
    html = client.get(path).content.decode()

    assert html.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in html


def test_error_pages_and_pages_of_staff_name_none(client, world, data_steward):
    for path in (
        "/nic/",
        "/druhy/nic/",
        "/sluzby/0000000/",
        ServiceFactory(gone_on=date(2026, 5, 3)).get_absolute_url(),
    ):
        assert 'rel="canonical"' not in client.get(path).content.decode()
    assert 'rel="canonical"' not in client.sign_in(data_steward).get("/sprava/registr/").content.decode()


def test_index_reads_each_section_once(client, world):
    world.service("Přímá", reach=("obec", "562335"))
    world.search()
    client.get("/sitemap.xml")

    with CaptureQueriesContext(connection) as asked:
        client.get("/sitemap.xml")
    services = [
        query["sql"] for query in asked.captured_queries if 'SELECT "catalog_service"."identifier"' in query["sql"]
    ]
    assert len(services) == 1
