"""How texts are read: cases of names, units, times, refusals, houses, circles, namesakes."""

from datetime import date

import pytest

from opora.directory.catalog.selectors.reach_forms import word_forms
from opora.directory.catalog.selectors.reach_gazetteer import Gazetteer, tokenize
from opora.directory.catalog.selectors.reach_sentences import current_sentences, holds
from opora.directory.catalog.selectors.reach_texts import ReachReader, suggested
from tests.directory.catalog.reach_names import names_of_the_state

ON = date(2026, 4, 1)


@pytest.fixture(scope="module")
def names() -> Gazetteer:
    return names_of_the_state()


@pytest.fixture(scope="module")
def reader(names) -> ReachReader:
    return ReachReader(ON, names)


def said(reader: ReachReader, text: str, kraj: str = "60") -> list[str]:
    """What the text says, by names: „orp Louny“, „obec Most“, „okruh 15 Most“."""
    found = []
    for reach in reader.read([text], kraj):
        name = reader.gazetteer.by_key[f"{reach.level}-{reach.code}"].name
        found.append(f"okruh {reach.radius_km} {name}" if reach.radius_km else f"{reach.level} {name}")
    return found


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("děčín", "děčíně"), ("louny", "lounech"), ("louny", "loun"), ("teplice", "teplicích"),
        ("roudnice", "roudnici"), ("liberec", "liberci"), ("plzeň", "plzni"), ("kadaň", "kadani"), ("praha", "praze"),
        ("krupka", "krupce"), ("brno", "brně"), ("karlovy", "karlových"), ("dubá", "dubé"), ("havlíčkův", "havlíčkově"),
        ("ves", "vsi"),
        ("aš", "aši"), ("napajedla", "napajedel"), ("skuteč", "skutče"), ("tábor", "táboře"), ("litomyšl", "litomyšli"),
    ],
)  # fmt: skip
def test_names_are_known_in_their_cases(name, form):
    assert form in word_forms(name)


@pytest.mark.parametrize("text", ["Ústí nad Labem", "Ústí n. L.", "Ústí n/L", "Ústím nad Labem", "Usti nad Labem"])
def test_name_is_found_whole_shortened_and_without_diacritics(names, text):
    length, found = names.names_at(tokenize(text), 0)

    assert (length, [name.words for name in found]) == (3, [("ústí", "nad", "labem")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Služba je poskytována na území ORP Louny a Žatec.", ["orp Louny", "orp Žatec"]),
        ("Služba je poskytována na území ORP Most a Jirkov.", ["orp Most", "pou Jirkov"]),
        ("Služba působí v okresech Louny, Chomutov a Most.", ["okres Louny", "okres Chomutov", "okres Most"]),
        ("Služba působí v Ústeckém a Libereckém kraji.", ["kraj Ústecký kraj", "kraj Liberecký kraj"]),
        ("Pro občany Žatce a jeho okolí.", ["obec Žatec"]),
        ("Služba je poskytována v obcích Ryjice, Libouchec a Tisá.", ["obec Ryjice", "obec Libouchec", "obec Tisá"]),
        ("Služba je poskytována v městských částech Souš a Chánov města Most.", ["obec Most"]),
        ("Služba je poskytována na území celé ČR.", ["stat Česko"]),
        ("Služba je poskytována v Praze a v Brně.", ["obec Praha", "obec Brno"]),
        ("Služba je poskytována na území hlavního města Prahy.", ["kraj Hlavní město Praha"]),
    ],
)
def test_units_and_lists_are_read(reader, text, expected):
    assert said(reader, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Služba je poskytována do 30 km od Ústí nad Labem.", ["okruh 30 Ústí nad Labem"]),
        ("Služba je poskytována v Žatci a v obcích do 15 km od tohoto města.", ["obec Žatec", "okruh 15 Žatec"]),
        ("Služba působí ve městě Louny v okruhu 10 km.", ["obec Louny", "okruh 10 Louny"]),
        ("Za cestu účtujeme 10 Kč za 1 km.", []),
        ("Služba je poskytována do 30 minut od výzvy v Lounech.", ["obec Louny"]),
    ],
)
def test_circles_have_their_middle(reader, text, expected):
    assert said(reader, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nejbližší nemocnice je v Mostě.",
        "Středisko Louny, Husova 12/3, Louny.",
        "Terénní služba vychází z poradny v Kadani.",
        "Služba je poskytována ve spolupráci s městem Děčín.",
        "Zřizovatelem je Ústecký kraj, rada Ústeckého kraje službu schválila.",
        "Osobám po těžké most operaci.",
        "Služba není poskytována v Lounech.",
        "Služba je poskytována všem, vyjma obyvatel města Louny.",
        "Služba byla poskytována v Lounech.",
        "Osoby žijící v lokalitě Boletice nad Labem.",
    ],
)
def test_houses_offices_refusals_and_the_past_say_nothing(reader, text):
    assert said(reader, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ORP Bílina (Hostomice, Ledvice) jsou územím služby.", ["obec Hostomice", "obec Ledvice"]),
        ("Služba působí v obci Vilémov (okres Chomutov).", ["obec Vilémov"]),
        ("Služba působí v okrese Most, a to v obcích Lom a Meziboří.", ["obec Lom", "obec Meziboří"]),
        ("Služba působí v okrese Most, zejména v obci Lom.", ["okres Most", "obec Lom"]),
    ],
)
def test_wider_area_gives_way_to_what_narrows_it(reader, text, expected):
    assert said(reader, text) == expected


