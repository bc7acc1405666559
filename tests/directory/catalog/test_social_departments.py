"""The human door: whom to ask at a place, its contact entered by staff, and what is said when it is missing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from opora.directory.catalog.models import SocialDepartment
from opora.directory.catalog.operations.social_departments import record_department
from opora.directory.catalog.selectors.doors import human_door
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import resolve_place
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import StaleError

LIST = "/sprava/socialni-odbory/"
JOB = Actor.job("zkouška")
VALUES = {
    "name": "", "phone": "416 000 000", "email": "", "web": "", "address": "", "note": "", "source": "web města",
    "checked_on": date(2026, 11, 1),
}  # fmt: skip


def area(level: str, code: str) -> Area:
    return Area.objects.get(level=level, code=code)


def roudnice() -> Area:
    return area("orp", "4211")


def edit(orp: Area) -> str:
    return reverse("catalog:social_department", args=[orp.code])


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Roudnice nad Labem", "sociální odbor, Městský úřad Roudnice nad Labem"),
        ("Jílové u Držkova", "sociální odbor, Městský úřad Železný Brod"),
        ("Děčín", "sociální odbor, Magistrát města Děčín"),
        ("Praha", "sociální odbor, úřad městské části, kde bydlíte"),
        ("Hradiště, okres Karlovy Vary", "sociální odbor, Magistrát města Karlovy Vary"),
        ("orp-4211", "sociální odbor, Městský úřad Roudnice nad Labem"),
    ],
)
def test_door_is_the_office_of_the_orp(territory, place, name):
    door = human_door(resolve_place(place, "60").candidates[0])

    assert (door.name, door.is_known) == (name, False)


@pytest.mark.parametrize("place", ["kraj-60", "okres-CZ0421", "stat-CZ"])
def test_place_wider_than_an_orp_has_no_door(territory, place):
    found = resolve_place(place, "60").area

    assert human_door(found) is None


def test_no_place_has_no_door(db):
    assert human_door(None) is None


def test_recorded_contact_stands_in_the_door_and_in_the_audit(territory):
    row = record_department(roudnice(), VALUES, version=0, actor=JOB)

    door = human_door(resolve_place("Roudnice nad Labem").area)
    assert (door.phone, door.source, door.is_known, row.version) == ("416 000 000", "web města", True, 1)
    assert list(AuditEvent.objects.values_list("action", "data")) == [
        (
            "catalog.social_department_recorded",
            {"orp": "4211", "name": "Roudnice nad Labem", "fields": "phone, source, checked_on"},
        )
    ]


def test_name_given_by_staff_wins_over_the_made_one(territory):
    record_department(roudnice(), VALUES | {"name": "odbor sociálních věcí"}, version=0, actor=JOB)

    assert human_door(roudnice()).title == "Odbor sociálních věcí"


def test_the_same_again_writes_nothing(territory):
    record_department(roudnice(), VALUES, version=0, actor=JOB)

    record_department(roudnice(), VALUES, version=1, actor=JOB)

    assert (SocialDepartment.objects.get().version, AuditEvent.objects.count()) == (1, 1)


def test_clearing_all_contacts_deletes_the_row(territory):
    record_department(roudnice(), VALUES, version=0, actor=JOB)

    record_department(roudnice(), VALUES | {"phone": ""}, version=1, actor=JOB)

    assert not SocialDepartment.objects.exists()
    assert AuditEvent.objects.order_by("pk").last().action == "catalog.social_department_cleared"


@pytest.mark.parametrize(("version", "phone"), [(0, "416 111 111"), (7, "416 111 111"), (7, "")])
def test_stale_edit_is_refused(territory, version, phone):
    record_department(roudnice(), VALUES, version=0, actor=JOB)

    with pytest.raises(StaleError):
        record_department(roudnice(), VALUES | {"phone": phone}, version=version, actor=JOB)

    assert SocialDepartment.objects.get().phone == "416 000 000"


def test_public_may_not_record(territory, public):
    with pytest.raises(PermissionDenied):
        record_department(roudnice(), VALUES, version=0, actor=public)


@pytest.mark.parametrize("address", [LIST, f"{LIST}4211/"])
def test_stranger_does_not_learn_that_the_pages_exist(client, territory, stranger, address):
    client.sign_in(stranger)

    assert client.get(address).status_code == 404


def test_list_shows_orp_of_the_kraj_with_what_is_missing(client, territory, data_steward):
    record_department(roudnice(), VALUES, version=0, actor=JOB)
    client.sign_in(data_steward)

    page = text(client.get(LIST))

    assert (page.count("vyplněný</"), page.count("chybí</"), "1. 11. 2026" in page) == (1, 15, True)


def test_orp_of_another_kraj_is_found_by_its_name(client, territory, data_steward):
    client.sign_in(data_steward)

    page = text(client.get(LIST, {"q": "zelezny"}))

    assert "Železný Brod" in page
    assert "Roudnice" not in page


def test_unknown_name_says_what_to_do(client, territory, data_steward):
    client.sign_in(data_steward)

    assert "Takovou obec s rozšířenou působností neznáme" in text(client.get(LIST, {"q": "Nikdekov"}))


def test_contact_is_entered_on_its_page(client, territory, regional_administrator):
    client.sign_in(regional_administrator)
    sent = VALUES | {"version": 0, "checked_on": "2026-11-01", "email": "socialni@roudnice.example"}

    response = client.post(edit(roudnice()), sent)

    row = SocialDepartment.objects.get()
    assert (response.status_code, row.email, row.checked_on) == (302, "socialni@roudnice.example", date(2026, 11, 1))
    assert "416 000 000" in text(client.get(edit(roudnice())))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "zavolejte"}, "Zadejte telefon číslicemi"),
        ({"phone": "123"}, "Zadejte telefon číslicemi"),
        ({"email": "socialni"}, "Zadejte celou adresu, například socialni@"),
        ({"web": "ne web"}, "Zadejte celou adresu stránky"),
        ({"source": ""}, "Napište, odkud údaj máte"),
        ({"checked_on": ""}, "Zadejte den, kdy jste údaj ověřili"),
        ({"checked_on": "2100-01-01"}, "Zadejte den, který už byl"),
        ({"version": "x"}, "Formulář obsahuje chyby"),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(client, territory, data_steward, change, sentence):
    client.sign_in(data_steward)

    response = client.post(edit(roudnice()), VALUES | {"version": 0, "address": "Kostelní 1"} | change)

    assert (response.status_code, sentence in text(response), "Kostelní 1" in text(response)) == (422, True, True)
    assert not SocialDepartment.objects.exists()


def test_edit_of_a_changed_contact_keeps_what_was_typed(client, territory, data_steward):
    record_department(roudnice(), VALUES, version=0, actor=JOB)
    client.sign_in(data_steward)

    response = client.post(edit(roudnice()), VALUES | {"version": 0, "phone": "416 111 111"})

    assert (response.status_code, "změnil někdo jiný" in text(response)) == (422, True)
    assert "416 111 111" in text(response)


def test_late_edit_says_what_is_stored_and_is_then_saved_knowingly(client, territory, data_steward):
    record_department(roudnice(), VALUES, version=0, actor=JOB)
    client.sign_in(data_steward)
    late = VALUES | {"version": 0, "phone": "416 111 111", "address": "Kostelní 1"}

    form = client.post(edit(roudnice()), late).context["form"]

    assert form.errors["phone"] == ["Teď je uloženo „416 000 000“."]
    assert form.errors["address"] == ["Teď není uloženo nic."]
    assert set(form.errors) == {"__all__", "phone", "address"}
    answer = client.post(edit(roudnice()), late | {"version": form["version"].value()}, follow=True)
    assert answer.redirect_chain == [(edit(roudnice()), 302)]
    assert "Kontakt je uložený." in text(answer)
    assert SocialDepartment.objects.get().phone == "416 111 111"


def test_unknown_orp_is_not_found(client, territory, data_steward):
    client.sign_in(data_steward)

    assert client.get(f"{LIST}9999/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(client, territory, data_steward, count, django_assert_num_queries):
    for orp in Area.objects.filter(level="orp", kraj__code="60")[:count]:
        record_department(orp, VALUES, version=0, actor=JOB)
    client.sign_in(data_steward)
    client.get(LIST)

    with django_assert_num_queries(6):
        client.get(LIST)


def test_page_without_results_names_the_door_and_says_that_its_contact_is_missing(client, catalog):
    page = text(client.get("/sluzby/", {"q": "xyzzyx", "kde": "Roudnice nad Labem"}))

    assert "Sociální odbor, Městský úřad Roudnice nad Labem" in page
    assert "Kontakt zatím v Opoře nemáme." in page


def test_page_without_results_shows_the_contact_that_is_known(client, catalog):
    record_department(roudnice(), VALUES, version=0, actor=JOB)

    page = text(client.get("/sluzby/", {"q": "xyzzyx", "kde": "Roudnice nad Labem"}))

    assert 'href="tel:+420416000000"' in page
    assert "ověřeno 1. 11. 2026" in page


def test_page_without_results_and_without_obec_says_how_to_learn_the_door(client, catalog):
    assert "Když do pole „Kde“ napíšete obec" in text(client.get("/sluzby/", {"q": "xyzzyx", "kde": "kraj-60"}))
