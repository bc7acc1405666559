"""Pages of the provider's record: editing, what the register says beside, differences, own services."""

from datetime import date

import pytest

from opora.directory.catalog.models import Availability, Reach, Service, ServiceRecord
from opora.directory.catalog.operations.record import approve_proposal, return_proposal
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.directory.catalog.selectors.record import Shown
from opora.directory.catalog.selectors.record_fields import CHOOSABLE, public_values
from opora.directory.organizations.enums import Role
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from tests.directory.catalog.factories import KrajFactory, OkresFactory, ServiceFactory
from tests.directory.catalog.record_world import proposed, said_service, say, steward
from tests.directory.organizations.staff import member

pytestmark = pytest.mark.django_db
EDIT, DIFFERENCES = "/sprava/sluzby/1000001/udaje/", "/sprava/sluzby/1000001/rozdily/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def home(client):
    """The service; the head of its provider is signed in."""
    service, head = said_service()
    client.sign_in(head.user, second_factor=True)
    return service, head


def test_the_form_shows_what_the_register_says_and_says_what_happened(home, client):
    page = text(client.get(EDIT))
    assert "V registru je: 000000011" in page
    assert "Kraj schvaluje: kde služba působí. Ostatní uvidí lidé hned." in page

    typed = {"version": "0-0", "phone": "116 111", "languages": ["uk"], "other_languages": "perština, arabština"}
    answer = client.post(EDIT, typed, follow=True)

    assert "Lidé už vidí: telefon. Na schválení kraje čeká: jazyky." in text(answer)
    assert proposed(home[0]).values == {"languages": ["uk", "perština", "arabština"]}
    assert 'value="perština, arabština"' in text(client.get(EDIT))


def test_the_provider_chooses_how_often_it_is_reminded_and_nothing_waits(home, client):
    answer = client.post(EDIT, {"version": "0-0", "rhythm": "1"}, follow=True)

    assert "Uloženo: jak často údaje ověřovat." in text(answer)
    assert (ServiceRecord.objects.get().rhythm, home[0].proposals.count()) == (1, 0)
    assert '<option value="1" selected>každý měsíc</option>' in text(client.get(EDIT))


def test_a_wrong_form_keeps_what_was_typed(home, client):
    typed = {"version": "0-0", "phone": "volejte", "price": "Sto korun.", "reach": "Nikdehonice"}

    answer = client.post(EDIT, typed)

    page = text(answer)
    assert (answer.status_code, "Zadejte telefon číslicemi" in page) == (422, True)
    assert ("Sto korun." in page, "Nikdehonice" in page, ServiceRecord.objects.count()) == (True, True, 0)


def test_a_stale_form_says_what_is_stored_and_may_then_be_saved(home, client):
    service, head = home
    say(service, head, hours="po 8–12")

    answer = client.post(EDIT, {"version": "0-0", "hours": "út 8–12"})

    page = text(answer)
    assert (answer.status_code, "Teď je uloženo „po 8–12“." in page) == (422, True)
    assert 'name="version" value="1-0"' in page
    assert client.post(EDIT, {"version": "1-0", "hours": "út 8–12"}).status_code == 302
    assert public_values(service)["hours"] == "út 8–12"


def test_a_secret_address_is_refused_at_its_field(home, client):
    Service.objects.update(hidden_address=True)

    answer = client.post(EDIT, {"version": "0-0", "price": "Platí se na adrese Dlouhá 3."})

    assert (answer.status_code, "Adresa této služby je utajená. Smažte ji" in text(answer)) == (422, True)
    assert client.post(EDIT, {"version": "0-0", "phone": "475 00 00 11"}).status_code == 302  # no postal code


def test_texts_that_came_back_may_be_put_into_the_form(home, client):
    service, head = home
    say(service, head, price="Zdarma.")
    return_proposal(proposed(service), "Od kdy?", version=1, actor=steward())

    assert ("Kraj návrh vrátil: Od kdy?" in text(client.get(EDIT)), "Zdarma." in text(client.get(EDIT))) == (
        True,
        False,
    )
    assert "Zdarma." in text(client.get(f"{EDIT}?vraceno=1"))


def test_who_proposed_learns_the_decision_by_mail(home, mailoutbox):
    service, head = home
    say(service, head, price="Zdarma.")

    approve_proposal(proposed(service), shown=Shown(0, 1), actor=steward())

    assert [(letter.to, letter.subject) for letter in mailoutbox] == [
        ([head.user.email], f"Změna údajů – schváleno: {service.name}")
    ]


