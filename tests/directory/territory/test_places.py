"""Place search: what people write and what it means."""

import pytest

from opora.directory.territory.enums import MatchReason
from opora.directory.territory.models import Area
from opora.directory.territory.operations import load_territory
from opora.directory.territory.selectors import PlaceMatch, ancestors, find_places, resolve_place
from opora.foundation.core.actor import Actor
from tests.fixtures_territory import small_files

pytestmark = pytest.mark.usefixtures("small")


def labels(text, **options):
    """Labels of found places in their order."""
    return [match.area.label for match in find_places(text, **options)]


def meant(text, region=None):
    """Label of the place meant, or None."""
    resolution = resolve_place(text, region)
    return resolution.area and resolution.area.label


@pytest.mark.parametrize(
    "text", ["Děčín", "decin", "DĚČÍN", "  děčín ", "obec Děčín", "město Děčín", "562335", "obec-562335", "Obec-562335"]
)
def test_name_in_any_case_and_code_lead_to_the_obec_only(text):
    decin = Area.objects.get(level="obec", code="562335")

    assert [match.area for match in find_places(text)] == [decin]
    assert resolve_place(text).area == decin
    assert resolve_place(text).exact


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("okres Děčín", "okres Děčín"),
        ("okr. decin", "okres Děčín"),
        ("v okrese Děčín", "okres Děčín"),
        ("okres-3502", "okres Děčín"),
        ("3502", "okres Děčín"),
        ("CZ0421", "okres Děčín"),
        ("ORP Děčín", "ORP Děčín"),
        ("orp-4202", "ORP Děčín"),
        ("4202", "ORP Děčín"),
        ("POÚ Benešov nad Ploučnicí", "POÚ Benešov nad Ploučnicí"),
        ("Ústecký kraj", "Ústecký kraj"),
        ("ustecky", "Ústecký kraj"),
        ("v Ústeckém kraji", "Ústecký kraj"),
        ("kraj-60", "Ústecký kraj"),
        ("60", "Ústecký kraj"),
        ("CZ042", "Ústecký kraj"),
        ("kraj Vysočina", "Kraj Vysočina"),
        ("celá ČR", "Česko"),
        ("Hl. m. Praha", "Hlavní město Praha"),
    ],
)
def test_higher_levels_answer_to_their_word_or_code(text, label):
    assert labels(text)[0] == label
    assert meant(text) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("v Děčíně", "Děčín"),
        ("do Děčína", "Děčín"),
        ("ve Varnsdorfu", "Varnsdorf"),
        ("v Mostě", "Most"),
        ("v Teplicích", "Teplice"),
        ("v Lounech", "Louny"),
        ("z Loun", "Louny"),
        ("v Litoměřicích", "Litoměřice"),
        ("v Kadani", "Kadaň"),
        ("v Krásné Lípě", "Krásná Lípa"),
        ("v Roudnici nad Labem", "Roudnice nad Labem"),
        ("v Karlových Varech", "Karlovy Vary"),
        ("v Liberci", "Liberec"),
        ("do Liberku", "Liberk"),
        ("v Praze", "Praha"),
        ("do Prahy", "Praha"),
        ("v Krupce", "Krupka"),
        ("v Hradci Králové", "Hradec Králové"),
        ("v Havlíčkově Brodě", "Havlíčkův Brod"),
    ],
)
def test_inflected_names_are_understood(text, label):
    assert meant(text) == label
    assert resolve_place(text).reason == MatchReason.INFLECTION
    assert not resolve_place(text).exact


@pytest.mark.parametrize("text", ["Ústí n. L.", "Ústí n/L", "usti n L", "v Ústí n.L.", "Ústí nad L."])
def test_shortened_names_are_understood(text):
    assert meant(text) == "Ústí nad Labem"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Dečim", "Děčín"),
        ("Dčěín", "Děčín"),
        ("Litomerce", "Litoměřice"),
        ("Ústi nad Labm", "Ústí nad Labem"),
        ("Varnsdrof", "Varnsdorf"),
        ("okres Lituměřice", "okres Litoměřice"),
    ],
)
def test_typos_are_forgiven(text, label):
    assert meant(text) == label
    assert resolve_place(text).reason == MatchReason.TYPO


@pytest.mark.parametrize("text", ["Praha 4", "Praha 10 - Vršovice", "v Praze 4", "Praha-Vršovice", "PRAHA, část 4"])
def test_part_of_a_town_means_the_town(text):
    assert meant(text) == "Praha"


@pytest.mark.parametrize("text", ["Děčín IV", "Děčín IV-Podmokly", "Děčín 1", "Děčín XXIII Popovice"])
def test_numbered_part_means_the_town(text):
    assert meant(text) == "Děčín"


def test_equal_names_are_candidates_told_apart_by_okres():
    resolution = resolve_place("vilemov")

    assert resolution.area is None
    assert {area.label for area in resolution.candidates} == {
        "Vilémov (okres Děčín)",
        "Vilémov (okres Chomutov)",
        "Vilémov (okres Havlíčkův Brod)",
        "Vilémov (okres Olomouc)",
    }


def test_equal_names_in_one_okres_are_told_apart_by_orp():
    assert sorted(labels("Mezholezy")) == [
        "Mezholezy (okres Domažlice, ORP Domažlice)",
        "Mezholezy (okres Domažlice, ORP Horšovský Týn)",
    ]


def test_region_comes_first_among_equal_names_but_is_never_chosen_silently():
    resolution = resolve_place("Vilémov", region="71")
    southern = resolve_place("Vilémov", region="60")

    assert resolution.area is None
    assert southern.area is None
    assert [area.label for area in southern.candidates][:2] == ["Vilémov (okres Děčín)", "Vilémov (okres Chomutov)"]


