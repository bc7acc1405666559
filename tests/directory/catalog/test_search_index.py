"""The index follows the table by itself, and can be made anew."""

from io import StringIO

import pytest
from django.core.management import call_command

from opora.directory.catalog.indexing import INDEX, index_words, joined
from opora.directory.catalog.models import SearchRow, SearchWord, Service, ServiceKind
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.text import search_forms
from tests.directory.catalog.search_world import JOB, World

pytestmark = pytest.mark.django_db


def term(*words: str):
    """A term of one alternative with the words."""
    return (tuple(search_forms(word) for word in words),)


def rows_with(word: str) -> list[tuple[int, int]]:
    return INDEX.find([("name_words", term(word))])


@pytest.fixture
def row(db) -> SearchRow:
    World().service("Naděje", kind_code="1")
    rebuild_search_rows(actor=JOB)
    return SearchRow.objects.get()


def test_index_says_which_pair_of_column_and_term_each_row_holds(row):
    asked = [("name_words", term("naděje")), ("note_words", term("naděje")), ("kind_words", term("poradna"))]

    assert sorted(INDEX.find(asked)) == [(0, row.pk), (2, row.pk)]


def test_term_of_several_words_needs_all_of_them_in_one_column(row):
    assert INDEX.find([("kind_words", term("dluhová", "poradna"))]) == [(0, row.pk)]
    assert INDEX.find([("name_words", term("naděje", "poradna"))]) == []


def test_index_follows_update_and_delete(row):
    row.name_words = index_words(["Radost"])
    row.save()
    assert (rows_with("naděje"), rows_with("radost")) == ([], [(0, row.pk)])

    row.delete()
    assert rows_with("radost") == []


def test_nothing_asked_finds_nothing(db):
    assert INDEX.find([]) == []


def test_joined_codes_stand_between_commas_once():
    assert (joined(["amb", "ter", "amb", ""]), joined([])) == (",amb,ter,", "")


def test_reindex_gives_the_rows_that_the_import_made(catalog):
    moving = {"places", "latitude", "longitude"}  # a facility may have ended since the day of the register
    fields = [field.attname for field in SearchRow._meta.fields if field.name not in moving]
    before = list(SearchRow.objects.order_by("pk").values(*fields))

    call_command("reindex", stdout=StringIO())

    assert list(SearchRow.objects.order_by("pk").values(*fields)) == before


def test_rows_are_made_anew_after_a_change_of_code_lists_only(row):
    ServiceKind.objects.filter(code="1").update(summary="jinak")
    words = row.kind_words
    SearchRow.objects.update(kind_words="")

    call_command("load_codelists", verbosity=0)
    assert SearchRow.objects.get().kind_words == words

    call_command("load_codelists", verbosity=0)
    assert AuditEvent.objects.filter(action="catalog.search_rebuilt").count() == 2  # the first one by the fixture


def test_reindex_makes_words_and_leaves_a_trace(row):
    assert SearchWord.objects.get(word="naděje").services == 1
    assert AuditEvent.objects.filter(action="catalog.search_rebuilt").count() == 1
    assert Service.objects.count() == 1
