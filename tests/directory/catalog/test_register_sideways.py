"""Sideways leaks of a secret address: contacts of the provider, letters that nobody sees, files left behind."""

import io
import json
import os
import unicodedata
from datetime import date

import pytest

from opora.directory.catalog.forms import RegisterUploadForm
from opora.directory.catalog.imports.download import LONGEST_IMPORT, local_copy
from opora.directory.catalog.management.commands.import_register import Command
from opora.directory.catalog.models import Availability, Contact, Facility, Provider, Service, ServiceTargetGroup
from opora.directory.catalog.operations.availability import record_availability
from opora.directory.catalog.selectors.availability import WHOLE
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from tests.directory.catalog.register_files import ADDRESS, facility, item, load, small_territory

DAY = date(2026, 4, 1)
SECRET = {
    "ulice": {"nazev": "Kanárková"}, "cisloDomovni": 444, "cisloOrientacni": None, "castObce": {"nazev": "Stehlíkov"},
    "dodatekAdresy": "vchod Zvonohlík", "kodAdresnihoMista": 222,
}  # fmt: skip


def shelter(**changes):
    return item(1, zarizeni=[facility(SECRET, utajenaAdresa=True)], **changes)


@pytest.mark.django_db
def test_contacts_of_a_provider_with_an_open_seat_do_not_name_the_street_of_its_shelter(tmp_path):
    small_territory()
    provider = item(1)["poskytovatel"] | {
        "telefony": [{"telefon": "444 000 111", "poznamka": "sídlo v Děčíně, dům v Kanárkové 444"}],
        "weby": [{"web": "https://podpora.example/kanarkova"}, {"web": "https://podpora.example/"}],
    }

    load(tmp_path, shelter(poskytovatel=provider))

    found = Provider.objects.get()
    assert found.street == "Zkušební"
    assert list(found.contacts.values_list("value", "note")) == [
        ("444 000 111", "sídlo v Děčíně, dům v [adresa skryta]"), ("https://podpora.example/", ""),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "otherwise",
    [
        {"kodAdresnihoMista": None, "dodatekAdresy": None},
        {"kodAdresnihoMista": 333, "cisloOrientacni": "7z"},
        {"kodAdresnihoMista": None, "obec": None},
        {"kodAdresnihoMista": None, "ulice": {"nazev": "KANARKOVA "}},
        {"kodAdresnihoMista": None, "ulice": None},
    ],
)
def test_the_seat_of_a_provider_is_the_secret_address_however_it_is_written(tmp_path, otherwise):
    small_territory()
    seat = {**item(1)["poskytovatel"], "adresa": {**ADDRESS, **SECRET, **otherwise}}

    load(tmp_path, shelter(poskytovatel=seat), item(2, poskytovatel={**item(2)["poskytovatel"], "ico": "00000027"}))

    seats = dict(Provider.objects.values_list("ico", "house_number"))
    assert seats == {"00000019": "", "00000027": "1"}


@pytest.mark.django_db
def test_a_note_of_free_places_goes_once_the_address_is_secret(tmp_path):
    small_territory()
    load(tmp_path, item(1, zarizeni=[facility(SECRET)]), item(2))
    for service in Service.objects.all():
        rows = {WHOLE: {"accepts": "yes", "free_places": 2, "note": "V Kanárkové 444."}}
        job = Actor.job("zkouška")
        record_availability(service, rows, as_of=DAY, origin="phone", version=0, actor=job)

    load(tmp_path, shelter(), item(2))

    said = Availability.objects.order_by("pk").values_list("note", "free_places", "version")
    assert list(said) == [("", 2, 2), ("V Kanárkové 444.", 2, 1)]
    load(tmp_path, shelter(doplnujiciInformaceVekoveSkupiny="od 18 let"), item(2))
    assert Availability.objects.get(service__identifier="1000001").version == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written",
    [
        unicodedata.normalize("NFD", "v Kanárkové 444"),
        "v Kanár\N{SOFT HYPHEN}kové 444",
        "v Kanár\N{ZERO WIDTH SPACE}kové 444",
        "v Kanárkové\N{NO-BREAK SPACE}444",
        "za vchodem Zvonohlíku",
    ],
)
def test_no_way_of_writing_hides_a_secret_street_from_the_screening(tmp_path, written):
    small_territory()
    groups = [{"cilovaSkupina": {"id": "CilovaSkupinaOsoby/3"}, "doplnujiciInformace": f"Pro ženy {written}"}]

    load(tmp_path, shelter(ciloveSkupiny=groups))

    note = ServiceTargetGroup.objects.get().note
    assert note.startswith("Pro ženy ")
    assert note.endswith("[adresa skryta]")
    assert len(note) < 30


