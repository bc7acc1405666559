"""The home page asks three questions; robots and the page about Opora say what they should."""

import pytest

from tests.directory.catalog.factories import ProviderFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_home_asks_what_where_and_for_whom(client):
    html = client.get("/").content.decode()

    assert '<h1 id="nadpis" tabindex="-1">Najděte sociální službu</h1>' in html
    assert 'action="/sluzby/"' in html
    for label in ("Co hledáte", "Kde", "Pro koho"):
        assert f">{label}</label>" in html
    for name in ("q", "kde", "pro"):
        assert f'name="{name}"' in html


def test_home_offers_situations_and_crisis_lines_once(client):
    html = client.get("/").content.decode()

    assert 'href="/sluzby/?q=dluhov%C3%A1+poradna"' in html
    assert "Mám dluhy a exekuce" in html.replace("\N{NO-BREAK SPACE}", " ")
    for phone in ("112", "116123", "116111", "116006"):
        assert html.count(f'href="tel:{phone}"') == 1


def test_home_counts_real_services_with_their_source(client):
    provider = ProviderFactory()
    ServiceFactory.create_batch(2, provider=provider)
    ServiceFactory(is_sample=True)

    text = client.get("/").content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert "2 služby od 1 poskytovatele" in text
    assert "Zdroj: Zkušební registr, jaro 2026." in text


def test_home_stands_before_any_data_are_loaded(client):
    html = client.get("/").content.decode()

    assert "Ústecký kraj" in html
    assert "0 služeb" not in html


def test_home_sets_no_cookie_and_has_constant_queries(client, django_assert_num_queries):
    ServiceFactory.create_batch(3)

    with django_assert_num_queries(3):
        response = client.get("/")

    assert not response.cookies
    assert response["ETag"]


def test_about_says_source_licence_and_what_is_not_known(client):
    text = client.get("/o-opore/").content.decode()

    assert "EUPL-1.2" in text
    assert "registru poskytovatelů sociálních služeb" in text
    assert "Co Opora neví" in text


def test_robots_stay_out_of_searches_and_staff_pages(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines()[:3] == ["User-agent: *", "Disallow: /sluzby/?", "Disallow: /sprava/"]
