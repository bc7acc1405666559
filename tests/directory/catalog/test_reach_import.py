"""Suggestions of reach follow imports; decisions of people survive them."""

import pytest
from django.core.management import call_command

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.models import Reach, ReachSuggestion, SearchRow, SearchState, Service
from opora.directory.catalog.operations.reach import decide_reach
from opora.directory.catalog.operations.search_words import rebuild_search_rows, refresh_search_rows
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.directory.catalog.register_files import facility, item, load, small_territory

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")
SENTENCE = "Služba je poskytována v okrese Most a ve městě Děčín."
CONFIRMED, REFUSED = SuggestionStatus.CONFIRMED, SuggestionStatus.REFUSED


@pytest.fixture(autouse=True)
def _territory(db):
    small_territory()


def with_text(text: str, number: int = 1, **changes):
    """A register row whose target group is refined by the text."""
    group = {"cilovaSkupina": {"id": "CilovaSkupinaOsoby/24"}, "doplnujiciInformace": text}
    return item(number, ciloveSkupiny=[group], **changes)


def rows() -> dict[str, tuple[str, str]]:
    return {row.key: (row.status, row.sentence) for row in ReachSuggestion.objects.order_by("pk")}


def columns() -> tuple[str, str]:
    return SearchRow.objects.values_list("reaches", "text_reaches").get()


def decide(key: str, status: SuggestionStatus) -> None:
    decide_reach([row for row in ReachSuggestion.objects.all() if row.key == key], status, actor=JOB)


def test_new_service_gets_suggestions_with_their_sentence(tmp_path):
    load(tmp_path, with_text(f"Lidé nad 60 let. {SENTENCE}"))

    assert rows() == {"okres-3508": ("proposed", SENTENCE), "obec-562335": ("proposed", SENTENCE)}
    assert columns() == (",kraj-60,", ",okres-3508,obec-562335,")


def test_notes_of_age_and_capacity_are_read_too(tmp_path):
    forms = item()["formy"]
    forms[0]["kapacity"][0]["popis"] = "Klienti z okresu Most."

    load(tmp_path, item(1, formy=forms, doplnujiciInformaceVekoveSkupiny="Senioři z města Děčín."))

    assert set(rows()) == {"okres-3508", "obec-562335"}


def test_what_the_register_says_itself_is_not_suggested(tmp_path):
    load(tmp_path, with_text("Služba působí v Ústeckém kraji."))

    assert rows() == {}


def test_decisions_survive_imports_and_reindexing(tmp_path):
    load(tmp_path, with_text(SENTENCE))
    decide("okres-3508", CONFIRMED)
    decide("obec-562335", REFUSED)

    load(tmp_path, with_text(f"Nově: {SENTENCE}"))
    expected = (",kraj-60,okres-3508,", "")

    assert {key: status for key, (status, _sentence) in rows().items()} == {
        "okres-3508": "confirmed", "obec-562335": "refused",
    }  # fmt: skip
    assert columns() == expected
    rebuild_search_rows(actor=JOB)
    assert columns() == expected
    refresh_search_rows([Service.objects.get().pk])
    assert columns() == expected
    assert list(Reach.objects.values_list("level", "code")) == [("kraj", "60")]  # the register's own words


def test_sentence_that_has_gone_takes_proposed_ones_and_leaves_decided_ones_without_it(tmp_path):
    load(tmp_path, with_text(SENTENCE))
    decide("okres-3508", CONFIRMED)

    load(tmp_path, with_text("Lidé nad 60 let."))

    assert rows() == {"okres-3508": ("confirmed", "")}
    assert columns() == (",kraj-60,okres-3508,", "")


def test_hidden_service_is_suggested_no_finer_than_okres(tmp_path):
    load(tmp_path, with_text(SENTENCE, zarizeni=[facility(utajenaAdresa=True)]))

    assert set(rows()) == {"okres-3508"}


def test_service_that_becomes_hidden_loses_what_was_finer(tmp_path):
    load(tmp_path, with_text(SENTENCE))
    decide("obec-562335", CONFIRMED)

    load(tmp_path, with_text(SENTENCE, zarizeni=[facility(utajenaAdresa=True)]))

    assert set(rows()) == {"okres-3508"}
    assert columns() == (",kraj-60,", ",okres-3508,")
    assert "Děčín" not in ReachSuggestion.objects.get().sentence


def test_command_makes_suggestions_of_services_already_here_once(tmp_path, capsys):
    load(tmp_path, with_text(SENTENCE))
    ReachSuggestion.objects.all().delete()
    SearchRow.objects.update(text_reaches="")
    version = SearchState.objects.get().version

    call_command("suggest_reach")
    call_command("suggest_reach")

    assert set(rows()) == {"okres-3508", "obec-562335"}
    assert columns() == (",kraj-60,", ",okres-3508,obec-562335,")
    assert SearchState.objects.get().version > version
    assert AuditEvent.objects.filter(action="catalog.reach_suggested").count() == 1
    assert capsys.readouterr().out.splitlines() == [
        "Návrhy působnosti: nových 2, změněných 0, odebraných 0.",
        "Návrhy působnosti: nových 0, změněných 0, odebraných 0.",
    ]


def test_the_same_file_twice_leaves_suggestions_alone(tmp_path):
    load(tmp_path, with_text(SENTENCE))
    before = list(ReachSuggestion.objects.values())

    load(tmp_path, with_text(SENTENCE))

    assert list(ReachSuggestion.objects.values()) == before