def test_a_register_left_by_a_killed_process_is_erased_by_the_next_import(settings, tmp_path):
    settings.VAR = tmp_path
    left, working = tmp_path / "registr-stary.json", tmp_path / "registr-novy.json"
    for path in (left, working):
        path.write_text("Kanárková 444")
    os.utime(left, (0, left.stat().st_mtime - LONGEST_IMPORT - 60))

    with local_copy(io.BytesIO(b"{}")):
        assert not left.exists()
        assert working.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_register_cannot_hold_for_a_day_that_has_not_come(day):
    assert "as_of" in RegisterUploadForm({"as_of": day}).errors


@pytest.mark.django_db
def test_a_row_that_became_secret_and_cannot_be_read_hides_the_seat_of_its_provider_too(tmp_path):
    small_territory()
    seat = {"ico": "00000035", "adresa": facility(SECRET)["adresa"], "weby": [{"web": "https://kanarkova.example"}]}
    provider = item(1)["poskytovatel"] | seat
    load(tmp_path, item(1, zarizeni=[facility(SECRET)], poskytovatel=provider), item(2))
    assert Provider.objects.get(street="Kanárková").contacts.count() == 1
    unreadable = shelter(poskytovatel=provider, datumPoskytovaniOd="nesmysl")

    load(tmp_path, unreadable, item(2))

    hidden = Provider.objects.get(ico="00000035")
    assert (hidden.street, hidden.obec_code, hidden.contacts.count()) == ("", "", 0)


@pytest.mark.django_db
def test_telephone_of_a_hidden_service_stays_even_where_its_digits_agree_with_the_house_number(tmp_path):
    small_territory()
    secret = facility({"cisloDomovni": 412}, utajenaAdresa=True)

    load(tmp_path, item(1, zarizeni=[secret], telefony=[{"telefon": "412 000 000", "poznamka": None}]))

    assert list(Contact.objects.filter(service__isnull=False).values_list("kind", flat=True)) == ["phone"]


@pytest.mark.django_db
def test_service_of_a_usually_hidden_kind_without_a_facility_shows_no_address(tmp_path):
    small_territory()
    nowhere = item(1, zarizeni=[], druhSocialniSluzby={"id": "DruhSocialniSluzby/20"})

    load(tmp_path, nowhere, item(2, zarizeni=[facility(utajenaAdresa=True)]))

    assert Service.objects.get(identifier="1000001").hidden_address is True


def test_wrong_options_with_json_end_by_one_line(capsys):
    for argv in (["--json", "--nonsense", "soubor.json"], ["--json"]):
        with pytest.raises(SystemExit) as ended:
            Command().run_from_argv(["manage.py", "import_register", *argv])

        assert ended.value.code == 1
        [line] = capsys.readouterr().out.splitlines()
        assert json.loads(line)["status"] == "failed"


@pytest.mark.django_db
def test_hidden_service_of_a_kraj_with_one_okres_stands_at_it(tmp_path):
    small_territory()
    kraj = Area.objects.create(
        level="kraj", code="19", name="Praha", label="Praha", folded_name="praha", czech_sort="p"
    )
    Area.objects.create(
        level="okres", code="3100", name="Praha", label="Praha", folded_name="praha", czech_sort="p", kraj=kraj
    )
    lost = {"kraj": {"id": "Kraj/19"}, "okres": None, "obec": None}

    load(tmp_path, item(1, zarizeni=[facility(lost, utajenaAdresa=True)]))

    assert Facility.objects.values_list("okres__code", "obec_code", "hidden").get() == ("3100", "", True)
