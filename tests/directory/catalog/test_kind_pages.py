"""Pages of kinds: what each is in plain words, what is not verified, and how many services there are."""

import json
import re
from datetime import date

import pytest

from opora.directory.catalog.models import KindPage, OtherKind, ServiceKind
from opora.foundation.core.dates import today
from tests.directory.catalog.factories import ServiceFactory
from tests.directory.catalog.search_world import World

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"
HOME_CARE = "/druhy/pecovatelska-sluzba/"
EASY = f"{HOME_CARE}?podoba=snadne-cteni"


@pytest.fixture
def world(db) -> World:
    return World()


def text_of(response) -> str:
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main).replace(NBSP, " "))


def json_ld(response) -> list[dict]:
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode())
    return [json.loads(script) for script in scripts]


def change_text(**values) -> None:
    KindPage.objects.filter(kind_code="4").update(**values)


def test_list_has_every_kind_in_groups_of_the_law(client, world):
    html = client.get("/druhy/").content.decode()

    assert re.findall(r'<h2 id="skupina[^>]*>([^<]+)<', html) == [
        "Sociální poradenství", "Služby sociální péče", "Služby sociální prevence", "Další sociální služby",
    ]  # fmt: skip
    slugs = set(ServiceKind.objects.in_force(today()).values_list("slug", flat=True))
    assert set(re.findall(r'href="/druhy/([a-z0-9-]+)/"', html)) == slugs
    assert len(slugs) == 34


def test_list_counts_services_active_today_without_samples(client, world):
    ServiceFactory.create_batch(2)
    ServiceFactory(is_sample=True)
    ServiceFactory(gone_on=today())

    text = text_of(client.get("/druhy/"))

    assert "Pečovatelská služba: 2 služby" in text
    assert "Osobní asistence: žádnou tu zatím neznáme" in text
    assert "Zdroj: Zkušební registr, jaro 2026." in text


def test_help_that_is_not_registered_stands_at_the_end_once_somebody_offers_it(client, world):
    kind = OtherKind.objects.first()
    ServiceFactory(scope="mimo", kind_code=kind.code)

    text = text_of(client.get("/druhy/"))

    assert "Pomoc, která není registrovaná sociální služba" in text
    assert f"/sluzby/?druh={kind.code}" in client.get("/druhy/").content.decode()
    assert OtherKind.objects.last().summary not in text


def test_page_answers_the_questions_in_their_order(client, world):
    html = client.get(HOME_CARE).content.decode()

    assert "Pečovatelka, která dochází domů (pečovatelská služba)</h1>" in html
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", html.partition("<main")[2].partition("</main>")[0])
    assert headings == [
        "Co to je", "Pro koho", "Co pro vás udělá", "Kolik to stojí", "Jak začít", "Čím se liší od podobných služeb",
        "Odkud to víme", "Najít v obci",
    ]  # fmt: skip
    assert '<a href="/druhy/osobni-asistence/">Osobní asistence</a>' in html
    assert '<input type="hidden" name="druh" value="4">' in html


def test_text_says_that_nobody_has_verified_it(client, world):
    change_text(verified=False, checked_on=None)
    assert "Výklad zatím nikdo neověřil proti zákonu." in text_of(client.get(HOME_CARE))


def test_verified_text_says_when(client, world):
    change_text(verified=True, checked_on="2026-03-02", updated_at="2099-01-01T00:00Z")

    response = client.get(HOME_CARE)

    assert "Výklad je ověřený 2. 3. 2026." in text_of(response)
    assert json_ld(response)[0]["lastReviewed"] == "2026-03-02"


def test_paragraph_is_shown_only_when_verified(client, world):
    change_text(source="Výklad Opory.")
    assert "§ 40 zákona č. 108/2006 Sb." in text_of(client.get(HOME_CARE))

    ServiceKind.objects.filter(code="4").update(verified=False, updated_at="2099-01-01T00:00Z")

    assert "§" not in text_of(client.get(HOME_CARE))


