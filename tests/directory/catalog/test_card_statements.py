"""What a card says beside the register: reach named in texts, free places, help that is not registered."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from opora.directory.catalog.models import Availability, OtherKind, ReachSuggestion
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.selectors.card_parts import betrays_address
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from tests.directory.catalog.factories import (
    AreaFactory,
    CapacityFactory,
    FormFactory,
    HiddenFacilityFactory,
    KrajFactory,
    OkresFactory,
    ReachFactory,
    ServiceFactory,
)
from tests.directory.catalog.test_kind_pages import json_ld, text_of

pytestmark = pytest.mark.django_db
SENTENCE = "Služba je poskytována ve městě Děčín a v okolí do 10 km."


@pytest.fixture(autouse=True)
def _code_lists(db):
    load_codelists(actor=Actor.job("zkouška"))
    KrajFactory()
    AreaFactory()
    OkresFactory(name="Děčín")


def suggest(service, **values) -> ReachSuggestion:
    given = {"level": "obec", "code": "562335", "sentence": SENTENCE, **values}
    return ReachSuggestion.objects.create(service=service, **given)


def card(client, service) -> str:
    return text_of(client.get(service.get_absolute_url()))


def unregistered(**values):
    kind = OtherKind.objects.get(code="o-klub")
    return ServiceFactory(scope="mimo", identifier="M000001", kind_code=kind.code, source="Sdělil klub", **values)


def test_reach_of_a_text_stands_with_its_sentence_until_confirmed(client):
    service = ServiceFactory()
    ReachFactory(service=service)
    suggest(service)
    suggest(service, radius_km=10)

    text = card(client, service)

    assert "Děčín, okruh 10 km od obce Děčín – uvádí text registru, nikdo to zatím nepotvrdil:" in text
    assert text.count(SENTENCE) == 1
    assert "Konkrétní obce registr neuvádí." not in text


def test_confirmed_reach_says_the_day_and_goes_to_machines(client):
    service = ServiceFactory()
    suggest(
        service, status="confirmed", decided_at=datetime(2026, 11, 3, 23, 30, tzinfo=timezone.get_current_timezone())
    )
    suggest(service, level="kraj", code="60", status="refused")

    response = client.get(service.get_absolute_url())

    assert "Děčín (potvrzeno 3. 11. 2026)" in text_of(response)
    assert "Ústecký kraj" not in text_of(response)
    assert json_ld(response)[0]["areaServed"] == ["Děčín"]


def test_proposed_reach_does_not_go_to_machines(client):
    service = ServiceFactory()
    suggest(service)

    assert "areaServed" not in json_ld(client.get(service.get_absolute_url()))[0]


def test_secret_address_gives_no_finer_reach_and_no_sentence_with_an_address(client):
    service = ServiceFactory(kind_code="20", name="Úkryt", hidden_address=True)
    HiddenFacilityFactory(service=service)
    suggest(service, sentence="Jen Děčín.")
    suggest(service, level="okres", code="3502", radius_km=20, sentence="Jen do 20 km.")
    suggest(service, level="okres", code="3502", sentence="Na adrese Tajná 5/6 v okrese Děčín.")

    text = card(client, service)

    assert "okres Děčín – uvádí text registru" in text
    assert "Text neukazujeme, mohl by prozradit adresu." in text
    for secret in ("Tajná", "Jen Děčín", "20 km"):
        assert secret not in text


def test_free_places_are_said_apart_from_registered_capacity(client, time_machine):
    time_machine.move_to("2026-11-20 12:00:00")
    form = FormFactory(form="pob")
    CapacityFactory(form=form)
    Availability.objects.create(
        service=form.service, accepts="yes", free_places=2, note="V pokoji pro dva.", as_of=date(2026, 11, 3),
        origin="phone", recorded_by="Jana Ukázková",
    )  # fmt: skip

    text = card(client, form.service)

    assert "Volná místa Přijímá nové klienty, volná místa: 2. Poznámka: V pokoji pro dva." in text
    assert "Poskytovatel to sdělil 3. 11. 2026 telefonicky (před 17 dny)." in text
    assert "Registrovaná nejvyšší kapacita pobytová forma: 32 lůžek" in text
    assert "starý víc než tři měsíce" not in text
    assert "Jana Ukázková" not in text


@pytest.mark.parametrize(
    ("accepts", "sentence"), [("waiting", "Zapisuje do pořadníku."), ("no", "Teď nové klienty nepřijímá.")]
)
def test_old_statement_says_that_it_is_old(client, accepts, sentence):
    service = ServiceFactory()
    Availability.objects.create(
        service=service, accepts=accepts, as_of=today() - timedelta(days=91), origin="web", recorded_by="Jana"
    )

    text = card(client, service)

    assert sentence in text
    assert "Údaj je starý víc než tři měsíce, raději se zeptejte." in text


def test_help_that_is_not_registered_says_so_and_blames_no_register(client):
    service = unregistered(description="Scházíme se každé úterý.", free_of_charge=True, anonymous=True)

    response = client.get(service.get_absolute_url())

    text = text_of(response)
    assert "Není registrovaná sociální služba." in text
    assert "Poskytovatel nabízí: Scházíme se každé úterý." in text
    assert "Nic. Poskytovatel uvádí, že je bezplatná." in text
    assert "Své jméno říkat nemusíte." in text
    assert "Zdroj: Sdělil klub" in text
    for sentence in ("egistr neuvádí", "této kopii registru", "Registrovan", "sociální poradenství", "Úřední registr"):
        assert sentence not in text.replace("Není registrovaná", "")
    assert json_ld(response)[0]["identifier"]["propertyID"] == "Číslo v Opoře"


@pytest.mark.parametrize(
    ("free", "sentence"),
    [(False, "Za tuto pomoc se platí. Zeptejte se předem kolik."), (None, "Jestli se platí, zatím nevíme.")],
)
def test_price_of_help_that_is_not_registered(client, free, sentence):
    assert sentence in card(client, unregistered(free_of_charge=free))


def test_provider_marks_help_that_is_not_registered(client):
    service = unregistered()

    response = client.get(service.provider.get_absolute_url())

    assert "není registrovaná sociální služba" in text_of(response)
    assert "registr neuvádí" not in text_of(response)


def test_kind_leads_to_its_page(client):
    service = ServiceFactory()

    assert '<a href="/druhy/pecovatelska-sluzba/">Pečovatelka, která' in client.get(service.get_absolute_url()).text
    provider = client.get(service.provider.get_absolute_url()).text
    assert '<a href="/druhy/pecovatelska-sluzba/">Pečovatelská služba</a>' in provider


def test_machines_get_the_way_to_the_card(client):
    service = ServiceFactory()
    for url in (service.get_absolute_url(), service.provider.get_absolute_url()):
        trail = json_ld(client.get(url))[1]
        assert [step["item"] for step in trail["itemListElement"]] == [
            "http://testserver/", "http://testserver/sluzby/", f"http://testserver{url}",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Skrytá 12, Malečov", "sklad v Tyršově 7a", "Masarykova třída 5", "Dukelská tř. 3", "Skrytá č.12",
        "50.6607, 14.0323", "https://mapy.cz/s/abc",
    ],
)  # fmt: skip
def test_an_address_written_in_words_is_recognised(text):
    assert betrays_address(text)


@pytest.mark.parametrize(
    "text", ["Pro ženy s dětmi od ledna.", "Volná jsou 3 místa, volejte.", "Linka 116 006 funguje ve dne i v noci."]
)
def test_ordinary_words_are_left_alone(text):
    assert not betrays_address(text)
