"""Staff pages of services that are not registered, and the hub."""

import pytest

from opora.directory.catalog.models import Contact, Facility, Service
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.operations.unregistered import change_unregistered
from opora.directory.territory.models import Area
from tests.directory.catalog.factories import ServiceFactory
from tests.directory.catalog.unregistered_world import FIELDS, JOB, area, club, entry

LIST = "/sprava/neregistrovane/"
NEW = f"{LIST}nova/"
PAGES = ["/sprava/", LIST, NEW, f"{LIST}M000001/", f"{LIST}M000001/konec/", f"{LIST}csv/", f"{LIST}csv/vzor/"]


@pytest.fixture
def clubs(territory):
    """Territory and code lists, no services."""
    load_codelists(actor=JOB)


@pytest.fixture
def staff(client, data_steward, clubs):
    return client.sign_in(data_steward)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("address", PAGES)
def test_the_public_signs_in_and_a_stranger_learns_nothing(client, stranger, clubs, address):
    club()

    assert client.get(address).status_code == 302
    assert client.sign_in(stranger).get(address).status_code == 404
    assert client.post(address).status_code in {404, 405}


def test_a_steward_writes_a_club_and_people_see_it(staff):
    answer = staff.post(NEW, FIELDS, follow=True)

    assert answer.redirect_chain == [(f"{LIST}M000001/", 302)]
    assert "Služba je zapsaná pod kódem M000001." in text(answer)
    assert "Klub Ukázka" in text(staff.get("/sluzby/?q=klub+ukázka"))
    card = text(staff.get("/sluzby/M000001/"))
    assert f'href="{LIST}M000001/"' in card
    assert 'href="/sprava/sluzby/M000001/volna-mista/"' in card


def test_the_form_sent_twice_makes_one_club(staff):
    staff.post(NEW, FIELDS)

    assert staff.post(NEW, FIELDS).url == f"{LIST}M000001/"
    assert Service.objects.count() == 1


def test_the_edited_form_shows_what_is_known_and_saves_it_back_unchanged(staff):
    staff.post(NEW, FIELDS)
    form = staff.get(f"{LIST}M000001/").context["form"]
    sent = {name: form[name].value() for name in form.fields}

    staff.post(f"{LIST}M000001/", {name: value for name, value in sent.items() if value is not None})

    assert Service.objects.get().version == 1
    assert sent["reach"] == "ORP Děčín\nokres Teplice"


def test_a_change_is_saved_and_a_stale_one_keeps_what_was_typed(staff):
    club()
    fields = FIELDS | {"version": 1, "phone": "000 000 022", "reach": "", "street": ""}

    assert staff.post(f"{LIST}M000001/", fields).status_code == 302
    answer = staff.post(f"{LIST}M000001/", fields | {"phone": "000 000 033"})

    assert (answer.status_code, Contact.objects.get().value) == (422, "000 000 022")
    assert "mezitím změnil někdo jiný" in text(answer)
    assert "000 000 033" in text(answer)


def test_a_late_change_says_what_is_stored_and_is_then_saved_knowingly(staff):
    staff.post(NEW, FIELDS | {"description": "Káva.\r\nČaj."})
    address = f"{LIST}M000001/"
    staff.post(address, FIELDS | {"version": 1, "phone": "000 000 022", "name": "Klub Jiný", "free_of_charge": ""})
    late = FIELDS | {"version": 1, "description": "Káva.\r\nČaj.", "as_of": "2026-04-02"}

    form = staff.post(address, late).context["form"]

    assert {name: errors for name, errors in form.errors.items() if name != "__all__"} == {
        "name": ["Teď je uloženo „Klub Jiný“."],
        "description": ["Teď je uloženo „Káva.“."],
        "free_of_charge": ["Teď není uloženo nic."],
        "phone": ["Teď je uloženo „000 000 022“."],
        "as_of": ["Teď je uloženo „1.\xa04.\xa02026“."],
    }
    assert staff.post(address, late | {"version": form["version"].value()}).status_code == 302
    assert Service.objects.get().name == "Klub Ukázka"


def test_a_late_end_is_saved_knowingly(staff):
    club()
    staff.post(f"{LIST}M000001/konec/", {"version": 1, "ends_on": "30. 4. 2026"})

    form = staff.post(f"{LIST}M000001/konec/", {"version": 1, "ends_on": "31. 5. 2026"}).context["form"]

    assert form.errors["ends_on"] == ["Teď je uloženo „30.\xa04.\xa02026“."]
    late = {"version": form["version"].value(), "ends_on": "31. 5. 2026"}
    assert staff.post(f"{LIST}M000001/konec/", late).status_code == 302
    assert f"{Service.objects.get().ends_on}" == "2026-05-31"


