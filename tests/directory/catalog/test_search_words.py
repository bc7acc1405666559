"""Words people use find the kinds they mean; synonyms, typing errors and places among the words."""

import json
from pathlib import Path

import pytest

from opora.directory import catalog as catalog_app
from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.models import SearchWord, Service
from opora.directory.catalog.selectors.columns import columns
from opora.directory.catalog.selectors.meaning import read_meaning
from opora.directory.catalog.selectors.query import read_query, read_words
from opora.directory.catalog.selectors.search import SearchParams, search
from opora.directory.territory.selectors import resolve_place
from opora.foundation.core.actor import Actor
from opora.foundation.core.text import search_forms

QUERIES = json.loads((Path(catalog_app.__path__[0]) / "data" / "queries-dev.json").read_text(encoding="utf-8"))
LEAST_RECALL = 0.95


def found(q: str, place: str = "", **values):
    """Result for words and the name of a place."""
    area = resolve_place(place, "60").area if place else None
    return search(SearchParams(q=q, place=area, **values), actor=Actor.public())


def kinds(result) -> list[str]:
    return [hit.service.kind_code for hit in result.hits]


def test_lay_questions_find_their_kinds_among_first_twenty(catalog):
    registered = set(Service.objects.values_list("kind_code", flat=True))
    recalls = {}
    for query in QUERIES:
        if expected := set(query["kinds"]) & registered:
            got = set(kinds(found(query["q"], query.get("place", ""))))
            recalls[query["q"]] = len(expected & got) / len(expected)

    assert sum(recalls.values()) / len(recalls) >= LEAST_RECALL, [q for q, recall in recalls.items() if recall < 1]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("q", "kind"),
    [
        ("dluhová poradna", "1"),
        ("pečovatelka pro babičku", "4"),
        ("pecovatelka pro babicku", "4"),
        ("nekdo by dochazel k babicce varit", "4"),
        ("azylak", "20"),
        ("alzheimr", "14"),
        ("domov důchodců", "13"),
        ("rodinam s detmi", "28"),
        ("noclehrána", "26"),
        ("NZDM", "25"),
        ("denní stacík", "10"),
    ],
)
def test_first_hit_is_of_the_kind_meant(catalog, q, kind):
    assert kinds(found(q))[0] == kind


def test_short_name_shared_by_two_kinds_finds_both(catalog):
    assert {"28", "29"} <= set(kinds(found("SAS")))


def test_services_of_the_kind_meant_come_before_those_that_mention_it(catalog):
    result = found("dluhová poradna", "Děčín")

    assert set(kinds(result)[:10]) == {"1"}
    assert "Občanská poradna Děčín" in [hit.service.name for hit in result.hits[:5]]


def test_counselling_says_that_the_register_does_not_tell_about_debts(catalog):
    result = found("dluhová poradna", "Děčín")

    assert [word for word, _number in result.unsaid] == ["dluhová"]


def test_name_of_a_provider_finds_its_services_first(catalog):
    assert "Fokus" in found("Fokus Labe").hits[0].service.provider.name


def test_name_with_its_town_comes_first_although_the_seat_is_elsewhere(catalog):
    assert found("Dům Naděje Litoměřice").hits[0].service.name.startswith("Dům Naděje Litoměřice")


def test_typing_error_is_corrected_and_said(catalog):
    result = found("pecovatelskka sluzba")

    assert result.corrections == (("pecovatelskka", "pečovatelská"),)
    assert kinds(result)[0] == "4"


def test_unknown_word_is_left_out_and_said(catalog):
    result = found("xyzqwerty dluhy")

    assert (result.unknown, kinds(result)[0]) == (("xyzqwerty",), "1")


@pytest.mark.parametrize(
    ("q", "place", "rest"),
    [
        ("pečovatelka Děčín", "Děčín", "pečovatelka"),
        ("pečovatelka v Děčíně", "Děčín", "pečovatelka"),
        ("někdo k babičce v Roudnici", "Roudnice nad Labem", "někdo k babičce"),
        ("noclehárna Most", "Most", "noclehárna"),
        ("Ústí nad Labem domov pro seniory", "Ústí nad Labem", "domov pro seniory"),
    ],
)
def test_obec_among_the_words_is_taken_for_the_place(catalog, q, place, rest):
    result = found(q)

    assert (result.place.name, result.place_rest) == (place, rest)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("q", ["pečovatelka „Děčín“", "domov pro seniory Krásné Březno", "práce pro postižené"])
def test_words_that_are_no_obec_stay_words(catalog, q):
    assert found(q).place is None


def test_place_in_its_own_field_wins_over_the_words(catalog):
    assert found("pečovatelka Děčín", "Teplice").place.name == "Teplice"


def test_query_is_cut_and_stop_words_dropped():
    words = read_words("Dobrý den, hledám někoho, kdo by mi pomohl s dluhy " + "x" * 500)

    assert read_query(words).words == ("pomohl", "dluhy", "x" * 40)


def test_synonyms_of_several_words_are_one_term(db):
    terms = read_query(read_words("osoba bez přístřeší")).terms

    assert [term.words for term in terms] == [("osoba", "bez", "přístřeší")]
    assert any(forms >= search_forms("bezdomovec") for phrase in terms[0].alternatives for forms in phrase)


