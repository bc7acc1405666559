"""Cards of providers: what they offer today, by kind."""

import re
from datetime import date

import pytest

from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.territory.models import TerritoryLoad
from opora.foundation.core.actor import Actor
from tests.directory.catalog.factories import (
    ContactFactory,
    FacilityFactory,
    FormFactory,
    HiddenFacilityFactory,
    KrajFactory,
    ProviderFactory,
    ReachFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _code_lists(db):
    load_codelists(actor=Actor.job("zkouška"))
    KrajFactory()


def text_of(response):
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main).replace("\N{NO-BREAK SPACE}", " "))


def test_services_are_grouped_by_kind_in_the_order_of_the_law(client):
    provider = ProviderFactory(name="Charita Vzorov")
    for kind in ("13", "1", "77", "4", "4"):
        ServiceFactory(provider=provider, kind_code=kind)

    response = client.get(provider.get_absolute_url())

    headings = re.findall(r'<h2 id="druh[^>]*>(?:<a href="/druhy/[^>]*>)?([^<]+)</', response.content.decode())
    assert headings == ["Odborné sociální poradenství", "Pečovatelská služba", "Domovy pro seniory", "77"]
    assert "Poskytuje 5 služeb." in text_of(response)


def test_line_says_where_how_and_for_which_territory(client):
    service = ServiceFactory(name="Pečovatelky")
    FacilityFactory(service=service)
    FormFactory(service=service, form="ter")
    ReachFactory(service=service)
    bare = ServiceFactory(provider=service.provider, name="Tichá služba")

    text = text_of(client.get(service.provider.get_absolute_url()))

    assert "Pečovatelky Děčín · terénní · působí: Ústecký kraj" in text
    assert f"{bare.name} formu registr neuvádí · působnost registr neuvádí" in text


def test_services_of_the_same_name_are_told_apart(client):
    first = ServiceFactory(name="Terénní programy")
    second = ServiceFactory(name="Terénní programy", provider=first.provider)

    text = text_of(client.get(first.provider.get_absolute_url()))

    for service in (first, second):
        assert f"Terénní programy , identifikátor {service.identifier}" in text


def test_seat_and_ended_services_are_not_listed(client):
    service = ServiceFactory(name="V sídle", seat_addresses=True)
    FacilityFactory(service=service)
    ServiceFactory(provider=service.provider, name="Skončená", ends_on=date(2020, 1, 1))

    text = text_of(client.get(service.provider.get_absolute_url()))

    assert "V sídle formu registr neuvádí" in text
    assert "Skončená" not in text
    assert "Ukončené služby, které už nenabízí: 1." in text


def test_secret_service_stands_at_its_okres(client):
    provider = ProviderFactory(name="Úkryt", street="", house_number="", postal_code="", obec_name="", obec_code="")
    service = ServiceFactory(provider=provider, hidden_address=True, name="Azylový dům")
    HiddenFacilityFactory(service=service)
    ReachFactory(service=service, level="obec", code="562335")

    html = client.get(provider.get_absolute_url()).content.decode()

    assert "Přesnou adresu neukazujeme" in html
    assert "Děčín" not in html.replace("okres Děčín", "")
    assert "562335" not in html


def test_contact_and_missing_contact(client):
    silent, told = ProviderFactory(), ProviderFactory()
    ContactFactory(provider=told, kind="phone", value="000000001", note="ústředna")

    assert "Kontakt v této kopii registru není." in text_of(client.get(silent.get_absolute_url()))
    assert "+420 000 000 001 ústředna" in text_of(client.get(told.get_absolute_url()))


def test_provider_without_services_says_so(client):
    text = text_of(client.get(ProviderFactory().get_absolute_url()))

    assert "Registr dnes neuvádí žádnou službu tohoto poskytovatele." in text


def test_sample_provider_is_marked(client):
    response = client.get(ProviderFactory(is_sample=True).get_absolute_url())

    assert "Ukázka, ne skutečný poskytovatel." in text_of(response)
    assert "ld+json" not in response.content.decode()


@pytest.mark.parametrize("url", ["/poskytovatele/99999999/", "/poskytovatele/%00/", "/poskytovatele/'/"])
def test_unknown_provider_is_a_calm_404(client, url):
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_provider_card_has_constant_queries(client, count, django_assert_num_queries):
    TerritoryLoad.objects.create()  # names of areas are kept in memory only when it is known how old they are
    provider = ProviderFactory()
    for _ in range(count):
        service = ServiceFactory(provider=provider)
        FacilityFactory(service=service)
        FormFactory(service=service)
        ReachFactory(service=service)
        ContactFactory(provider=provider)
    client.get(provider.get_absolute_url())

    with django_assert_num_queries(9):
        client.get(provider.get_absolute_url())
