"""Cards of services: they say what the register says, and that it is silent where it is."""

import json
import re
from datetime import date

import pytest

from opora.directory.catalog.models import SocialDepartment
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.territory.models import Area, TerritoryLoad
from opora.foundation.core.actor import Actor
from tests.directory.catalog.factories import (
    AreaFactory,
    CapacityFactory,
    ContactFactory,
    FacilityFactory,
    FormFactory,
    GroupFactory,
    HiddenFacilityFactory,
    KrajFactory,
    OkresFactory,
    ProviderFactory,
    ReachFactory,
    ServiceFactory,
    full_service,
)

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _code_lists(db):
    load_codelists(actor=Actor.job("zkouška"))
    KrajFactory()


@pytest.fixture
def card(client):
    """Text of the card as it is read, whitespace joined."""

    def read(service, status=200):
        response = client.get(service.get_absolute_url())
        assert response.status_code == status
        main = response.content.decode().partition("<main")[2].partition("</main>")[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main).replace(NBSP, " "))

    return read


def json_ld(client, url):
    html = client.get(url).content.decode()
    return json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])


def test_card_follows_the_order_of_questions(client):
    html = client.get(full_service().get_absolute_url()).content.decode()

    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", html.partition("<main")[2].partition("</main>")[0])
    assert headings == [
        "Pro koho", "Co dostanete", "Jak začít", "Kde a kdy", "Kolik to stojí", "Volná místa a kapacita", "Kontakt",
        "Údaje z registru", "Nehodí se vám?",
    ]  # fmt: skip


def test_card_says_what_the_register_does_not_give(card):
    service = ServiceFactory()

    text = card(service)

    assert "Pro koho služba je, registr neuvádí." in text
    assert "Formu registr neuvádí. Podle zákona obvykle: přijedou za vámi nebo docházíte vy." in text
    assert "Úhradu registr neuvádí." in text
    assert "Volná místa Poskytovatel je Opoře zatím nesdělil." in text
    assert "Registrovaná nejvyšší kapacita Tato kopie registru ji neuvádí." in text
    assert "Kontakt v této kopii registru není." in text
    assert f"Identifikátor služby: {service.identifier}" in text
    assert f"IČO {service.provider.ico}" in text


def test_groups_with_the_same_text_are_read_together(card):
    service = ServiceFactory()
    for code in ("24", "17"):
        GroupFactory(service=service, group_code=code, note="Jen z Děčína.")
    for code in ("99", "25"):
        GroupFactory(service=service, group_code=code)

    text = card(service)

    assert text.count("Jen z Děčína.") == 1
    assert "99 – kód, který číselník nezná" in text
    assert text.count("– údaj čeká na ověření") == 1


def test_registered_capacity_is_never_called_free_places(card):
    form = FormFactory(form="pob")
    CapacityFactory(form=form, note="z toho 4 odlehčovací")

    text = card(form.service)

    assert "Registrovaná nejvyšší kapacita pobytová forma: 32 lůžek (z toho 4 odlehčovací)" in text
    assert "Zdroj: Zkušební registr, jaro 2026. Kolik míst je volných, neříká." in text


def test_unknown_codes_are_shown_as_they_came(card):
    service = ServiceFactory(kind_code="77")
    CapacityFactory(form=FormFactory(service=service, form="xyz"), unit_code="postele")

    text = card(service)

    assert "77 (kód, který číselník nezná)" in text
    assert "xyz" in text
    assert "32 postele" in text


def test_paragraph_waits_for_verification(card):
    assert "§ 40 zákona" in card(ServiceFactory(kind_code="4"))
    unverified = card(ServiceFactory(kind_code="35"))
    assert "azylové domy (údaj čeká na ověření)" not in card(ServiceFactory(kind_code="20"))
    assert "centrum duševního zdraví (údaj čeká na ověření)" in unverified
    assert "§" not in unverified
    assert "Podle zákona obvykle" not in unverified


def test_basic_activities_wait_for_verification_in_plain_sight(card):
    assert "K tomuto druhu služby patří (údaj čeká na ověření):" in card(ServiceFactory(kind_code="4"))


def test_service_that_is_free_by_law_says_so(card):
    assert "Tato služba je podle zákona bezplatná." in card(ServiceFactory(kind_code="1"))


def test_counselling_says_that_its_focus_is_unknown(card):
    silent, territory, told = (ServiceFactory(kind_code="1", name="Poradna") for _ in range(3))
    GroupFactory(service=silent, group_code="19")
    GroupFactory(service=territory, group_code="19", note="Terénní forma na území města Děčín.")
    GroupFactory(service=told, group_code="9", note="Lidem ohroženým závislostí.")
    sentence = "Na co se poradna zaměřuje, registr neuvádí."

    assert sentence in card(silent)
    assert sentence in card(territory)
    assert sentence not in card(told)
    assert sentence not in card(ServiceFactory(kind_code="1", name="Dluhová poradna"))
    assert sentence not in card(ServiceFactory(kind_code="4"))


