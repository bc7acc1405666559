"""The import: what it counts, refuses and leaves whole."""

import json
import os
from datetime import date, timedelta

import pytest
from django.utils import timezone

from opora.directory.catalog.models import ImportRun, Provider, SearchRow, Service, ServiceChange, StagedService
from opora.directory.catalog.operations import register
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.directory.catalog.register_files import facility, item, load, run, small_territory, write

pytestmark = pytest.mark.django_db
KEYS = {"status", "reason", "added", "changed", "ended", "returned", "unchanged", "rejected", "warnings", "seconds"}
COUNTS = ("added", "changed", "ended", "returned", "unchanged")


@pytest.fixture(autouse=True)
def _territory(db):
    small_territory()


def counts(answer):
    return tuple(answer[name] for name in COUNTS)


def test_the_same_file_twice_changes_nothing(tmp_path):
    load(tmp_path, item(1), item(2))
    before = list(Service.objects.values())

    answer = load(tmp_path, item(1), item(2))

    assert counts(answer) == (0, 0, 0, 0, 2)
    assert list(Service.objects.values()) == before
    assert AuditEvent.objects.filter(action="catalog.register_imported").count() == 2


def test_a_change_names_its_fields_and_rewrites_only_that_service(tmp_path):
    load(tmp_path, item(1), item(2))

    answer = load(tmp_path, item(1), item(2, telefony=[{"telefon": "000000009"}]))

    change = ServiceChange.objects.get(kind="changed")
    assert counts(answer) == (0, 1, 0, 0, 1)
    assert (change.identifier, change.fields) == ("1000002", ["contacts"])
    assert dict(Service.objects.values_list("identifier", "version")) == {"1000001": 1, "1000002": 2}


def test_a_service_ends_and_returns(tmp_path):
    load(tmp_path, item(1), item(2))

    assert counts(load(tmp_path, item(1), confirm=True)) == (0, 0, 1, 0, 1)
    assert counts(load(tmp_path, item(1), confirm=True)) == (0, 0, 0, 0, 1)
    assert counts(load(tmp_path, item(1), item(2), confirm=True)) == (0, 0, 0, 1, 1)
    assert Service.objects.get(identifier="1000002").gone_on is None


def test_an_end_date_in_the_past_counts_as_ended(tmp_path):
    load(tmp_path, item(1))

    assert counts(load(tmp_path, item(1, datumPoskytovaniDo="2026-03-01"))) == (0, 0, 1, 0, 0)
    assert counts(load(tmp_path, item(1))) == (0, 0, 0, 1, 0)


def test_a_rejected_row_keeps_its_old_version_and_does_not_end(tmp_path):
    load(tmp_path, item(1), item(2))

    code, answer = run(write(tmp_path, [item(1), item(2, zarizeni=[facility({"psc": "tady nic"})])]))

    assert (code, counts(answer)) == (0, (0, 0, 0, 0, 1))
    assert answer["rejected"] == [
        {
            "pointer": "/polozky/1/zarizeni/0/adresa/psc",
            "message": "PSČ má mít pět číslic. Opravte je u zdroje a načtěte soubor znovu.",
        }
    ]
    assert Service.objects.filter(gone_on=None).count() == 2


@pytest.mark.parametrize("portal_id", [8, None])
def test_a_row_that_lost_its_identifier_does_not_end_its_service(tmp_path, portal_id):
    secret = facility(utajenaAdresa=True)
    load(tmp_path, item(1), item(2, portalId=8), item(3, portalId=9, poskytovatel={"nazev": "Jiný", "ico": "27"}))

    answer = load(tmp_path, item(1), item(2, identifikator=None, portalId=portal_id, zarizeni=[secret]), confirm=True)

    assert (answer["ended"], len(answer["rejected"])) == (1, 1)
    assert Service.objects.get(identifier=item(2)["identifikator"]).hidden_address


