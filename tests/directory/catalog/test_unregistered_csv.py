"""CSV files of services that are not registered: nothing is written before people see what would be."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.directory.catalog.imports import unregistered_csv
from opora.directory.catalog.imports.unregistered_csv import COLUMNS, CsvUnreadable, plan, read_rows, template
from opora.directory.catalog.models import Service, ServiceChange
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.operations.unregistered import save_unregistered
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.errors import StaleError
from opora.foundation.documents.models import StoredFile
from tests.directory.catalog.unregistered_world import CELLS, JOB, club, csv_file

ADDRESS = "/sprava/neregistrovane/csv/"
OTHER = CELLS | {"Název": "Půjčovna Ukázka", "Druh": "o-pujcovna"}
BROKEN = CELLS | {"Název": "Klub Jiný", "IČO": "12345678", "Obec": "Vilémov"}


@pytest.fixture
def clubs(territory):
    """Territory and code lists, no services."""
    load_codelists(actor=JOB)


@pytest.fixture
def staff(client, data_steward, clubs):
    return client.sign_in(data_steward)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def sent(client, content: bytes):
    return client.post(ADDRESS, {"file": SimpleUploadedFile("kluby.csv", content)})


def confirmed(client, shown, **more):
    """The button of the page that shows what would happen."""
    form = shown.context["form"]
    values = {name: form[name].value() for name in ("content", "file_name", "fingerprint")}
    return client.post(ADDRESS, values | more)


def verdicts(content: bytes) -> list[tuple[int, str, str]]:
    return [(row.line, row.verdict, row.identifier) for row in plan(content, actor=JOB).rows]


def load(content: bytes) -> None:
    save_unregistered(plan(content, actor=JOB).items(), source="kluby.csv", actor=JOB)


def test_a_file_sent_twice_at_once_is_written_once(clubs):
    twice = [plan(csv_file(CELLS, OTHER), actor=JOB).items() for _sender in range(2)]
    save_unregistered(twice[0], source="kluby.csv", actor=JOB)

    with pytest.raises(StaleError, match="mezitím zapsal"):
        save_unregistered(twice[1], source="kluby.csv", actor=JOB)
    assert Service.objects.count() == 2


def test_the_file_is_first_shown_then_written_and_nothing_of_it_is_kept(staff):
    shown = sent(staff, csv_file(CELLS, OTHER))

    assert (shown.status_code, Service.objects.count()) == (200, 0)
    assert "kluby.csv. Zatím se nic nezapsalo." in text(shown)
    assert "řádek 3, nová" in text(shown)
    answer = confirmed(staff, shown)
    assert answer.url == "/sprava/neregistrovane/"
    assert list(Service.objects.order_by("pk").values_list("identifier", "name", "kind_code")) == [
        ("M000001", "Klub Ukázka", "o-klub"), ("M000002", "Půjčovna Ukázka", "o-pujcovna"),
    ]  # fmt: skip
    assert StoredFile.objects.count() == 0
    events = AuditEvent.objects.filter(action="catalog.unregistered_imported")
    assert [log.readable(event) for event in events] == ["Načten soubor kluby.csv: nových 2, změněných 0."]


def test_the_same_file_again_changes_nothing(staff):
    confirmed(staff, sent(staff, csv_file(CELLS)))
    before = list(Service.objects.values())

    again = sent(staff, csv_file(CELLS))

    assert "Soubor nic nemění." in text(again)
    assert confirmed(staff, again).status_code == 302
    assert (list(Service.objects.values()), ServiceChange.objects.count()) == (before, 1)


def test_a_button_pressed_twice_writes_once(staff):
    shown = sent(staff, csv_file(CELLS))

    assert [confirmed(staff, shown).status_code for _time in range(2)] == [302, 302]
    assert Service.objects.count() == 1


def test_while_an_error_stands_nothing_is_written_unless_people_want_it(staff):
    shown = sent(staff, csv_file(CELLS, BROKEN))

    assert "Takové IČO neexistuje" in text(shown)
    refused = confirmed(staff, shown)
    assert (refused.status_code, Service.objects.count()) == (422, 0)
    assert "V souboru jsou chybné řádky." in text(refused)
    assert confirmed(staff, shown, skip_errors="on").status_code == 302
    assert list(Service.objects.values_list("name", flat=True)) == ["Klub Ukázka"]


def test_what_changed_meanwhile_is_shown_again_before_it_is_written(staff):
    shown = sent(staff, csv_file(CELLS | {"Telefon": "000 000 022"}))
    club(groups=("24",), free_of_charge=True)

    again = confirmed(staff, shown)

    assert (again.status_code, Service.objects.get().contacts.get().value) == (422, "000 000 011")
    assert "Služby se mezitím změnily." in text(again)
    assert "kontakty: 000 000 011 → 000 000 022" in text(again)
    assert confirmed(staff, again).status_code == 302
    assert Service.objects.get().contacts.get().value == "000 000 022"


def test_each_error_names_its_line_column_and_what_to_do(clubs):
    rows = [CELLS, CELLS, CELLS | {"Kód": "M000099"}, BROKEN, CELLS | {"Zdarma": "možná", "Pro koho": "kosmonauti"}]

    read = plan(csv_file(*rows), actor=JOB)

    assert [(row.line, *error) for row in read.rejected for error in row.errors] == [
        (3, "celý řádek", "Stejná služba je už na řádku 2. Jeden smažte."),
        (4, "Kód", "Službu s tímto kódem nemáme. Opravte ho; u nové nechte prázdný."),
        (5, "IČO", "Takové IČO neexistuje: má osm číslic a poslední je kontrolní. Opravte je."),
        (5, "Obec", "„Vilémov“ může být víc míst. Napište jedno z nich: Vilémov (okres Děčín); "
                    "Vilémov (okres Chomutov); Vilémov (okres Havlíčkův Brod); Vilémov (okres Olomouc)."),
        (6, "Pro koho", "„kosmonauti“ v nabídce není. Vyberte z toho, co nabízí formulář."),
        (6, "Zdarma", "Napište ano, ne, nebo nechte prázdné."),
    ]  # fmt: skip


def test_rows_find_their_service_by_code_or_by_provider_and_name(clubs):
    load(csv_file(CELLS, OTHER))

    found = verdicts(csv_file(
        CELLS | {"Kód": "m000002", "Název": "Nový název"}, CELLS | {"Název": "KLUB UKÁZKA"}, CELLS | {"Název": "Další"},
    ))  # fmt: skip

    assert found == [(2, "changed", "M000002"), (3, "changed", "M000001"), (4, "added", "")]


def test_a_column_that_the_file_lacks_stays_as_it_is(clubs):
    load(csv_file(CELLS))

    read = plan(csv_file({"Název": "Klub Ukázka", "IČO": "19", "Telefon": "000 000 022"}), actor=JOB)

    assert [item["field"] for item in read.rows[0].details] == ["contacts"]


def test_a_new_provider_is_named_once_in_the_file(clubs):
    second = OTHER | {"Poskytovatel": ""}

    load(csv_file(CELLS, second))

    assert set(Service.objects.values_list("provider__name", flat=True)) == {"Spolek Ukázka"}


@pytest.mark.parametrize(
    "content",
    [
        csv_file(CELLS),
        csv_file(CELLS, delimiter=","),
        csv_file(CELLS, delimiter="\t"),
        csv_file(CELLS, encoding="utf-8-sig"),
        csv_file(CELLS, encoding="cp1250"),
        csv_file(CELLS, tail=";;;;;"),
        b"\r\n\r\n" + csv_file(CELLS) + b";;;\r\n\r\n",
        csv_file({key: f'"{value}"' for key, value in CELLS.items()}),
        csv_file(CELLS).replace("Název".encode(), b"NAZEV ").replace(b"\r\n", b"\n"),
    ],
    ids=["semicolon", "comma", "tab", "mark", "Windows", "empty columns", "empty lines", "quotes", "other head"],
)
def test_files_as_people_save_them_are_read(clubs, content):
    assert [row.verdict for row in plan(content, actor=JOB).rows] == ["added"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Vybraný soubor je prázdný."),
        (b"\r\n\r\n", "Soubor je prázdný."),
        (b"PK\x03\x04xlsx", "To je sešit Excelu."),
        ("Název;IČO\r\nKlub;19".encode("utf-16"), "Písmena v souboru se nedají přečíst."),
        (b"\x81\x83\x98", "Písmena v souboru se nedají přečíst."),
        ("Název;IČO;Barva\r\nKlub;19;modrá".encode(), "Sloupec „Barva“ neznáme."),
        ("Název;IČO;Název\r\nKlub;19;Klub".encode(), "Sloupec „Název“ je v souboru dvakrát."),
        ("Název;Obec\r\nKlub;Děčín".encode(), "V záhlaví chybí sloupec „IČO“."),
        ('Název;IČO\r\n"Klub;19'.encode(), "Řádek 2 se nedá přečíst: nejspíš v něm chybí uvozovka."),
        ("Název;IČO\r\n".encode(), "V souboru není žádná služba."),
        (("Název;IČO\r\n" + "Klub;19\r\n" * 501).encode(), "Soubor má víc než 500 služeb."),
        (b"x" * 1_000_001, "Soubor je větší než 1 MB."),
        (template(), "V souboru není žádná služba."),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(staff, content, sentence):
    answer = sent(staff, content)

    assert answer.status_code == 422
    assert sentence in text(answer)


def test_more_cells_than_the_head_are_an_error_of_the_row(clubs):
    read = plan("Název;IČO\r\nKlub;19;navíc".encode(), actor=JOB)

    assert read.rejected[0].errors == [
        ("celý řádek", "Má víc buněk než záhlaví. Zkontrolujte oddělovače a uvozovky.")
    ]  # fmt: skip


def test_the_template_has_every_column_and_opens_in_excel(staff):
    answer = staff.get(f"{ADDRESS}vzor/")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").splitlines()[0].split(";") == list(COLUMNS)
    assert answer["Content-Disposition"] == 'attachment; filename="neregistrovane-sluzby.csv"'


def test_a_damaged_confirmation_starts_again(staff):
    for content in ("%%%", "", "AAAA"):
        assert staff.post(ADDRESS, {"content": content}).url == ADDRESS


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda cells: f"Název;IČO\r\n{cells}".encode(errors="replace"))
)
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    try:
        said = [str(set(row.cells) <= set(COLUMNS.values())) for row in read_rows(content)]
    except CsvUnreadable as error:
        said = [str(error)]
    assert all(sentence == "True" or re.search("[ěščřžýáíéúů]", sentence) for sentence in said)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(list(COLUMNS)), st.text(max_size=40), min_size=1))
def test_any_cells_are_planned_without_an_error_of_the_server(clubs, cells):
    quoted = {name: '"' + value.replace('"', '""') + '"' for name, value in (CELLS | cells).items()}
    try:
        rows = plan(csv_file(quoted, encoding="utf-8").decode(errors="replace").encode(), actor=JOB).rows
    except (CsvUnreadable, UnicodeEncodeError):
        return
    assert {row.verdict for row in rows} <= {"added", "rejected"}


@pytest.mark.parametrize("count", [1, 30])
def test_a_long_file_is_written_by_as_many_statements_as_a_short_one(clubs, django_assert_max_num_queries, count):
    rows = [CELLS | {"Název": f"Klub {number}"} for number in range(count)]
    read = plan(csv_file(*rows), actor=JOB)

    with django_assert_max_num_queries(40):
        save_unregistered(read.items(), source="kluby.csv", actor=JOB)


def test_the_command_says_what_it_would_do_and_does_it(clubs, tmp_path, capsys):
    path = tmp_path / "kluby.csv"
    path.write_bytes(csv_file(CELLS))

    call_command("import_unregistered", str(path), dry_run=True)
    assert Service.objects.count() == 0
    call_command("import_unregistered", str(path))
    call_command("import_unregistered", str(path))

    assert Service.objects.count() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "Zapsáno: nových 0, změněných 0."


def test_the_command_refuses_errors_and_files_that_are_not_there(clubs, tmp_path, capsys):
    path = tmp_path / "kluby.csv"
    path.write_bytes(csv_file(CELLS, BROKEN))

    with pytest.raises(SystemExit) as ended:
        call_command("import_unregistered", str(path))
    assert (ended.value.code, Service.objects.count()) == (1, 0)
    call_command("import_unregistered", str(path), skip_errors=True)
    assert Service.objects.count() == 1
    assert "Řádek 3, IČO: Takové IČO neexistuje" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nepodařilo otevřít"):
        call_command("import_unregistered", str(tmp_path / "nic.csv"))


def test_the_example_of_the_template_is_a_row_that_could_be_read(clubs, monkeypatch):
    monkeypatch.setattr(unregistered_csv, "EXAMPLE", "nic")
    row = template().decode("utf-8-sig").replace("příklad", "")

    assert [(item.verdict, item.errors) for item in plan(row.encode(), actor=JOB).rows] == [("added", [])]
