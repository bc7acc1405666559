"""Pages of a run and of the history of one service: readable, narrowed, for staff only, in few queries."""

import csv
import io

import pytest

from opora.directory.catalog.models import ImportRun, Service, ServiceChange
from tests.directory.catalog.register_files import facility, item, load, run, small_territory, write
from tests.directory.catalog.test_register_secrecy import CANARIES, found_in, hidden_item

pytestmark = pytest.mark.django_db
HISTORY = "/sprava/registr/sluzby/1000001/"


@pytest.fixture(autouse=True)
def _territory(db):
    small_territory()


@pytest.fixture
def steward(client, data_steward):
    return client.sign_in(data_steward)


def text(client, address):
    """The page in plain words: tags away, spaces joined."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def run_address(query=""):
    return f"/sprava/registr/{ImportRun.objects.first().pk}/{query}"


def two_runs(folder):
    """A first run, and one that changes, ends, adds and refuses."""
    load(folder, item(1), item(2), item(3))
    broken = item(3, zarizeni=[facility({"psc": "x"})])
    provider = item(1)["poskytovatel"] | {"nazev": "Podpora Most"}
    load(folder, item(1, telefony=[{"telefon": "000000009"}], poskytovatel=provider), broken, item(4), confirm=True)


def test_a_run_says_what_was_and_what_is_in_words(steward, tmp_path):
    two_runs(tmp_path)

    page = text(steward, run_address())

    assert "bylo:</span>\n          <del>telefon 000000001 – vedoucí</del>" in page
    assert "je:</span>\n          <ins>telefon 000000009</ins>" in page
    assert [
        page.index(f"<h3>{name}</h3>") for name in ("Změněné", "Ukončené", "Odmítnuté řádky", "Poskytovatelé", "Nové")
    ] == sorted(
        page.index(f"<h3>{name}</h3>") for name in ("Změněné", "Ukončené", "Odmítnuté řádky", "Poskytovatelé", "Nové")
    )
    assert "Poskytovatel Podpora Most (IČO 00000019)" in page


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("?zmena=nove", "1000004", "1000001"),
        ("?zmena=ukoncene", "1000002", "1000004"),
        ("?zmena=odmitnute", "/polozky/1/zarizeni/0/adresa/psc", "1000004"),
        ("?zmena=poskytovatele", "Podpora Most (IČO", "1000001"),
        ("?pole=contacts", "1000001", "1000004"),
        ("?zmena=nove&pole=contacts", "Tomuto výběru neodpovídá žádná změna.", "1000001"),
        ("?zmena=nesmysl&pole=nesmysl&strana=x", "1000001", "Tomuto výběru"),
    ],
)
def test_differences_are_narrowed_by_what_happened_and_by_field(steward, tmp_path, query, seen, unseen):
    two_runs(tmp_path)

    page = text(steward, run_address(query)).partition('id="zmeny"')[2]

    assert seen in page
    assert unseen not in page


def test_differences_are_downloaded_as_a_table_without_formulas(steward, tmp_path):
    two_runs(tmp_path)
    Service.objects.filter(identifier="1000002").update(name="=SUMA(1)")

    answer = steward.get(run_address("csv/"))

    content = b"".join(answer.streaming_content)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert content.startswith("\N{BYTE ORDER MARK}".encode())
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert rows[0] == ["co se stalo", "identifikátor", "název", "údaj", "bylo", "je", "poznámka"]
    assert rows[1] == [
        "Změněné", "1000001", "Pečovatelky Děčín", "kontakty", "telefon 000000001 – vedoucí", "telefon 000000009", "",
    ]  # fmt: skip
    assert rows[2][:3] == ["Ukončené", "1000002", "'=SUMA(1)"]
    assert [row[0] for row in rows[3:]] == ["Odmítnuté řádky", "Poskytovatelé", "Nové"]


def test_the_history_of_a_service_has_the_newest_first_with_people_and_without_dry_runs(steward, tmp_path):
    load(tmp_path, item(1))
    load(tmp_path, item(1, telefony=[]))
    run(write(tmp_path, [item(1, emaily=[{"email": "nanecisto@priklad.cz"}])]), dry_run=True)
    by_hand = {"field": "name", "label": "název", "before": ["Staré"], "after": ["Nové jméno"]}
    ServiceChange.objects.create(kind="changed", identifier="1000001", made_by="Petr Datový", details=[by_hand])

    page = text(steward, HISTORY)

    order = [page.index(words) for words in ("Petr Datový", "<del>telefon 000000001", "Služba přibyla ke dni")]
    assert order == sorted(order)
    assert "<ins>Nové jméno</ins>" in page
    assert "nanecisto" not in page
    assert f'href="/sprava/registr/{ImportRun.objects.last().pk}/"' in page


def test_changes_of_its_provider_belong_to_the_history_of_a_service(steward, tmp_path):
    two_runs(tmp_path)

    assert "<ins>Podpora Most</ins>" in text(steward, HISTORY)


def test_a_service_that_is_gone_keeps_its_history_and_an_unknown_one_has_none(steward, tmp_path):
    two_runs(tmp_path)

    page = text(steward, "/sprava/registr/sluzby/1000002/")

    assert "Služba skončila ke dni" in page
    assert "<del>v souboru byla</del>" in page
    assert steward.get("/sprava/registr/sluzby/7777777/").status_code == 404


@pytest.mark.parametrize("address", [HISTORY, "/sprava/registr/sluzby/", "/sprava/registr/1/csv/"])
def test_a_stranger_learns_nothing_and_the_public_is_sent_to_sign_in(client, stranger, tmp_path, address):
    load(tmp_path, item(1))

    assert client.get(address).status_code == 302
    assert client.sign_in(stranger).get(address).status_code == 404


def test_the_card_leads_those_with_the_right_to_the_history(client, data_steward, stranger, tmp_path):
    two_runs(tmp_path)
    link = 'href="/sprava/registr/sluzby/{}/"'

    assert link.format("1000001") not in client.get("/sluzby/1000001/").content.decode()
    assert link.format("1000001") not in client.sign_in(stranger).get("/sluzby/1000001/").content.decode()
    client.sign_in(data_steward)
    assert link.format("1000001") in client.get("/sluzby/1000001/").content.decode()
    assert link.format("1000002") in client.get("/sluzby/1000002/").content.decode()


def test_a_service_is_found_by_its_identifier_or_words_of_its_name(steward, tmp_path):
    other = item(2, zarizeni=[facility(nazev="Noclehárna Šance")])
    load(tmp_path, item(1), other)

    assert steward.get("/sprava/registr/sluzby/?q=1000002").url == "/sprava/registr/sluzby/1000002/"
    assert steward.get("/sprava/registr/sluzby/?q=sance+NOCLEHARNA").url == "/sprava/registr/sluzby/1000002/"
    both = text(steward, "/sprava/registr/sluzby/?q=podpora")
    assert ("Nalezené služby: 2" in both, "Noclehárna Šance" in both) == (True, True)
    assert "Takovou službu katalog nezná." in text(steward, "/sprava/registr/sluzby/?q=xyzzy%00")


def test_pages_of_the_history_give_away_no_secret_address(steward, tmp_path):
    opened = facility(CANARIES, nazev="Dům Kanárková", utajenaAdresa=False)
    provider = item(1)["poskytovatel"] | {"ico": "00000035"}
    load(tmp_path, item(1), item(5, zarizeni=[], poskytovatel=provider))
    load(tmp_path, item(1), item(5, zarizeni=[opened], poskytovatel=provider))
    assert found_in(text(steward, "/sprava/registr/sluzby/1000005/")) != []
    earlier = ImportRun.objects.first().pk

    load(tmp_path, item(1), hidden_item(poskytovatel=provider))

    for address in ("/sprava/registr/sluzby/1000005/", f"/sprava/registr/{earlier}/", run_address()):
        assert found_in(text(steward, address)) == []
    assert "Adresa je utajená." in text(steward, "/sprava/registr/sluzby/1000005/")
    assert found_in(b"".join(steward.get(f"/sprava/registr/{earlier}/csv/").streaming_content).decode()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_of_history_pages_do_not_grow(steward, tmp_path, django_assert_num_queries, count):
    for number in range(count + 1):
        load(tmp_path, *[item(index, portalId=number) for index in range(1, count + 1)], confirm=True)

    with django_assert_num_queries(12):
        text(steward, run_address())
    with django_assert_num_queries(6):
        text(steward, HISTORY)
    with django_assert_num_queries(4):
        text(steward, "/sprava/registr/sluzby/?q=pecovatelky+xyzzy")
