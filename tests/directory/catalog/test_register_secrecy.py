"""A secret address is nowhere: not in a table, an answer, a log, a page, nor in the bytes of the database file."""

import json
import logging
import re

import pytest
from django.apps import apps
from django.db import connection

from opora.directory.catalog.imports.records import AddressRecord
from opora.directory.catalog.imports.screening import secrets_of
from opora.directory.catalog.models import Facility, ImportRun, Provider, SearchRow, SearchWord, Service
from tests.directory.catalog.register_files import ADDRESS, facility, item, load, run, small_territory, write

CANARIES = {
    "ulice": {"nazev": "Kanárková"}, "cisloDomovni": 987654, "cisloOrientacni": "77z",
    "dodatekAdresy": "vchod Zvonohlík",
    "kodAdresnihoMista": 424242424, "psc": "98712", "castObce": {"nazev": "Stehlíkov"},
    "obec": {"id": "Obec/567027"}, "okres": {"id": "Okres/3508"},
}  # fmt: skip
SECRETS = ["kanárkov", "kanarkov", "987654", "77z", "zvonohlík", "zvonohlik", "424242424", "98712", "stehlíkov",
           "stehlikov", "50.51234", "13.61234", "567027"]  # fmt: skip
NOTE = "Najdete nás v Kanárkové 987654/77z, 987 12 Most, část Stehlíkov, vchod Zvonohlík. Pro ženy s dětmi."


def hidden_item(number=5, **changes):
    """A shelter whose every text gives its address away."""
    beds = [{"pocet": 18, "popis": NOTE, "typ": {"id": "TypKapacitySocialniSluzby/luzka"}}]
    forms = [{"forma": {"id": "FormaSocialniSluzby/pob"}, "nepretrzitePoskytovani": True,
              "casoveRozsahy": [{"den": {"id": "DenVTydnu/1"}, "od": "8:00", "do": "9:00", "poznamka": NOTE}],
              "kapacity": beds}]  # fmt: skip
    values = {
        "druhSocialniSluzby": {"id": "DruhSocialniSluzby/20"},
        "zarizeni": [facility(CANARIES, nazev="Azylový dům Kanárková Most", utajenaAdresa=True)],
        "ciloveSkupiny": [{"cilovaSkupina": {"id": "CilovaSkupinaOsoby/3"}, "doplnujiciInformace": NOTE}],
        "doplnujiciInformaceVekoveSkupiny": NOTE,
        "telefony": [{"telefon": "000000005", "poznamka": NOTE}],
        "emaily": [{"email": "dum@kanarkova.example", "poznamka": None}],
        "kontaktniAdresy": [{"adresa": {**ADDRESS, **CANARIES}, "poznamka": NOTE}],
        "poskytovatel": {"nazev": "Úkryt", "ico": "00000027", "adresa": {**ADDRESS, **CANARIES},
                         "telefony": [{"telefon": "000000006", "poznamka": NOTE}]},
        "formy": forms, **changes,
    }  # fmt: skip
    return item(number, **values)


def found_in(text: str) -> list[str]:
    """Secrets in the text; digits inside of a hash or of a time stamp are a coincidence."""
    return [secret for secret in SECRETS if re.search(rf"(?<![0-9a-f.]){re.escape(secret)}(?![0-9a-f])", text.lower())]


def whole_database() -> str:
    """Every value of the tables that an import writes, and of the audit.

    The number of a process is left out: it may be the very digits of a secret.
    """
    labels = ("catalog", "audit", "documents")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    rows = [row for model in models for row in model._base_manager.values()]
    return json.dumps([row | {"process": ""} for row in rows], default=str, ensure_ascii=False)


@pytest.fixture
def coordinates(tmp_path):
    path = tmp_path / "body.csv"
    path.write_text("identifikator,lat,lon\n1000005,50.51234,13.61234\n")
    return str(path)