def test_kind_without_text_says_what_it_is(client, world):
    KindPage.objects.filter(kind_code="4").delete()

    response = client.get(HOME_CARE)

    assert "Pečovatelka dochází ke starším a nemocným lidem domů" in text_of(response)
    assert "Snadné čtení" not in response.content.decode()


def test_easy_version_stands_alone_and_is_reached_from_the_top(client, world):
    whole, easy = client.get(HOME_CARE), client.get(EASY)

    assert (
        '<a class="skip" href="?podoba=snadne-cteni#snadne-cteni">Přejít ke snadnému čtení</a>'
        in whole.content.decode()
    )
    assert '<h2 id="snadne-cteni"' in client.get(EASY).content.decode()
    assert '<a href="?podoba=snadne-cteni"' in whole.content.decode()
    assert "Jak začít" not in text_of(easy)
    assert KindPage.objects.get(kind_code="4").easy_to_read[0] in text_of(easy)
    assert f'<link rel="canonical" href="http://testserver{HOME_CARE}">' in easy.content.decode()


def test_page_counts_services_by_form(client, world):
    for form in ("ter", "ter", ""):
        world.service(f"Služba {form}", form=form)
    world.search()

    assert "3 služby Terénní forma: 2 Formu registr neuvádí: 1" in text_of(client.get(HOME_CARE))


def test_towns_say_how_many_services_surely_work_there(client, world):
    world.service("Obecní", reach=("obec", "562335"))
    world.service("Krajská", form="ter")
    world.service("Jiného druhu", kind_code="1", reach=("obec", "562335"))
    world.search()

    response = client.get(HOME_CARE)

    text = text_of(response)
    assert "1 službu vede registr pro celý kraj a obce neuvádí." in text
    assert "Děčín (1) Rumburk Teplice Varnsdorf" in text
    assert 'href="/druhy/pecovatelska-sluzba/decin-562335/"' in response.content.decode()


@pytest.mark.parametrize("slug", ["neni", "Pecovatelska-sluzba", "4", "-", "a" * 5000])
def test_unknown_kind_is_404(client, world, slug):
    assert client.get(f"/druhy/{slug}/").status_code == 404


def test_kind_out_of_force_is_404(client, world):
    ServiceKind.objects.filter(code="4").update(valid_to="2020-12-31", updated_at="2099-01-01T00:00Z")

    assert client.get(HOME_CARE).status_code == 404
    assert client.get(f"{HOME_CARE}decin-562335/").status_code == 404
    assert HOME_CARE not in client.get("/druhy/").content.decode()


def test_machines_get_the_kind_and_the_way_to_it(client, world):
    change_text(verified=False, checked_on=None)

    page, trail = json_ld(client.get(HOME_CARE))

    assert page["about"]["name"] == "pečovatelská služba"
    assert "lastReviewed" not in page
    assert [(step["position"], step["item"]) for step in trail["itemListElement"]] == [
        (1, "http://testserver/"), (2, "http://testserver/druhy/"), (3, f"http://testserver{HOME_CARE}"),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [("/druhy/", 3), (HOME_CARE, 5)])
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


def test_newer_help_beside_the_register_does_not_become_the_source_of_the_register(client, world):
    world.service("Doma", reach=("obec", "562335"), as_of=date(2026, 4, 1), source="Registr")
    later = {"as_of": date(2026, 11, 1), "source": "Web spolku", "reach": ("obec", "562335")}
    world.service("Klub", kind_code="o-klub", scope="mimo", **later)
    world.service("Ukázka", is_sample=True, **later)
    world.search()

    for url in ("/", "/o-opore/"):
        text = text_of(client.get(url))
        assert "1 služba od 1 poskytovatele. Zdroj: Registr, stav k 1. 4. 2026. K tomu 1 služba mimo registr." in text
    for url in ("/druhy/", HOME_CARE, "/obce/decin-562335/"):
        text = text_of(client.get(url))
        assert "Zdroj: Registr, stav k 1. 4. 2026." in text
        assert "Web spolku" not in text
    assert "<lastmod>2026-04-01</lastmod>" in client.get("/sitemap-obce.xml").content.decode()
    assert "2026-11-01" not in client.get("/sitemap-obce.xml").content.decode()
