"""Pages of kinds say in plain Czech all that the law gives, without amounts, abbreviations and empty promises."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path("opora/directory/catalog/data")
KINDS = {kind["code"]: kind for kind in json.loads((DATA / "service_kinds.json").read_text("utf-8"))}
PAGES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((DATA / "kind_pages").glob("*.json"))}
TEXTS = ("what", "for_whom", "price", "start")
# what must be heard about each basic activity (§ 35 odst. 1), whatever words a page has chosen for it
STEMS = {
    "a": r"oblé[kc]|oblékán|pohyb|vstá",
    "b": r"myt|umý|hygien|koup|sprch",
    "c": r"jídl|oběd|vař|polév|strav",
    "d": r"ubytov|lůžk|pobyt",
    "e": r"úklid|ukli|domácnost|nákup",
    "f": r"uč|cvič|tvoř|činnost|činnosti|hr",
    "g": r"porad|základní",
    "h": r"doprov|dove|kontakt|spoj|seznám|přátel|lidi|lidmi|setk|kurz|domluv",
    "i": r"rozhovor|podpo|skupin|promluv|vysle",
    "j": r"práv|úřad|osobní|vyříd|doklad|žádost",
    "k": r"promluví|chvíl",
    "l": r"nauč|učí|cvič|nácvik",
    "m": r"prac|prác",
}
CLAUSE = re.compile(r"\b(kter|jen[žz]|jež\b|aby\b|protože|jestli|pokud|že\b)", re.IGNORECASE)
DO = re.compile(
    r"\b(Zavolejte|Přijďte|Přijeďte|Napište|Zeptejte|Oslovte|Promluvte|Pošlete|jděte|Zjistěte|Řekněte|Vezměte)"
)

pages = pytest.mark.parametrize("slug", PAGES)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def all_texts(page: dict) -> list[str]:
    return [
        *(page[name] for name in TEXTS),
        *page["activities"],
        *(row["text"] for row in page["differences"]),
        *page["easy_to_read"],
        page["source"],
    ]


def test_every_kind_has_one_page_in_the_file_of_its_name():
    assert {slug: page["kind_code"] for slug, page in PAGES.items()} == {
        kind["slug"]: code for code, kind in KINDS.items()
    }


@pages
def test_nothing_is_missing_and_nobody_pretends_it_was_verified(slug):
    page = PAGES[slug]
    assert all(text.strip() for text in all_texts(page))
    assert 4 <= len(page["activities"]) <= 8
    assert 180 <= sum(len(words(text)) for text in all_texts(page)[: -1 - len(page["easy_to_read"])]) <= 300
    assert page["source"].startswith("Výklad Opory")
    assert len(page["source"]) <= 300
    assert (page["verified"], page["checked_on"]) == (False, None)


@pages
def test_each_basic_activity_of_the_law_is_spoken_of(slug):
    page = PAGES[slug]
    said = " ".join(page["activities"]).lower()
    missing = [letter for letter in KINDS[page["kind_code"]]["activities"] if not re.search(STEMS[letter], said)]
    assert missing == []


def test_neighbours_know_of_each_other():
    pairs = {(page["kind_code"], row["kind"]) for page in PAGES.values() for row in page["differences"]}
    assert {kind for pair in pairs for kind in pair} == set(KINDS)
    assert pairs == {(other, kind) for kind, other in pairs}
    assert all(kind != other for kind, other in pairs)
    for page in PAGES.values():
        assert 2 <= len(page["differences"]) <= 4
        assert all(row["text"].startswith("Na rozdíl od ") for row in page["differences"])


@pages
def test_easy_version_is_short_and_ends_with_what_to_do(slug):
    sentences = PAGES[slug]["easy_to_read"]
    assert 8 <= len(sentences) <= 14
    assert [text for text in sentences if len(words(text)) > 12 or not re.search(r"[.?!]$", text)] == []
    assert [text for text in sentences if CLAUSE.search(text) or re.search(r"[;:()–]", text)] == []
    assert any(DO.search(text) for text in sentences[-2:])


@pages
def test_no_amounts_no_abbreviations_and_czech_typography(slug):
    page = PAGES[slug]
    for text in all_texts(page):
        assert not re.search(r"Kč|korun", text)
        assert not [word for word in words(text) if len(word) > 1 and word.isupper()], text
        assert not re.search(r"[\"']|  |\.\.\.| - |\bdohod[auy]\b|\bklient", text), text
        assert text == text.strip()
        assert text[0].isupper()
        assert max(len(words(sentence)) for sentence in re.split(r"(?<=[.?!;])\s+", text)) <= 26, text
        assert re.search(r"[.?!]$", text)
    assert re.search(r"[ěščřžýáíéůú]", page["what"])


def test_no_two_pages_share_a_sentence():
    """Only the easy version repeats itself: its readers like to meet what they know."""
    counts: Counter[str] = Counter()
    for page in PAGES.values():
        text = " ".join(all_texts(page)[: -1 - len(page["easy_to_read"])])
        counts.update({sentence for sentence in re.split(r"(?<=[.?!;])\s+", text) if len(words(sentence)) > 4})
    assert [sentence for sentence, count in counts.items() if count > 1] == []


def test_price_and_start_agree_with_the_code_list():
    for page in PAGES.values():
        kind = KINDS[page["kind_code"]]
        if kind["free_of_charge"]:
            assert re.search(r"zdarma|bezplatn|neplatí", page["price"]), page["kind_code"]
        if kind["anonymous"]:
            assert "anonymní" in page["start"]
        if not kind["verified"]:
            assert "neověřili" in page["price"]