@pytest.mark.django_db
def test_a_canary_in_a_secret_address_is_nowhere(tmp_path, coordinates, client, data_steward, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    small_territory()
    bad = hidden_item(6, zarizeni=[facility({**CANARIES, "psc": "Kanárková 98712"}, utajenaAdresa=True)])
    items = [item(1), hidden_item(), bad]

    code, answer = run(write(tmp_path, items), coordinates=coordinates)

    assert (code, answer["added"], len(answer["rejected"])) == (0, 2, 1)
    assert found_in(json.dumps(answer, ensure_ascii=False)) == []
    assert found_in(whole_database()) == []
    assert found_in(caplog.text + "".join(capfd.readouterr())) == []
    client.sign_in(data_steward)
    run_page = f"/sprava/registr/{ImportRun.objects.get().pk}/"
    for address in ("/sluzby/1000005/", "/poskytovatele/00000027/", "/sluzby/?q=azylovy+dum", run_page):
        assert found_in(client.get(address).content.decode()) == []


@pytest.mark.django_db
def test_texts_of_a_hidden_service_lose_what_gives_it_away_and_keep_the_rest(tmp_path):
    small_territory()

    load(tmp_path, hidden_item())

    service = Service.objects.get()
    assert service.name == "Azylový dům"
    assert service.age_note == "Najdete nás v [adresa skryta], část [adresa skryta]. Pro ženy s dětmi."
    assert service.contacts.get().value == "000000005"


@pytest.mark.django_db
def test_address_written_among_telephones_of_a_hidden_service_is_left_out(tmp_path):
    small_territory()
    phones = [{"telefon": "v Kanárkové 987654"}, {"telefon": "000 987 654"}, {"telefon": "linka 12"}]

    load(tmp_path, hidden_item(telefony=phones))

    assert list(Service.objects.get().contacts.values_list("value", flat=True)) == ["000 987 654", "linka 12"]


@pytest.mark.django_db
def test_a_service_that_becomes_hidden_later_leaves_nothing_behind(tmp_path, coordinates):
    small_territory()
    opened = hidden_item(zarizeni=[facility(CANARIES, nazev="Dům Kanárková", utajenaAdresa=False)])
    load(tmp_path, opened, hidden_item(2), coordinates=coordinates)
    assert len(found_in(whole_database())) > 5

    load(tmp_path, hidden_item(), hidden_item(2), coordinates=coordinates)

    assert found_in(whole_database()) == []


def no_index(execute, sql, params, many, context):
    """The process ends at the first row of the search index."""
    if sql.startswith('INSERT INTO "catalog_searchrow"'):
        raise KeyboardInterrupt
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_words_of_a_secret_address_go_with_it_though_the_import_ends_before_the_index(tmp_path):
    small_territory()
    place = facility(CANARIES, nazev="Dům Kanárková", utajenaAdresa=False)
    load(tmp_path, hidden_item(zarizeni=[place]), hidden_item(2))
    words = SearchWord.objects.filter(word__startswith="kanárk")
    assert words.exists()

    with connection.execute_wrapper(no_index), pytest.raises(KeyboardInterrupt):
        load(tmp_path, hidden_item(), hidden_item(2))
    assert (Service.objects.filter(hidden_address=True).count(), words.exists()) == (2, False)
    assert load(tmp_path, hidden_item(), hidden_item(2))["unchanged"] == 2

    assert (SearchWord.objects.exists(), words.exists(), found_in(whole_database())) == (True, False, [])


@pytest.mark.django_db
def test_a_row_that_became_secret_and_cannot_be_read_hides_its_old_version(tmp_path, coordinates):
    small_territory()
    place = facility(CANARIES, nazev="Dům Kanárková", utajenaAdresa=False)
    provider = {**item()["poskytovatel"], "ico": "00000035"}
    load(tmp_path, hidden_item(zarizeni=[place], poskytovatel=provider), item(1), coordinates=coordinates)
    secret = {**place, "utajenaAdresa": True, "poskytujeOd": "kdysi"}

    code, answer = run(write(tmp_path, [item(1), hidden_item(zarizeni=[secret], poskytovatel=provider)]))

    assert (code, answer["ended"], len(answer["rejected"])) == (0, 0, 1)
    assert found_in(whole_database()) == []
    assert load(tmp_path, item(1), hidden_item(poskytovatel=provider))["changed"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "group", "hidden"), [("20", "6", True), ("1", "3", True), ("4", "24", False)])
def test_where_the_flag_was_lost_usual_kinds_and_groups_are_hidden(tmp_path, kind, group, hidden):
    small_territory()
    values = {
        "druhSocialniSluzby": {"id": f"DruhSocialniSluzby/{kind}"},
        "ciloveSkupiny": [{"cilovaSkupina": {"id": f"CilovaSkupinaOsoby/{group}"}}],
    }

    load(tmp_path, item(1, **values), seat_addresses=True)
    seats = Service.objects.get().hidden_address
    load(tmp_path, item(1, **values, zarizeni=[facility(utajenaAdresa=None)]))
    missing = Service.objects.get().hidden_address
    load(tmp_path, item(1, **values))
    nobody_secret = Service.objects.get().hidden_address
    load(tmp_path, item(1, **values), item(2, zarizeni=[facility(utajenaAdresa=True)]), confirm=True)

    assert [seats, missing, nobody_secret] == [hidden] * 3
    assert Service.objects.get(identifier="1000001").hidden_address is False


@pytest.mark.django_db
def test_the_seat_of_a_provider_stays_only_where_a_visible_service_stands(tmp_path):
    small_territory()
    secret = facility(utajenaAdresa=True)

    load(tmp_path, item(1, zarizeni=[secret]))
    alone = Provider.objects.get()
    assert (alone.street, alone.obec_code, alone.okres.name) == ("", "", "Děčín")
    load(tmp_path, item(1, zarizeni=[secret]), item(2), confirm=True)

    assert Provider.objects.get().street == "Zkušební"


@pytest.mark.django_db
def test_facilities_of_hidden_services_keep_okres_and_key_only(tmp_path, coordinates):
    small_territory()
    load(tmp_path, hidden_item(), coordinates=coordinates)

    row = Facility.objects.values().get()
    kept = {name: row[name] for name in ("street", "postal_code", "obec_code", "latitude", "position_source")}
    assert kept == {"street": "", "postal_code": "", "obec_code": "", "latitude": None, "position_source": ""}
    assert len(row["key"]) == 64
    assert SearchRow.objects.get().places == ",okres-3508,kraj-60,"


@pytest.mark.parametrize(
    ("text", "screened"),
    [
        ("sídlo: Nerudova 2272/54b", "sídlo: [adresa skryta]"),
        ("najdete nás v Nerudově", "najdete nás v [adresa skryta]"),
        ("v Praze, okres Praha-východ", "v [adresa skryta], okres Praha-východ"),
        (
            "18 lůžek, kapacita 24/7 podle zákona č. 108/2006 Sb.",
            "18 lůžek, kapacita 24/7 podle zákona č. 108/2006 Sb.",
        ),
        ("4 lůžka na adrese Ludovíta Štúra 2504/4, Most.", "4 lůžka [adresa skryta]."),
        ("PSČ 110 00", "PSČ [adresa skryta]"),
    ],
)
def test_screening_knows_cases_numbers_and_foreign_addresses(text, screened):
    address = AddressRecord(
        street="Nerudova", house_number="2272", orientation_number="54b", postal_code="11000", obec_name="Praha"
    )

    assert secrets_of([address]).screen(text) == screened