def test_taking_back_asks_first(home, client):
    service, head = home
    say(service, head, price="Zdarma.")
    page = f"{EDIT}vzit-zpet/"

    assert (client.get(page).status_code, proposed(service).status) == (200, "waiting")
    assert client.post(page, {"version": "1"}).url == "/moje-sluzby/"
    assert (proposed(service).status, client.get(page).status_code) == ("withdrawn", 302)


def test_differences_compare_only_what_the_register_says_too(home, client):
    service, head = home
    say(service, head, phone="000 000 011", email="nova@poskytovatel.example", hours="po 8–12")

    page = text(client.get(DIFFERENCES))

    assert "Toto není hlášení změny registrujícímu orgánu." in page
    assert "E-mail" in page.split("<caption>")[1]
    assert '<th scope="row">Telefon</th>' not in page  # the same number, written with spaces
    assert "Registr: info@vzorov.example\nPoskytovatel: nova@poskytovatel.example" in page


def test_the_card_says_the_words_of_the_provider_in_their_places(home, client):
    service, head = home
    say(service, head, phone="116 111", documents="občanský průkaz", start_professional="Napište nám.", price="Zdarma.")
    approve_proposal(proposed(service), shown=Shown(1, 1), actor=steward())

    page = text(client.get("/sluzby/1000001/"))

    assert "Zavolat službě: 116 111" in page
    assert page.index("Napište nám.") < page.index("Zdarma.") < page.index("občanský průkaz")
    assert "Zvláštní postup pro odborníky" not in page
    assert "Sdělil poskytovatel" in page
    assert "Služba podle registru" in page


def test_a_paused_service_takes_nobody_in_search(home, client):
    service, head = home
    Availability.objects.create(service=service, accepts="yes", as_of=today(), origin="web", recorded_by="zkouška")
    rebuild_search_rows(actor=Actor.job("zkouška"))
    assert service.name in text(client.get("/sluzby/?prijima=1"))

    say(service, head, pause_from=date(2026, 1, 1))

    assert service.name not in text(client.get("/sluzby/?prijima=1"))
    assert "Služba je přerušená od 1. 1. 2026" in text(client.get("/sluzby/"))


def test_own_services_say_what_to_do(home, client):
    service, head = home
    say(service, head, price="Zdarma.")

    page = text(client.get("/moje-sluzby/"))

    assert "zatím jste je nesdělili" in page
    assert "Čeká na kraj" in page
    assert f'href="{EDIT}"' in page
    assert 'href="/moje-sluzby/"' in page.split("<main")[0]


def test_machines_read_words_of_the_provider_where_the_card_shows_them(home, client):
    service, head = home
    say(service, head, phone="116 111", description="Pomůžeme s úklidem.")
    approve_proposal(proposed(service), shown=Shown(1, 1), actor=steward())

    page = text(client.get("/sluzby/1000001/"))

    assert '"description": "Pomůžeme s úklidem."' in page
    assert '"telephone": ["116 111", "000000011"]' in page


def test_workers_see_own_services_without_the_record(home, client, data_steward):
    service, head = home
    worker = member("Petr Pracovník", Role.SOCIAL_WORKER, head.membership.organization, scope="organization")

    page = text(client.sign_in(worker.user, second_factor=True).get("/moje-sluzby/"))

    assert (service.name in page, EDIT in page) == (True, False)
    assert ("Úplnost" in page, "Ověření údajů" in page) == (False, False)  # it is for those who edit the record
    assert client.get(EDIT).status_code == 404
    client.sign_in(data_steward)
    assert (client.get("/moje-sluzby/").status_code, client.get(EDIT).status_code) == (404, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_own_services_query_count(home, client, django_assert_num_queries, count):
    service, head = home
    for number in range(count - 1):
        say(ServiceFactory(provider=service.provider, name=f"Další {number}"), head, phone="112", price="Zdarma.")
    client.get("/moje-sluzby/")

    with django_assert_num_queries(16):
        assert text(client.get("/moje-sluzby/")).count("Volná místa<") == count


def test_the_region_chooses_what_it_approves(client, data_steward):
    client.sign_in(data_steward)
    assert "Nikdy nečeká" in text(client.get("/sprava/schvalovani/"))

    client.post("/sprava/schvalovani/", {"names": ["price"], "seen": " ".join(CHOOSABLE)})
    assert client.post("/sprava/schvalovani/", {}).status_code == 422  # an old tab clears nothing
    assert client.post("/sprava/schvalovani/", {"names": ["phone"]}).status_code == 422

    page = text(client.get("/sprava/schvalovani/"))
    assert page.count(" checked") == 1


def test_the_register_stands_beside_reach_and_hours(home, client):
    service, _head = home
    KrajFactory()
    Reach.objects.create(service=service, level="okres", code=OkresFactory().code)

    assert "nepřetržitě" in text(client.get(EDIT))