def test_namesakes_are_told_apart_by_other_names_then_by_the_kraj(reader):
    assert [reach.code for reach in reader.read(["Služba působí v obcích Lipová a Vilémov a ve Šluknově."], "60")] == [
        "562661", "562947", "562858",
    ]  # fmt: skip
    assert said(reader, "Služba působí v obci Vilémov.") == []  # two of them in the kraj
    assert said(reader, "Služba působí v obci Lipová.") == ["obec Lipová"]


def test_parts_of_an_obec_are_not_towns_and_villages_elsewhere_called_alike(reader):
    text = "Služba je poskytována na území obce Polepy, Hrušovany, Libínky, Encovany, Třebutičky a Okna."

    assert said(reader, text) == []  # Hrušovany nad Jevišovkou and Okna in another kraj are not meant
    found = reader.read([text], "60", frozenset({"orp-4205", "okres-3506"}))
    assert [reach.code for reach in found] == ["565431"]  # Polepy, where the service has its facility


def test_namesakes_are_told_apart_by_facilities_of_the_service(reader):
    places = ("obec-562777", "orp-4212", "okres-3502", "kraj-60")

    found = suggested(reader, ["Služba působí v obci Vilémov."], places, (), hidden=False)

    assert [item[:3] for item in found] == [["obec", "562947", 0]]


def test_village_far_from_the_other_names_is_a_part_of_some_obec(reader):
    assert said(reader, "Na území města Bílina a obcí Ledvice a Mirošovice.") == ["obec Bílina", "obec Ledvice"]


def test_sentences_of_another_time_are_left_out():
    text = "Do 31. 12. 2024: V Lounech.\nOd 1. 1. 2025: V Žatci. V Mostě (do 31. 3. 2026).\nOd 1. 1. 2027 v Děčíně."

    assert [sentence.text for sentence in current_sentences(text, ON)] == ["Od 1. 1. 2025: V Žatci."]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("od 1. 1. 2026", True), ("do 31.12.2025", False), ("1. 1. 2020 - 31. 12. 2021", False),
        ("do 30. června 2026", True), ("do roku 2025", False), ("Lidé do 65 let.", None), ("do 31. 2. 2020", None),
    ],
)  # fmt: skip
def test_period_is_read(text, now):
    assert holds(text, ON) is now


def test_hidden_service_lets_out_okres_and_wider_only(reader):
    texts = ["Služba je poskytována v okrese Louny a ve městě Žatec a do 10 km od Žatce."]

    found = suggested(reader, texts, ("okres-3507", "kraj-60"), ("kraj-60",), hidden=True)

    assert [(item[0], item[2]) for item in found] == [("okres", 0)]


def test_what_the_register_says_is_not_suggested(reader):
    assert suggested(reader, ["Služba působí v Ústeckém kraji."], (), ("kraj-60",), hidden=False) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text bez míst.",
        "(",
        ") 15 km",
        "ORP",
        "v V v",
        "🙂 v Mostě",
        "okres " * 500,
        "(a" * 10_000,
        "A. B. v Ústí. " * 3_000,
    ],
)
def test_odd_texts_are_read_calmly(reader, text):
    assert said(reader, text) in ([], ["obec Most"])