def test_contacts_say_whose_they_are(card, client):
    service = full_service()

    text = card(service)

    assert "Služba Telefon: +420 000 000 011 objednání péče" in text
    assert f"Poskytovatel {service.provider.name} E-mail: info@vzorov.example" in text
    assert 'href="tel:+420000000011"' in client.get(service.get_absolute_url()).content.decode()


def test_web_that_is_not_a_web_is_no_link(client):
    service = ServiceFactory()
    ContactFactory(service=service, kind="web", value="javascript:alert(1).cz")
    ContactFactory(service=service, kind="web", value="www.vzorov.example/")

    html = client.get(service.get_absolute_url()).content.decode()

    assert 'href="javascript' not in html
    assert '<a href="https://www.vzorov.example/" rel="nofollow">vzorov.example</a>' in html


def test_only_facilities_open_today_are_shown(card, time_machine):
    time_machine.move_to("2026-06-01 12:00:00")
    service = ServiceFactory()
    FacilityFactory(service=service, name="Otevřené")
    FacilityFactory(service=service, name="Zavřené", ends_on=date(2026, 5, 31))
    FacilityFactory(service=service, name="Budoucí", starts_on=date(2026, 6, 2))

    text = card(service)

    assert "Otevřené: Nemocniční 2272/54, 405 02 Děčín" in text
    assert "Zavřené" not in text
    assert "Budoucí" not in text


def test_seat_is_not_said_to_be_the_place_of_the_service(card):
    facility = FacilityFactory(
        service__seat_addresses=True, latitude=50.7, longitude=14.2, position_source="provider_seat"
    )

    text = card(facility.service)

    assert "Registr v této kopii uvádí sídlo poskytovatele, ne místo služby." in text
    assert "Vzdálenost počítáme od polohy sídla poskytovatele." in text


@pytest.mark.parametrize(
    ("reaches", "sentence"),
    [
        ([], "Kde služba působí Registr neuvádí."),
        ([("kraj", "60")], "Kde služba působí Ústecký kraj. Konkrétní obce registr neuvádí."),
        ([("kraj", "60"), ("obec", "562335")], "Kde služba působí Ústecký kraj Děčín"),
    ],
)
def test_reach_in_words(card, reaches, sentence):
    service = FacilityFactory(service__name="Pečovatelky").service
    AreaFactory()
    for level, code in reaches:
        ReachFactory(service=service, level=level, code=code)

    assert sentence in card(service)


def test_secret_address_leaves_only_the_okres(client, card):
    provider = ProviderFactory(street="", house_number="", postal_code="", obec_name="", obec_code="")
    service = ServiceFactory(kind_code="20", name="Azylový dům", hidden_address=True, provider=provider)
    HiddenFacilityFactory(service=service)
    GroupFactory(service=service, group_code="3", note="Lůžka na adrese Tajná 5/6, Děčín.")
    ReachFactory(service=service, level="obec", code="562335")
    ContactFactory(service=service)

    text, html = card(service), client.get(service.get_absolute_url()).content.decode()

    assert "Okres Děčín Adresu neukazujeme" in text
    assert "Text neukazujeme, mohl by prozradit adresu." in text
    assert "+420 000 000 011" in text
    assert "Tajná" not in html
    assert "562335" not in html
    assert "Děčín" not in html.replace("okres Děčín", "").replace("Okres Děčín", "")


def test_ended_service_is_gone_and_names_successors(client, card, time_machine):
    time_machine.move_to("2026-06-01 12:00:00")
    ended = ServiceFactory(ends_on=date(2025, 12, 31), name="Stará péče")
    FacilityFactory(service=ended)
    FacilityFactory(service__name="Nová péče")
    FacilityFactory(service__name="Jiný druh", service__kind_code="1")

    text = card(ended, status=410)

    assert "Služba skončila: Stará péče" in text
    assert "Poskytovala se do 31. 12. 2025." in text
    assert "Nová péče" in text
    assert "Jiný druh" not in text


def test_service_gone_from_the_register_says_since_when(card):
    text = card(ServiceFactory(gone_on=date(2026, 5, 3)), status=410)

    assert "V registru není od 3. 5. 2026." in text
    assert "v registru nevidíme" in text


def test_service_not_yet_started_shows_its_start(card, time_machine):
    time_machine.move_to("2026-06-01 12:00:00")

    assert "Služba ještě nezačala. Začne 1. 9. 2026." in card(ServiceFactory(starts_on=date(2026, 9, 1)))


def test_planned_end_is_said_first(card, time_machine):
    time_machine.move_to("2026-06-01 12:00:00")

    assert "Služba skončí 31. 12. 2026." in card(ServiceFactory(ends_on=date(2026, 12, 31)))


@pytest.mark.parametrize("url", ["/sluzby/7654321/", "/sluzby/%00/", "/sluzby/" + "9" * 10_000 + "/", "/sluzby/'--/"])
def test_unknown_identifier_is_a_calm_404(client, url):
    assert client.get(url).status_code == 404