def test_words_of_the_register_are_kept_with_diacritics(catalog):
    assert SearchWord.objects.get(word="pečovatelská").services > 50
    assert not SearchWord.objects.filter(word="pecovatelska").exists()


def test_correction_prefers_a_word_of_the_register_to_a_misspelt_lay_word(catalog):
    assert found("alzhaimr", "Děčín").corrections == (("alzhaimr", "alzheimer"),)


def test_service_of_another_kind_called_so_comes_after_the_kind(catalog):
    result = found("azylák", "Varnsdorf")

    azylum = kinds(result).index("20")
    assert (azylum, result.sections[False, "kraj"] > 0) == (0, True)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("q", "corrected"),
    [
        ("pecovatelskka sluzba", {"pecovatelskka": "pečovatelská"}),  # a letter more
        ("pečovateslká slžuba", {"pečovateslká": "pečovatelská", "slžuba": "služba"}),  # swapped
        ("nocleharan", {"nocleharan": "noclehárna"}),
        ("stacyonár", {"stacyonár": "stacionář"}),
        ("whitelight", {"whitelight": "white light"}),  # two words in one
        ("azylák", {}),
        ("noclehrána", {"noclehrána": "noclehárna"}),
    ],
)
def test_errors_of_distance_two_are_corrected_and_missing_diacritics_never_count(catalog, q, corrected):
    assert dict(found(q).corrections) == corrected


@pytest.mark.sqlite_only
@pytest.mark.parametrize("q", ["vydechnout", "klavír", "„pecovatelskka“"])
def test_czech_word_and_quoted_word_are_never_changed(catalog, q):
    assert found(q).corrections == ()


@pytest.mark.parametrize(
    ("q", "place", "rest"),
    [
        ("pečovatelka rudnice", "Roudnice nad Labem", "pečovatelka"),
        ("v rudnici pecovatelka", "Roudnice nad Labem", "pecovatelka"),
        ("azylák chomuov", "Chomutov", "azylák"),
        ("noclehárna Tepilce", "Teplice", "noclehárna"),
    ],
)
def test_misspelt_obec_is_taken_for_the_place_and_said(catalog, q, place, rest):
    result = found(q)

    assert (result.place.name, result.place_rest) == (place, rest)
    assert (result.place_words, place) in result.corrections


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "q",
    [
        "kamarádka s miminkem přespává u různých lidí",
        "maminka je po operaci, já pracuju v Praze a potřebovala by nákupy, úklid a teplé jídlo",
        "piju dvanáct let a teď se celý třesu",
    ],
)
def test_words_of_a_story_are_not_taken_for_a_place(catalog, q):
    assert found(q).place is None


def test_nearer_services_of_kinds_that_help_too_do_not_hide_the_kind_asked_for(catalog):
    result = found("muž mě bije", "Děčín")

    assert (kinds(result)[0], "20" in result.other_kinds, "20" in kinds(result)) == ("34", True, True)


def test_words_that_told_the_kind_are_said(catalog):
    assert found("nekdo by dochazel k babicce varit").telling == ("dochazel", "babicce", "varit")


@pytest.mark.parametrize("q", ["ústav", "mám 78 let a potřebuju pečovatelku"])
def test_age_is_no_word_to_look_for(catalog, q):
    assert found(q).unknown == ()


@pytest.mark.parametrize("q", ["pečovatelka rudnice", "azylovy dum pro mtaky v Decine", "poradna"])
def test_words_are_understood_within_six_queries(catalog, q, django_assert_max_num_queries):
    book, table = codebook(), columns()
    read_meaning(q, book, table, place_given=False)  # fills what the process remembers

    with django_assert_max_num_queries(6):
        read_meaning(q, book, table, place_given=False)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("q", "kind"), [("чоловік мене б'є", "34"), ("юридична консультація", "1"), ("шукаю житло", "20")]
)
def test_ukrainian_letters_are_read(catalog, q, kind):
    assert kind in found(q).meant_kinds


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("q", "place"),
    [("domov pro seniory", "Ústí nad Labem"), ("chci do domova dochodcu", "Duchcov"), ("bydlení", "Most")],
)
def test_kind_asked_for_stands_before_nearer_kinds_that_help_too(catalog, q, place):
    result = found(q, place)
    first = kinds(result)[:5]

    assert [kind for kind in first if kind in result.other_kinds] == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("q", "leading"),
    [
        ("pustili mě z vězení a nemám kam jít", {"20", "26", "33"}),
        ("postarat se o dědu na víkend", {"8"}),
        ("je mi 15 a jsem těhotná", {"1", "18"}),
        ("pohlídá maminku s alzheimrem přes den", {"10", "8"}),
        ("nemám kam jít", {"26", "20", "24"}),
        ("berou mi děti", {"28", "1"}),
    ],
)
def test_needs_said_plainly_lead_to_those_who_help_with_them(catalog, q, leading):
    result = found(q)

    assert leading - (set(result.meant_kinds) - set(result.other_kinds)) == set()
    assert "13" not in result.meant_kinds[:3]
