"""Pure parts: readings of a text, stems, distance, sort key."""

import czech_sort
import pytest

from opora.directory.territory.selectors import distance_km
from opora.directory.territory.selectors.names import Level, Reading, hard_stems, readings, stem, stems
from opora.foundation.core.text import czech_key
from tests.fixtures_territory import whole_files


def test_text_is_read_literally_first_then_by_preposition_and_level():
    assert list(readings("v okrese Děčín")) == [
        Reading(("v", "okrese", "decin")),
        Reading(("okrese", "decin")),
        Reading(("decin",), Level.OKRES),
    ]


def test_words_after_a_comma_or_bracket_tell_equal_names_apart():
    assert list(readings("Vilémov (okres Děčín)"))[-1] == Reading(("vilemov",), hint=("decin",))
    assert list(readings("")) == []


@pytest.mark.parametrize(
    ("name", "inflected"),
    [("plzen", "plzni"), ("liberec", "liberci"), ("dvur", "dvore"), ("havlickuv", "havlickove"), ("usti", "usti")],
)
def test_cases_of_a_word_share_a_stem(name, inflected):
    assert stem(name) == stem(inflected)


def test_softened_consonant_is_hardened_back():
    assert hard_stems(("praze",)) == stems(("praha",))
    assert hard_stems(("krupce",)) == stems(("krupka",))


def test_distance_of_praha_and_brno_in_kilometres():
    assert round(distance_km(50.0875, 14.4213, 49.1951, 16.6068)) == 186
    assert distance_km(50.0, 14.0, 50.0, 14.0) == 0.0


def test_stored_sort_key_orders_all_names_as_the_czech_alphabet_does():
    names = sorted({row["name"] for row in whole_files().areas})

    assert sorted(names, key=czech_key) == sorted(names, key=czech_sort.key)
    assert max(len(czech_key(name)) for name in names) <= 400
