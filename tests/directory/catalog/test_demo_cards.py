"""Cards over the real register of the demo."""

import pytest

from opora.directory.catalog.models import Provider, Service

pytestmark = [pytest.mark.usefixtures("catalog"), pytest.mark.sqlite_only]


def test_cards_of_the_demo_stand(client):
    for service in Service.objects.order_by("identifier")[::25]:
        expected = 410 if service.has_ended else 200
        assert client.get(service.get_absolute_url()).status_code == expected
    for provider in Provider.objects.order_by("ico")[::25]:
        assert client.get(provider.get_absolute_url()).status_code == 200


def test_counselling_of_decin_says_for_whom_it_is_and_what_is_not_known(client):
    text = client.get("/sluzby/6511261/").content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert "lidé v těžké životní chvíli" in text
    assert "Na co se poradna zaměřuje, registr neuvádí." in text
    assert "Kontakt v této kopii registru není." in text
    assert "jaro 2026" in text


def test_hidden_services_of_the_demo_show_no_seat_and_no_place(client):
    hidden = Service.objects.active().filter(hidden_address=True)

    for service in hidden[:12]:
        html = client.get(service.get_absolute_url()).content.decode()
        assert "Adresu neukazujeme" in html
        assert "<dt>Sídlo</dt>" not in html
        assert '"Place"' not in html
        assert '"address"' not in html


def test_every_way_to_reach_the_sample_service_is_named_for_what_it_is(client):
    text = client.get("/sluzby/9900001/").content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert "Fax: +420 000 000 013" in text
    assert "Adresa pro písemnosti: Ukázková 1/2a" in text
