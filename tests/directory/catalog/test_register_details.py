"""Values before and after in the history of a run: readable, short, and never anything of a secret address."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opora.directory.catalog.models import Service, ServiceChange
from opora.directory.catalog.selectors.differences import LONGEST_LINE, MOST_LINES, lines_change
from tests.directory.catalog.register_files import facility, item, load, run, small_territory, write
from tests.directory.catalog.test_register_secrecy import CANARIES, found_in, hidden_item, whole_database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _territory(db):
    small_territory()


def details(identifier="1000001"):
    """The last change of the service: field → (before, after)."""
    change = ServiceChange.objects.filter(identifier=identifier).order_by("pk").last()
    return {entry["field"]: (entry["before"], entry["after"]) for entry in change.details}


def all_details() -> str:
    return json.dumps(list(ServiceChange.objects.values_list("details", flat=True)), ensure_ascii=False)


def form(count=32, code="ter", note=""):
    beds = {"pocet": count, "popis": note, "typ": {"id": "TypKapacitySocialniSluzby/klient"}}
    return {"forma": {"id": f"FormaSocialniSluzby/{code}"}, "nepretrzitePoskytovani": False, "casoveRozsahy": None,
            "kapacity": [beds]}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "before", "after"),
    [
        (
            {"formy": [form(20)]}, "forms",
            ["terénní forma, kapacita 32 klientů"], ["terénní forma, kapacita 20 klientů"],
        ),
        (
            {"zarizeni": [facility(poskytujeDo="2026-12-31")]}, "facilities",
            ["Pečovatelky Děčín, Zkušební 1/2a, Podmokly, 405 02 Děčín, od 1. 1. 2012"],
            ["Pečovatelky Děčín, Zkušební 1/2a, Podmokly, 405 02 Děčín, od 1. 1. 2012 do 31. 12. 2026"],
        ),
        ({"telefony": []}, "contacts", ["telefon 000000001 – vedoucí"], []),
        ({"rozsirenePusobnostiVKraji": []}, "reaches", ["Ústecký kraj"], []),
        ({"druhSocialniSluzby": {"id": "DruhSocialniSluzby/999"}}, "kind", ["pečovatelská služba"], ["999"]),
        ({"datumPoskytovaniDo": "2027-01-31"}, "validity", ["od 1. 1. 2012"], ["od 1. 1. 2012 do 31. 1. 2027"]),
        ({"doplnujiciInformaceVekoveSkupiny": "od 60 let"}, "ages", [], ["upřesnění: od 60 let"]),
        ({"portalId": 8}, "origin", ["číslo na portálu 7"], ["číslo na portálu 8"]),
        (
            {"poskytovatel": {"nazev": "Jiná podpora", "ico": "27"}}, "provider",
            ["Podpora Děčín, IČO 00000019"], ["Jiná podpora, IČO 00000027"],
        ),
    ],
)  # fmt: skip
def test_a_change_says_what_was_and_what_is(tmp_path, changes, field, before, after):
    load(tmp_path, item(1))

    load(tmp_path, item(1, **changes))

    assert details()[field] == (before, after)


def test_only_lines_that_differ_are_kept_and_a_new_service_has_none(tmp_path):
    groups = [{"cilovaSkupina": {"id": f"CilovaSkupinaOsoby/{code}"}} for code in (24, 25)]
    load(tmp_path, item(1, ciloveSkupiny=groups))
    assert details() == {}

    load(tmp_path, item(1, ciloveSkupiny=[groups[0]]))

    assert [list(map(len, sides)) for sides in details().values()] == [[1, 0]]


def test_a_facility_that_only_moved_on_the_map_says_its_position(tmp_path):
    load(tmp_path, item(1))
    (tmp_path / "body.csv").write_text("kodAdresnihoMista,lat,lon\n111,50.78,14.21\n")

    load(tmp_path, item(1), coordinates=str(tmp_path / "body.csv"))

    [before], [after] = details()["facilities"]
    assert before.endswith("adresní místo 111; přibližná poloha: střed obce 50.77000, 14.20000")
    assert after.endswith("adresní místo 111; adresní místo 50.78000, 14.21000")


def test_a_service_that_left_and_came_back_says_so(tmp_path):
    load(tmp_path, item(1), item(2))
    load(tmp_path, item(1), confirm=True)
    assert details("1000002") == {"gone": (["v souboru byla"], ["v souboru není"])}

    load(tmp_path, item(1), item(2), confirm=True)

    assert details("1000002") == {"gone": (["v souboru nebyla od 1. 4. 2026"], ["v souboru je"])}


def test_a_day_that_passes_says_which_facility_closed(tmp_path):
    places = [facility(), facility({"cisloDomovni": 9, "kodAdresnihoMista": 9}, nazev="Pobočka",
                                   poskytujeDo="2026-04-10")]  # fmt: skip
    load(tmp_path, item(1, zarizeni=places))

    load(tmp_path, item(1, zarizeni=places), as_of="2026-05-01")

    assert details() == {"opening": (["Pobočka: v provozu"], ["Pobočka: mimo provoz"])}


def test_long_texts_show_where_they_differ_and_many_lines_are_counted():
    long = "Pomáháme lidem. " * 60
    change = lines_change("groups", [f"{long}Do 60 let. {long}"], [f"{long}Do 70 let. {long}"])
    many = lines_change("contacts", [], [f"telefon {number}" for number in range(80)])

    assert "Do 60 let" in change["before"][0]
    assert "Do 70 let" in change["after"][0]
    assert max(map(len, change["before"] + change["after"])) <= LONGEST_LINE
    assert (len(many["after"]), many["after"][-1]) == (MOST_LINES, "a dalších 31")
    assert lines_change("name", ["Domov  Ukázka"], ["Domov Ukázka"]) is None


def test_changes_of_a_provider_have_a_row_of_their_own_and_are_no_changed_services(tmp_path):
    load(tmp_path, item(1))
    provider = item(1)["poskytovatel"] | {"nazev": "Podpora Most", "telefony": [{"telefon": "000000009"}]}

    answer = load(tmp_path, item(1, poskytovatel=provider))

    row = ServiceChange.objects.order_by("pk").last()
    assert answer["unchanged"] == 1
    assert (row.kind, row.identifier, row.pointer) == ("changed", "", "poskytovatel/00000019")
    assert (row.fields, row.message) == (["name", "contacts"], "Poskytovatel Podpora Most (IČO 00000019)")
    assert [(entry["field"], entry["before"], entry["after"]) for entry in row.details] == [
        ("name", ["Podpora Děčín"], ["Podpora Most"]), ("contacts", [], ["telefon 000000009"]),
    ]  # fmt: skip
    assert load(tmp_path, item(1, poskytovatel=provider))["unchanged"] == 1
    assert ServiceChange.objects.order_by("pk").last() == row


def test_a_dry_run_keeps_its_details(tmp_path):
    load(tmp_path, item(1))

    run(write(tmp_path, [item(1, telefony=[], poskytovatel={"nazev": "Jiná", "ico": "19"})]), dry_run=True)

    assert details() == {"contacts": (["telefon 000000001 – vedoucí"], [])}
    assert ServiceChange.objects.get(identifier="").details[0]["after"] == ["Jiná"]


def test_old_sides_of_a_batch_take_a_constant_number_of_queries(tmp_path):
    def queries(count):
        numbers = range(count)
        load(tmp_path, *[item(number) for number in numbers], confirm=True)
        changed = [item(number, telefony=[], formy=[form(5)], zarizeni=[], ciloveSkupiny=[]) for number in numbers]
        with CaptureQueriesContext(connection) as captured:
            load(tmp_path, *changed, confirm=True)
        return sum(query["sql"].startswith("SELECT") for query in captured)

    assert queries(1) == queries(9)


OPEN = facility(CANARIES, nazev="Dům Kanárková", utajenaAdresa=False)
OPEN_PROVIDER = item(1)["poskytovatel"] | {"ico": "00000035"}


def test_of_a_hidden_service_only_codes_and_counts_are_said(tmp_path):
    load(tmp_path, item(1), hidden_item(poskytovatel=OPEN_PROVIDER))
    fewer = hidden_item(poskytovatel=OPEN_PROVIDER, telefony=[], datumPoskytovaniDo="2027-01-01")
    fewer["formy"][0]["kapacity"][0] |= {"pocet": 5, "popis": "Dům v Kanárkové 987654"}

    load(tmp_path, item(1), fewer)

    assert details("1000005") == {
        "validity": (["od 1. 1. 2012"], ["od 1. 1. 2012 do 1. 1. 2027"]),
        "forms": (["pobytová forma, kapacita 18 lůžek"], ["pobytová forma, kapacita 5 lůžek"]),
    }
    assert found_in(all_details()) == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_service_that_becomes_hidden_gets_no_address_into_the_history(tmp_path, dry_run):
    opened = hidden_item(zarizeni=[OPEN], poskytovatel=OPEN_PROVIDER)
    load(tmp_path, hidden_item(2), opened)

    run(write(tmp_path, [hidden_item(2), hidden_item(poskytovatel=OPEN_PROVIDER)]), dry_run=dry_run)

    assert details("1000005")["hidden"] == (["adresa se ukazuje"], ["adresa se neukazuje"])
    assert found_in(all_details()) == []


def test_details_of_older_runs_are_erased_once_the_address_is_secret(tmp_path):
    opened = item(5, zarizeni=[])
    load(tmp_path, item(1), opened)
    load(tmp_path, item(1), item(5, zarizeni=[OPEN]))
    run(write(tmp_path, [item(1), opened]), dry_run=True)
    by_hand = {"field": "name", "before": ["Kanárková"], "after": []}
    ServiceChange.objects.create(kind="changed", identifier="1000005", made_by="Správce", details=[by_hand])
    assert len(found_in(all_details())) > 3

    load(tmp_path, item(1), hidden_item())

    assert found_in(whole_database()) == []


def test_the_seat_of_a_provider_leaves_the_history_with_the_address_of_its_shelter(tmp_path):
    here = OPEN_PROVIDER | {"adresa": OPEN["adresa"]}
    load(tmp_path, item(1), item(5, poskytovatel=OPEN_PROVIDER, zarizeni=[]))
    load(tmp_path, item(1), item(5, poskytovatel=here | {"nazev": "Úkryt"}, zarizeni=[]))
    assert len(found_in(all_details())) > 3

    load(tmp_path, item(1), hidden_item(poskytovatel=here))

    assert found_in(whole_database()) == []
    change = ServiceChange.objects.filter(identifier="", fields__isnull=False).order_by("pk").first()
    assert [entry["field"] for entry in change.details] == ["name"]


def test_a_row_that_cannot_be_read_and_says_secret_erases_the_history_too(tmp_path):
    load(tmp_path, item(1), item(5, zarizeni=[], poskytovatel=OPEN_PROVIDER))
    load(tmp_path, item(1), item(5, zarizeni=[OPEN], poskytovatel=OPEN_PROVIDER))
    assert len(found_in(all_details())) > 3
    secret = {**OPEN, "utajenaAdresa": True, "poskytujeOd": "kdysi"}

    load(tmp_path, item(1), item(5, zarizeni=[secret], poskytovatel=OPEN_PROVIDER))

    assert Service.objects.get(identifier="1000005").hidden_address
    assert found_in(whole_database()) == []


def test_the_seat_of_another_provider_in_the_house_of_a_shelter_leaves_the_history(tmp_path):
    before = item(1)["poskytovatel"] | {"ico": "00000043", "nazev": "Soused"}
    there = before | {"adresa": OPEN["adresa"]}
    load(tmp_path, item(1), item(2, poskytovatel=before))
    load(tmp_path, item(1), item(2, poskytovatel=there))
    assert len(found_in(all_details())) > 3

    load(tmp_path, item(1), item(2, poskytovatel=there), hidden_item(), confirm=True)

    assert found_in(whole_database()) == []