def test_the_history_of_an_end_tells_the_day_of_writing_from_the_last_day(staff):
    club()
    staff.post(f"{LIST}M000001/konec/", {"version": 1, "ends_on": "22. 11. 2026"})

    page = text(staff.get("/sprava/registr/sluzby/M000001/"))

    assert "Konec služby, zapsáno" in page
    assert "Poslední den služby: 22. 11. 2026." in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ico": "12345678"}, "Takové IČO neexistuje"),
        ({"ico": ""}, "Člověka bez IČO do veřejného katalogu nezapisujeme"),
        ({"provider_name": ""}, "Poskytovatele s tímto IČO neznáme. Doplňte jeho název."),
        ({"place": "Vilémov"}, "„Vilémov“ může být víc míst. Napište jedno z nich: Vilémov (okres Děčín);"),
        ({"place": "Dečím"}, "Místo „Dečím“ neznáme. Nemysleli jste: Děčín?"),
        ({"place": "Nikdekov nad Ničím"}, "Místo „Nikdekov nad Ničím“ neznáme."),
        ({"place": "Ústecký kraj"}, "Celá území patří do pole „Kde působí“."),
        ({"place": "okres Děčín"}, "Napište obec. Okres patří do pole „Kde působí“."),
        ({"place": "", "reach": ""}, "Napište obec, nebo aspoň území"),
        ({"reach": "ORP Děčín\nNikdekov"}, "Řádek 2: Místo „Nikdekov“ neznáme."),
        ({"phone": "zavolejte"}, "Zadejte telefon číslicemi"),
        ({"phone": ""}, "Vyplňte aspoň jeden kontakt"),
        ({"as_of": "2199-01-01"}, "Zadejte den, který už byl."),
        ({"kind_code": "4"}, "„4“ v nabídce není."),
        ({"groups": ["3"]}, "U pomoci lidem, kterým někdo ubližuje, ulici neuvádíme."),
        ({"groups": ["3"], "description": "Scházíme se na adrese Ukázková 12."}, "adresu neuvádíme ani v textu"),
        ({"name": "<script>alert(1)</script>" * 20}, "název"),
        ({"name": "\u202e\u200f"}, "Napište aspoň jedno písmeno nebo číslici."),
        ({"name": "a\x00b"}, "Formulář obsahuje chyby"),
    ],
)
def test_a_wrong_answer_is_explained_at_its_field_and_nothing_is_lost(staff, values, sentence):
    answer = staff.post(NEW, FIELDS | values)

    assert (answer.status_code, Service.objects.count()) == (422, 0)
    assert sentence in text(answer)
    assert "telefonicky" in text(answer)
    assert "<script>alert" not in text(answer)


def test_help_for_victims_is_kept_by_its_okres(staff):
    values = {"groups": ["3"], "place": "okres Děčín", "street": "", "reach": "okres Děčín", "web": ""}

    staff.post(NEW, FIELDS | values)

    assert (Facility.objects.get().hidden, Facility.objects.get().okres.name) == (True, "Děčín")
    assert staff.get(f"{LIST}M000001/").context["form"]["place"].value() == "okres Děčín"


def test_places_are_written_so_that_they_lead_back(clubs):
    from opora.directory.territory.forms import area_named, written

    # every twentieth obec of the state and those whose names are also starts of other names
    tricky = list(Area.objects.filter(label__in=["Roudnice", "Nové Město", "Luká", "Citov", "Pec", "Hluboká"]))
    some = list(Area.objects.select_related("okres").order_by("pk"))[::60]

    assert [area.label for area in [*tricky, *some] if area_named(written(area)) != area] == []


def test_the_end_is_written_and_taken_back(staff):
    club()
    address = f"{LIST}M000001/konec/"

    assert staff.post(address, {"version": 1, "ends_on": ""}).status_code == 422
    assert staff.post(address, {"version": 1, "ends_on": "2025-01-01"}).status_code == 422
    staff.post(address, {"version": 1, "ends_on": "30. 4. 2026"})
    assert "skončila" in text(staff.get(f"{LIST}M000001/"))
    staff.post(address, {"version": 2, "return": "1"})

    assert Service.objects.get().ends_on is None


def test_the_list_is_narrowed_by_words_kind_and_state(staff):
    club()
    club(name="Půjčovna Ukázka", kind_code="o-pujcovna")
    staff.post(f"{LIST}M000002/konec/", {"version": 1, "ends_on": "31. 1. 2026"})

    def found(query: str) -> list[str]:
        return [service.identifier for service, _kind in staff.get(f"{LIST}?{query}").context["rows"]]

    assert found("") == ["M000001"]
    assert found("stav=vse") == ["M000001", "M000002"]
    assert found("stav=ukoncene") == ["M000002"]
    assert found("q=PUJCOVNA&stav=vse") == ["M000002"]
    assert found("q=m000001") == ["M000001"]
    assert found("druh=o-klub") == ["M000001"]
    assert found("druh=nic&stav=nic&q=%00&strana=-7") == ["M000001"]
    assert found("q=" + "slovo+" * 500) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_times_for_one_as_for_three(staff, count, django_assert_num_queries):
    for number in range(count):
        club(name=f"Klub {number}")
    staff.get(LIST)

    with django_assert_num_queries(8):
        staff.get(LIST)


def test_registered_services_are_not_here(staff):
    ServiceFactory(identifier="M000009")

    assert staff.get(f"{LIST}M000009/").status_code == 404


def test_the_hub_shows_what_waits(staff):
    service = club(as_of=entry().as_of.replace(year=2024))
    change_unregistered(service, entry(reach=(area("okres", "okres Děčín"),)), version=1, actor=JOB)
    club(name="Klub Starý", as_of=entry().as_of.replace(year=2024))

    page = text(staff.get("/sprava/"))

    assert "2 služby, déle než rok neověřeno: 1" in page
    assert "zatím nenačteno" in page
    assert 'href="/sprava/registr/"' in page
    assert 'aria-current="page">Správa' in page