def test_identifier_with_a_slash_has_a_card(card):
    assert "Identifikátor služby 12/A-3" in card(ServiceFactory(identifier="12/A-3"))


def test_sample_is_marked_and_not_given_to_machines(client, card):
    service = ServiceFactory(is_sample=True)

    assert "Ukázka, ne skutečná služba." in card(service)
    assert "ld+json" not in client.get(service.get_absolute_url()).content.decode()


def test_machines_get_what_people_see(client):
    service = full_service(name="Péče <b>&</b>")

    data = json_ld(client, service.get_absolute_url())

    assert data["@type"] == "Service"
    assert data["name"] == "Péče <b>&</b>"
    assert data["identifier"]["value"] == service.identifier
    assert data["areaServed"] == ["Ústecký kraj"]
    assert data["availableChannel"]["servicePhone"]["telephone"] == "000000011"
    assert data["availableChannel"]["serviceLocation"][0]["address"] == f"Nemocniční 2272/54, 405{NBSP}02 Děčín"
    assert data["provider"]["email"] == "info@vzorov.example"


def test_machines_get_no_secret_address(client):
    service = ServiceFactory(kind_code="20", hidden_address=True)
    HiddenFacilityFactory(service=service)

    data = json_ld(client, service.get_absolute_url())

    assert data["areaServed"] == ["okres Děčín"]
    assert "availableChannel" not in data
    assert "address" not in data["provider"]


@pytest.mark.parametrize("count", [1, 3])
def test_service_card_has_constant_queries(client, count, django_assert_num_queries):
    TerritoryLoad.objects.create()  # names of areas are kept in memory only when it is known how old they are
    service = full_service()
    for _ in range(count):
        FacilityFactory(service=service, obec_name="")
        GroupFactory(service=service, note="Text.")
        CapacityFactory(form=service.forms.get())
        ContactFactory(service=service)
    client.get(service.get_absolute_url())

    with django_assert_num_queries(14):
        client.get(service.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_gone_page_has_constant_queries(client, count, django_assert_num_queries):
    ended = ServiceFactory(gone_on=date(2026, 5, 3))
    FacilityFactory(service=ended)
    FacilityFactory.create_batch(count)
    client.get(ended.get_absolute_url())

    with django_assert_num_queries(4):
        client.get(ended.get_absolute_url())


def test_people_are_invited_to_come_only_where_there_is_somewhere_to_come(card):
    service = ServiceFactory()
    ContactFactory(service=service)
    FormFactory(service=service, form="amb")

    assert "nebo přijďte" not in card(service)
    FacilityFactory(service=service)
    assert "Zavolejte na +420 000 000 011 nebo přijďte." in card(service)


def test_card_sets_no_cookie_and_carries_an_etag(client):
    response = client.get(full_service().get_absolute_url())

    assert not response.cookies
    assert response["ETag"]


def decin_with_its_department(**values) -> None:
    orp = AreaFactory(level=Area.Level.ORP, code="4202")
    AreaFactory(orp=orp)
    SocialDepartment.objects.create(orp=orp, source="Web města", checked_on=date(2026, 11, 1), **values)


def test_service_without_contact_leads_to_the_social_department(card):
    decin_with_its_department(phone="412593111")
    silent, written, on_web = ServiceFactory.create_batch(3)
    FacilityFactory(service=silent)
    ContactFactory(service=written, kind="email", value="pomoc@opora.example")
    ContactFactory(service=on_web, kind="web", value="www.opora.example")

    for service in (silent, on_web):
        assert "zeptejte se na sociálním odboru v místě, kde služba sídlí" in card(service)
        assert "Sociální odbor, Městský úřad Děčín Telefon +420 412 593 111" in card(service)
    assert "sociálním odboru" not in card(written)


def test_hidden_service_without_contact_leads_to_no_particular_department(card):
    decin_with_its_department(phone="412593111")
    hidden = ServiceFactory(hidden_address=True)
    HiddenFacilityFactory(service=hidden)

    assert "Obraťte se na sociální odbor úřadu obce s rozšířenou působností, pod kterou bydlíte." in card(hidden)
    assert "412 593 111" not in card(hidden)


@pytest.mark.parametrize("count", [1, 3])
def test_card_without_contact_has_constant_queries(client, count, django_assert_num_queries):
    TerritoryLoad.objects.create()
    decin_with_its_department(phone="412593111")
    service = ServiceFactory()
    FacilityFactory.create_batch(count, service=service)
    client.get(service.get_absolute_url())

    with django_assert_num_queries(15):
        client.get(service.get_absolute_url())


def test_capital_is_called_without_the_word_okres(card):
    praha = OkresFactory(code="3100", name="Praha")
    service = ServiceFactory(hidden_address=True, seat_addresses=True)
    HiddenFacilityFactory(service=service, okres=praha)

    assert "Praha (podle sídla poskytovatele)" in card(service)
    assert "okres Praha" not in card(service)
