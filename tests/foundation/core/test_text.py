"""Words of Czech meet in their forms; what is written in different ways sorts and compares as people expect."""

from concurrent.futures import ThreadPoolExecutor

import czech_sort
import pytest

from opora.foundation.core.text import czech_key, fold, raw_words, search_forms, similar, words

SAME = """
    babička babicce; děti dětmi; rodina rodinam; pečovatelka pecovatelku; alzheimrova alzheimr; dluhy dluhová;
    senior seniorů; matka matce; drogy drogami; byt bytu; bydlení bydleni; postižení postižením; domov domova;
    péče péči; práce práci; syn synovi; dcera dceři; exekuce exekucí; oběd obědy; vozíčkář vozickari; krizová krize;
    noclehárna noclehárnu; Praha Praze; Děčín Děčíně; Teplice Teplicích; maminka mamince; demence demencí
"""
DIFFERENT = "most mast; dům domov; rodina rodič; práce právo; hlas hlad; noc noha; senior seno; osoba osada; je byt"


def pairs(text: str) -> list[tuple[str, str]]:
    return [tuple(pair.split()) for pair in text.split(";")]


@pytest.mark.parametrize(("left", "right"), pairs(SAME))
def test_search_forms_join_cases_of_one_word(left, right):
    assert search_forms(left) & search_forms(right)


@pytest.mark.parametrize(("left", "right"), pairs(DIFFERENT))
def test_search_forms_keep_different_words_apart(left, right):
    assert not search_forms(left) & search_forms(right)


@pytest.mark.parametrize("word", ["日本", "½", "ﷺ", "привіт"])
def test_word_of_another_alphabet_has_no_forms(word):
    assert search_forms(word) == frozenset()


def test_fold_drops_diacritics_case_spaces_and_control_characters():
    assert fold("  ÚSTÍ\x00  nad\tLabem ") == "usti nad labem"


def test_words_are_folded_and_cut():
    assert words("Péče, o děti!" + "x" * 50) == ["pece", "o", "deti", "x" * 40]


def test_raw_words_keep_diacritics():
    assert raw_words("Péče – o děti_a „jiné“") == ["Péče", "o", "děti", "a", "jiné"]


def test_czech_key_puts_ch_after_h():
    assert sorted(["Cheb", "Hora", "Ivanov", "Čáslav", "Cvikov"], key=czech_key) == [
        "Cvikov", "Čáslav", "Hora", "Cheb", "Ivanov",
    ]  # fmt: skip


def test_similar_words_differ_by_one_error_and_longer_ones_by_two():
    keys = ["pece", "poradna", "abc"]

    found = [similar(text, keys, two_from=7, most=5) for text in ("peec", "prodana", "poradka", "abx")]

    assert found == [[("pece", 1, 0)], [("poradna", 2, 1)], [("poradna", 1, 1)], []]


def test_forms_of_words_are_the_same_however_many_threads_ask():
    asked = [f"{stem}{ending}" for stem in ("rodin", "peč", "dluh", "poraden", "azylov") for ending in "aeiouyů"] * 20
    alone = [search_forms.__wrapped__(word) for word in asked]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(search_forms.__wrapped__, asked))

    assert together == alone


def test_names_of_several_words_sort_as_the_library_sorts_them():
    names = [
        "Domov Šluknov", "Domov  Slunce", "domov sluní", "Dům", "Chata Alfa", "Cesta", "Čas a lidé",
        "Charita Ústí n. L. – „Chráněné“ bydlení", "Charita Usti n. L.", "a\u0301b", "áb",
    ]  # fmt: skip

    assert sorted(names, key=czech_key) == sorted(names, key=czech_sort.key)
