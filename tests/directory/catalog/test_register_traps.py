"""The eleven traps of the register, one test each, named after the trap."""

import json
from datetime import date

import pytest

from opora.directory.catalog.models import Capacity, Contact, Facility, ImportRun, Provider, SearchRow, Service
from tests.directory.catalog.register_files import facility, item, load, run, small_territory, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _territory(db):
    small_territory()


def test_trap_1_an_ended_service_with_an_open_facility_is_not_active(tmp_path):
    places = [facility(poskytujeDo="2015-01-01"), facility({"cisloDomovni": 9}, nazev="Nová")]

    load(tmp_path, item(1, datumPoskytovaniDo="2012-12-31"), item(2, zarizeni=places))

    assert list(Service.objects.active(date(2026, 4, 1)).values_list("identifier", flat=True)) == ["1000002"]
    assert Service.objects.get(identifier="1000002").name == "Nová"


def test_trap_2_a_facility_written_twice_is_one_and_keeps_its_key(tmp_path):
    load(tmp_path, item(1, zarizeni=[facility(), facility()]))
    key, pk = Facility.objects.values_list("key", "pk").get()

    load(tmp_path, item(1, zarizeni=[facility(nazev="Přejmenovaná")]))

    assert Facility.objects.values_list("key", "pk", "name").get() == (key, pk, "Přejmenovaná")


def test_trap_3_a_facility_without_an_address_point_or_with_a_foreign_one_stands_in_its_obec(tmp_path):
    (tmp_path / "body.csv").write_text("kodAdresnihoMista,lat,lon\n222,49.0,17.0\n333,50.78,14.21\n")
    places = [facility({"kodAdresnihoMista": code}, nazev=str(code)) for code in (None, 222, 333)]

    load(tmp_path, item(1, zarizeni=places), coordinates=str(tmp_path / "body.csv"))

    rows = dict(Facility.objects.values_list("name", "position_source"))
    assert rows == {"None": "obec", "222": "obec", "333": "address_point"}
    assert Facility.objects.get(name="222").latitude == 50.77


def test_a_register_without_coordinates_keeps_those_of_the_same_facility(tmp_path):
    (tmp_path / "body.csv").write_text("kodAdresnihoMista,lat,lon\n111,50.78,14.21\n")
    load(tmp_path, item(1), coordinates=str(tmp_path / "body.csv"))

    same = load(tmp_path, item(1))
    moved = load(tmp_path, item(1, zarizeni=[facility({"cisloDomovni": 9, "kodAdresnihoMista": 112})]))

    assert (same["unchanged"], moved["changed"]) == (1, 1)
    assert Facility.objects.values_list("latitude", "position_source").get() == (50.77, "obec")


def test_trap_4_capacity_belongs_to_the_form_and_is_not_multiplied_by_facilities(tmp_path):
    load(tmp_path, item(1, zarizeni=[facility(), facility({"kodAdresnihoMista": 5}), facility({"psc": "40001"})]))

    assert list(Capacity.objects.values_list("form__form", "unit_code", "count")) == [("ter", "klient", 32)]


def test_trap_5_a_name_that_contradicts_the_address_is_not_repaired(tmp_path):
    most = facility({"obec": {"id": "Obec/567027"}}, nazev="Pečovatelky Děčín")

    load(tmp_path, item(1, zarizeni=[most]))

    row = Facility.objects.get()
    assert (row.name, row.obec_code, row.okres.name) == ("Pečovatelky Děčín", "567027", "Most")


def test_trap_6_contacts_of_the_service_and_of_the_provider_are_kept_apart_and_attachments_left_out(tmp_path):
    provider = {**item()["poskytovatel"], "weby": [{"web": "https://poskytovatel.example"}]}
    papers = {"realizacePoskytovani": [{"priloha": {"url": "https://mpsv.example/priloha.pdf"}}]}

    load(tmp_path, item(1, poskytovatel=provider, doplnkoveUdaje=papers))

    rows = Contact.objects.values_list("service__identifier", "provider__ico", "value")
    assert set(rows) == {("1000001", None, "000000001"), (None, "00000019", "https://poskytovatel.example")}


def test_trap_7_a_secret_address_keeps_okres_and_telephone_only(tmp_path):
    load(tmp_path, item(1, zarizeni=[facility(utajenaAdresa=True)], weby=[{"web": "https://x.example"}]))

    row = Facility.objects.get()
    stored = (row.hidden, row.okres.name, row.street, row.obec_code, row.postal_code, row.latitude, row.name)
    assert stored == (True, "Děčín", "", "", "", None, "Pečovatelky")
    assert list(Contact.objects.filter(service__isnull=False).values_list("kind", flat=True)) == ["phone"]
    assert SearchRow.objects.get().places == ",okres-3502,kraj-60,"


def test_trap_8_an_obec_without_okres_in_the_file_is_placed_by_its_code(tmp_path):
    load(tmp_path, item(1, zarizeni=[facility({"okres": None, "kraj": None, "obecNazev": "Děčín 1"})]))

    row = Facility.objects.get()
    assert (row.okres.code, row.obec_name) == ("3502", "Děčín 1")


def test_trap_9_reach_is_what_the_register_says_and_nothing_is_guessed_from_texts(tmp_path):
    note = "Terénní forma na území obcí ve správním obvodu ORP Most."
    groups = [{"cilovaSkupina": {"id": "CilovaSkupinaOsoby/24"}, "doplnujiciInformace": note}]

    load(tmp_path, item(1, ciloveSkupiny=groups, rozsirenePusobnostiVKraji=[]), item(2))

    services = {row.identifier: list(row.reaches.values_list("level", "code")) for row in Service.objects.all()}
    assert services == {"1000001": [], "1000002": [("kraj", "60")]}
    assert Service.objects.get(identifier="1000001").target_groups.get().note == note


def test_trap_10_statutory_persons_and_dic_are_not_imported(tmp_path):
    provider = {**item()["poskytovatel"], "dic": "CZ7001011234",
                "statutarniOrgany": [{"jmeno": "Tajemna", "prijmeni": "Osobova"}]}  # fmt: skip

    load(tmp_path, item(1, poskytovatel=provider))

    stored = json.dumps(
        [list(model.objects.values()) for model in (Provider, Service, Contact, ImportRun)], default=str
    )
    assert not [secret for secret in ("7001011234", "Tajemna", "Osobova") if secret in stored]


def test_trap_11_the_last_good_version_stays_and_what_left_is_marked_not_deleted(tmp_path):
    load(tmp_path, *[item(number) for number in range(1, 41)])

    assert run(write(tmp_path, [item(number) for number in range(1, 37)]))[0] == 2
    assert Service.objects.filter(gone_on=None).count() == 40
    answer = load(tmp_path, *[item(number) for number in range(1, 40)])

    assert (answer["ended"], answer["unchanged"]) == (1, 39)
    assert Service.objects.get(identifier="1000040").gone_on == date(2026, 4, 1)
