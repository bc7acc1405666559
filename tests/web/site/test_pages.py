"""Pages of the shell: gallery, help, accessibility statement, crisis lines, error pages."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from opora.web.site.selectors import pages as selectors

PUBLIC = ["site:handbook", "site:accessibility", "site:crisis_lines", "site:components"]
HANDBOOK = """# Zkouška <příručky>

Krátké vysvětlení a [další](dalsi.md).

## Kde začít

| Sloupec | Číslo |
|---|---|
| a | 1 |

## Kde začít

<script>alert(1)</script>

## Konec
"""


@pytest.fixture
def handbook(tmp_path, monkeypatch):
    monkeypatch.setattr(selectors, "HANDBOOK", tmp_path)
    (tmp_path / "zkouska.md").write_text(HANDBOOK, encoding="utf-8")
    return tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_page_is_open_to_everybody(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["site:handbook", "site:accessibility", "site:crisis_lines"])
def test_page_that_is_only_read_sets_no_cookie_and_carries_etag(client, name):
    response = client.get(reverse(name))
    assert response.cookies == {}
    assert response["ETag"]
    assert client.get(reverse(name), headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_gallery_does_not_exist_in_production(client, settings):
    settings.DEMO = False
    assert client.get("/_komponenty/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["-1", "0", "1000000000", "x", ""])
def test_gallery_survives_any_page_number(client, page):
    assert client.get("/_komponenty/", {"strana": page}).status_code == 200


@pytest.mark.django_db
def test_handbook_page_has_contents_and_safe_text(client, handbook):
    html = client.get("/napoveda/zkouska/").content.decode()
    assert "Zkouška &lt;příručky&gt;</h1>" in html
    assert '<a href="#kde-zacit">Kde začít</a>' in html
    assert '<h2 id="kde-zacit-2">' in html
    assert 'href="/napoveda/dalsi/"' in html
    assert "&lt;script&gt;alert(1)" in html
    assert '<th scope="col">Sloupec</th>' in html


@pytest.mark.django_db
def test_handbook_lists_its_pages_with_their_first_sentence(client, handbook):
    html = client.get("/napoveda/").content.decode()
    assert 'href="/napoveda/zkouska/"' in html
    assert "Krátké vysvětlení a další." in html


def test_handbook_begins_with_those_who_look_for_help():
    slugs = [page.slug for page in selectors.handbook_pages()]

    assert slugs == [
        "hledam-pomoc", "prihlaseni", "mesic-poskytovatele", "spravce-poskytovatele", "spravce-kraje", "spravce-dat",
        "ochrana-udaju", "auditor", "spravce-katalog", "spravce-registr", "api",
    ]  # fmt: skip


@pytest.mark.django_db
def test_changed_handbook_page_is_read_again(client, handbook):
    client.get("/napoveda/zkouska/")
    (handbook / "zkouska.md").write_text("# Nový název\n\nText.\n", encoding="utf-8")
    assert "Nový název</h1>" in client.get("/napoveda/zkouska/").content.decode()


@pytest.mark.django_db
def test_chapter_of_a_wing_is_there_only_where_the_wing_runs(client, handbook, settings):
    (handbook / "care").mkdir()
    (handbook / "care" / "karta.md").write_text("# Karta klienta\n\nText.\n", encoding="utf-8")
    assert client.get("/napoveda/karta/").status_code == 200

    settings.WINGS = settings.WINGS - {"care"}

    assert client.get("/napoveda/karta/").status_code == 404
    assert "Karta klienta" not in client.get("/napoveda/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["neni", "..", "Zkouska"])
def test_unknown_handbook_page_is_404(client, handbook, slug):
    assert client.get(f"/napoveda/{slug}/").status_code == 404


@pytest.mark.django_db
def test_every_real_handbook_page_renders(client):
    for page in selectors.handbook_pages():
        assert client.get(reverse("site:handbook_page", args=[page.slug])).status_code == 200


@pytest.mark.django_db
def test_statement_says_what_is_in_its_data(client):
    html = client.get("/pristupnost/").content.decode()
    data = json.loads(selectors.STATEMENT.read_text(encoding="utf-8"))
    assert data["screen_reader"] in html
    assert html.count("<li>") >= len(data["gaps"])
    assert data["standard"] in html


@pytest.mark.django_db
def test_statement_says_when_the_automated_run_has_not_been(client, tmp_path, monkeypatch):
    data = json.loads(selectors.STATEMENT.read_text(encoding="utf-8"))
    data["automated_run"]["ran_on"] = None
    (tmp_path / "a.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(selectors, "STATEMENT", tmp_path / "a.json")
    assert "zatím neproběhla" in client.get("/pristupnost/").content.decode()


@pytest.mark.django_db
def test_unknown_address_is_a_calm_page(client):
    response = client.get("/neco-co-neni/")
    assert response.status_code == 404
    assert "Stránku jsme nenašli" in response.content.decode()


@pytest.mark.django_db
def test_weight_of_a_page_is_small():
    response = Client().get("/pristupnost/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) <= 6_000


@pytest.mark.django_db
def test_deployment_brings_its_colours_and_logo(client, settings):
    settings.BRAND_FILES = ["brand.css", "logo.svg"]
    html = client.get("/pristupnost/").text
    assert '<link rel="stylesheet" href="/static/branding/brand.css">' in html
    assert '<img src="/static/branding/logo.svg" alt="" height="44">' in html


@pytest.mark.django_db
def test_section_of_the_menu_is_marked_on_its_pages(client, handbook):
    assert '<a href="/napoveda/" aria-current="page">' in client.get("/napoveda/").text
    assert '<a href="/napoveda/" aria-current="true">' in client.get("/napoveda/zkouska/").text