@pytest.mark.parametrize(
    "text",
    [
        "Vilémov (okres Děčín)",
        "vilemov okres decin",
        "Vilémov, Děčín",
        "Vilémov okr. Děčín",
        "vilémov (ústecký kraj, děčín)",
    ],
)
def test_label_or_okres_beside_the_name_decides(text):
    assert meant(text) == "Vilémov (okres Děčín)"


def test_label_with_orp_decides():
    assert meant("Mezholezy (okres Domažlice, ORP Horšovský Týn)") == "Mezholezy (okres Domažlice, ORP Horšovský Týn)"
    assert meant("Mezholezy (okres Domažlice)") is None


@pytest.mark.parametrize("text", ["405 02", "40502", " 405  02 ".replace("  ", " ")])
def test_postal_code_of_more_obce_gives_candidates(text):
    resolution = resolve_place(text)

    assert resolution.area is None
    assert [area.label for area in resolution.candidates] == ["Děčín", "Malšovice"]
    assert resolution.reason == MatchReason.POSTAL_CODE


def test_postal_code_of_one_obec_means_it():
    assert meant("403 02") == "Ústí nad Labem"
    assert resolve_place("40302").exact


@pytest.mark.parametrize("text", ["405 02 Děčín", "Děčín, 405 02", "Malšovice 40502"])
def test_name_beside_postal_code_decides(text):
    assert meant(text) in text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Tržní 3, Děčín", "Děčín"),
        ("Masarykovo nám. 1, 405 02 Děčín", "Děčín"),
        ("Ústecký kraj, Děčín", "Děčín"),
        ("v okolí Ústí nad Labem", "Ústí nad Labem"),
        ("ústí nad labem okres", "okres Ústí nad Labem"),
        ("Nádražní 5, 403 02", "Ústí nad Labem"),
    ],
)
def test_address_leads_to_its_town(text, label):
    assert meant(text) == label


def test_address_in_a_street_called_as_an_obec_offers_both():
    resolution = resolve_place("Vilémov 5, Děčín")

    assert resolution.area is None
    assert {area.name for area in resolution.candidates} == {"Děčín", "Vilémov"}


def test_unknown_postal_code_offers_the_neighbourhood():
    resolution = resolve_place("405 01")

    assert (resolution.area, resolution.reason) == (None, MatchReason.NEAR_POSTAL_CODE)
    assert resolution.candidates[0].label == "Děčín"
    assert find_places("99999") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roudnice", ["Roudnice", "Roudnice nad Labem"]),
        ("Rožnov", ["Rožnov", "Rožnov pod Radhoštěm"]),
        ("Vysočina", ["Vysočina", "Kraj Vysočina"]),
        ("na Vysočině", ["Vysočina", "Kraj Vysočina"]),
        ("Karlovy", ["Karlov", "Karlovy Vary"]),
    ],
)
def test_village_does_not_hide_a_town_called_so_for_short(text, expected):
    resolution = resolve_place(text)

    assert resolution.area is None
    assert [area.label for area in resolution.candidates] == expected
    assert labels(text)[:2] == expected


def test_start_of_a_name_is_completed():
    assert labels("Ústí nad") == ["Ústí nad Labem", "Ústí nad Orlicí"]
    assert labels("Usti nad", region="94") == ["Ústí nad Orlicí", "Ústí nad Labem"]
    assert meant("Varns") == "Varnsdorf"


def test_exact_name_stands_before_longer_ones():
    found = find_places("Most", limit=2)

    assert found[0] == PlaceMatch(Area.objects.get(level="obec", code="567027"), True, MatchReason.NAME)
    assert len(found) <= 2


def test_diacritics_choose_only_when_something_is_spelled_so():
    assert meant("Libavá") == "Libavá (vojenský újezd)"
    assert labels("Lípa") == labels("Lipa")


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "%", "'; DROP TABLE--", "<b>Děč", "😀", "\x00", "x" * 10_000, "1" * 5000, "-", "obec-", "kraj-999"],
)
def test_nonsense_finds_nothing_or_something_but_never_fails(text):
    resolution = resolve_place(text)

    assert resolution.area is None or resolution.area.label == "Děčín"
    assert isinstance(find_places(text), list)


@pytest.mark.parametrize("text", ["Děčín", "Vilémov", "v Ústí n. L.", "405 02", "Dečim", "neexistuje", ""])
def test_search_takes_two_queries(text, django_assert_max_num_queries):
    find_places("zahřátí")

    with django_assert_max_num_queries(2):
        matches = find_places(text)
        [(match.area.label, ancestors(match.area)) for match in matches]


def test_load_by_another_process_is_seen():
    assert meant("Nový Děčín") is None
    files = small_files()
    renamed = [
        row | ({"name": "Nový Děčín", "label": "Nový Děčín"} if row["code"] == "562335" else {}) for row in files.areas
    ]

    load_territory(actor=Actor.job("jiný proces"), files=files.__class__(**vars(files) | {"areas": renamed}))

    assert meant("Nový Děčín") == "Nový Děčín"


def test_ancestors_are_codes_by_level():
    decin = resolve_place("Děčín").area

    assert ancestors(decin) == {
        "stat": "CZ", "kraj": "60", "okres": "3502", "orp": "4202", "pou": "42023", "obec": "562335",
    }  # fmt: skip
    assert ancestors(decin.kraj) == {"stat": "CZ", "kraj": "60"}