def test_of_two_rows_with_one_identifier_the_first_counts(tmp_path):
    code, answer = run(write(tmp_path, [item(1), item(1, datumPoskytovaniOd="2020-01-01")]))

    assert (code, answer["added"], answer["rejected"][0]["pointer"]) == (0, 1, "/polozky/1/identifikator")
    assert Service.objects.get().starts_on == date(2012, 1, 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("identifikator", None), ("druhSocialniSluzby", None), ("poskytovatel", {"nazev": "Bez IČO"}),
        ("datumPoskytovaniOd", None), ("datumPoskytovaniOd", "1. 1. 2020"), ("zarizeni", "text"),
        ("formy", [{"forma": {"id": "FormaSocialniSluzby/ter"}, "kapacity": [{"pocet": "třicet"}]}]),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_rejected(tmp_path, key, value):
    code, answer = run(write(tmp_path, [item(1), item(2, **{key: value})]))

    assert (code, answer["added"], len(answer["rejected"])) == (0, 1, 1)
    assert answer["rejected"][0]["pointer"].startswith(f"/polozky/1/{key}")


def test_numbers_written_as_text_and_text_written_as_numbers_are_read_with_a_warning(tmp_path):
    forms = item()["formy"]
    forms[0]["kapacity"][0]["pocet"] = "32"
    provider = {**item()["poskytovatel"], "ico": 19}

    answer = load(tmp_path, item(1, formy=forms, poskytovatel=provider, identifikator=1000001))

    assert Service.objects.get().forms.get().capacities.get().count == 32
    assert Provider.objects.get().ico == "00000019"
    assert len(answer["warnings"]) == 4


def test_missing_optional_keys_are_fine(tmp_path):
    kept = ("identifikator", "druhSocialniSluzby", "datumPoskytovaniOd")
    bare = {key: item(1)[key] for key in kept} | {"poskytovatel": {"ico": "00000019"}}

    assert load(tmp_path, bare)["added"] == 1
    assert Service.objects.get().name == "IČO 00000019"


def test_an_unknown_code_is_kept_and_said_once_with_the_number_of_rows(tmp_path):
    strange = {"id": "DruhSocialniSluzby/999"}

    answer = load(tmp_path, item(1, druhSocialniSluzby=strange), item(2, druhSocialniSluzby=strange))

    assert answer["warnings"] == ["Neznámý kód druhu služby: 999. Ukazuje se tak, jak přišel. (řádků: 2)"]
    assert set(Service.objects.values_list("kind_code", flat=True)) == {"999"}


@pytest.mark.parametrize("number", [37, 43])
def test_the_guard_refuses_a_difference_over_5_percent_either_way_unless_confirmed(tmp_path, number):
    load(tmp_path, *[item(index) for index in range(40)])
    path = write(tmp_path, [item(index) for index in range(number)])

    code, answer = run(path)

    assert (code, answer["status"], set(answer)) == (2, "refused", KEYS)
    assert Service.objects.filter(gone_on=None).count() == 40
    assert StagedService.objects.count() == 0
    assert run(path, confirm=True)[0] == 0
    assert Service.objects.filter(gone_on=None).count() == number


def test_a_difference_of_exactly_5_percent_passes(tmp_path):
    load(tmp_path, *[item(index) for index in range(40)])

    assert load(tmp_path, *[item(index) for index in range(38)])["ended"] == 2


def test_an_empty_register_is_refused_even_when_confirmed(tmp_path):
    assert run(write(tmp_path, []), confirm=True)[0] == 2


def test_a_dry_run_counts_the_same_and_writes_nothing(tmp_path):
    load(tmp_path, item(1), item(2))
    before = list(Service.objects.values())
    path = write(tmp_path, [item(1, vekoveSkupiny=[{"id": "VekovaSkupinaOsoby/dospeli"}]), item(3)])

    dry = run(path, dry_run=True, confirm=True)[1]

    assert list(Service.objects.values()) == before
    assert counts(dry) == counts(run(path, confirm=True)[1]) == (1, 1, 1, 0, 0)


def test_the_sample_is_a_scope_of_its_own(tmp_path):
    load(tmp_path, item(1))
    load(tmp_path, item(2), sample=True)

    assert counts(load(tmp_path, item(1))) == (0, 0, 0, 0, 1)
    assert set(Service.objects.values_list("identifier", "scope", "is_sample", "gone_on")) == {
        ("1000001", "rpss", False, None), ("1000002", "ukazka", True, None),
    }  # fmt: skip
    assert run(write(tmp_path, [item(2)]), sample=False, confirm=True)[0] == 2


def test_a_living_run_lets_no_other_begin(tmp_path):
    register.start_run(actor=Actor.job("první"), source="první", as_of=date(2026, 4, 1))

    code, answer = run(write(tmp_path, [item(1)]))

    assert (code, answer["reason"]) == (2, register.BUSY)
    assert Service.objects.count() == 0


@pytest.mark.parametrize("process", ["host-jinde:1:1", "tady"])
def test_a_dead_run_blocks_nobody_and_its_staging_is_forgotten(tmp_path, process):
    old = register.start_run(actor=Actor.job("první"), source="první", as_of=date(2026, 4, 1))
    StagedService.objects.create(run=old, identifier="1", content_hash="", payload={})
    dead = f"{register.process_name().split(':')[0]}:{2**22 + 1}:5" if process == "tady" else process
    beat = timezone.now() - timedelta(minutes=1 if process == "tady" else 11)
    ImportRun.objects.update(process=dead, heartbeat_at=beat)

    load(tmp_path, item(1))

    old.refresh_from_db()
    assert (old.status, StagedService.objects.count(), Service.objects.count()) == ("failed", 0, 1)


def test_what_a_killed_run_applied_but_did_not_index_the_next_run_puts_there(tmp_path):
    load(tmp_path, item(1))
    row = SearchRow.objects.values().get()
    search = {name: str(value) if name == "starts_on" else value for name, value in row.items() if name != "service_id"}
    StagedService.objects.create(
        run=ImportRun.objects.get(), identifier="1000001", content_hash="", payload={}, search=search
    )
    SearchRow.objects.all().delete()

    load(tmp_path, item(1))

    assert SearchRow.objects.values().get() == row
    assert StagedService.objects.count() == 0


def test_an_unexpected_error_leaves_the_old_state_and_one_line_of_json(tmp_path, settings):
    load(tmp_path, item(1))
    settings.ADDRESS_KEY = None

    code, answer = run(write(tmp_path, [item(1), item(2)]), confirm=True)

    assert (code, answer["status"], set(answer)) == (1, "failed", KEYS)
    assert Service.objects.count() == 1
    assert ImportRun.objects.first().status == "failed"


def test_a_missing_or_unreadable_file_is_one_line_of_json_too(tmp_path):
    assert run(tmp_path / "neni.json")[0] == 1
    assert run(tmp_path)[0] == 1
    assert run(write(tmp_path, [item(1)]), as_of="zítra")[0] == 1
    assert run(write(tmp_path, [item(1)]), coordinates=os.devnull)[0] == 1


def test_the_report_for_a_person_is_short_and_czech(tmp_path, capsys):
    from django.core.management import call_command

    call_command("import_register", str(write(tmp_path, [item(1)])), as_of="2026-04-01")

    assert "nových 1, změněných 0" in capsys.readouterr().out


def test_every_answer_has_exactly_the_agreed_keys(tmp_path):
    assert set(load(tmp_path, item(1))) == KEYS
    assert json.loads(json.dumps(load(tmp_path, item(1))))["status"] == "done"


def test_a_file_read_before_is_known_and_counts_the_same(tmp_path):
    wrong = {**item(3), "poskytovatel": None}
    first = load(tmp_path, item(1), item(2), wrong)
    before = ImportRun.objects.latest("pk")

    second = load(tmp_path, item(1), item(2), wrong)

    assert counts(second) == (0, 0, 0, 0, 2)
    assert second["rejected"] == first["rejected"] != []
    assert second["warnings"] == first["warnings"]
    last = ImportRun.objects.latest("pk")
    assert (last.read, last.services, last.rejected) == (3, before.services, 1)
    assert last.fingerprint == before.fingerprint != ""


def days() -> list[str]:
    return [str(day) for day in Service.objects.order_by("identifier").values_list("as_of", flat=True)]


def test_a_file_read_before_confirms_only_services_whose_rows_could_be_read(tmp_path):
    load(tmp_path, item(1, portalId=1), item(2, portalId=2), as_of="2026-05-01")
    nameless = {**item(2, portalId=2), "identifikator": None}
    rows = item(1, portalId=1), item(1, portalId=1), nameless  # one stands there twice, one does not say whose it is

    seen = []
    for day in ("2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04"):
        load(tmp_path, *rows, as_of=day)
        seen.append(days())

    assert seen == [[day, "2026-05-01"] for day in ("2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04")]
    assert {run.services for run in ImportRun.objects.all()} == {2}


def test_a_file_read_before_is_read_again_when_somebody_touched_its_services(tmp_path):
    load(tmp_path, item(1), item(2))
    Service.objects.filter(identifier=item(1)["identifikator"]).update(content_hash="")

    assert counts(load(tmp_path, item(1), item(2))) == (0, 1, 0, 0, 1)


def test_a_file_read_before_is_read_again_when_another_one_wrote_over_its_provider(tmp_path):
    load(tmp_path, item(1))
    load(tmp_path, item(2, poskytovatel={**item(2)["poskytovatel"], "nazev": "Ukázka"}), sample=True)
    assert Provider.objects.get().is_sample

    load(tmp_path, item(1))

    provider = Provider.objects.get()
    assert (provider.name, provider.is_sample) == ("Podpora Děčín", False)


def test_a_file_read_before_is_read_again_once_a_facility_has_opened_or_closed(tmp_path):
    closing = item(1, zarizeni=[facility(poskytujeDo="2026-05-31")])
    load(tmp_path, closing, as_of="2026-05-01")

    assert counts(load(tmp_path, closing, as_of="2026-05-31")) == (0, 0, 0, 0, 1)
    assert Service.objects.get().as_of == date(2026, 5, 31)
    assert counts(load(tmp_path, closing, as_of="2026-06-01")) == (0, 1, 0, 0, 0)
