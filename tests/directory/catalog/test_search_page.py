"""The search page: calm with anything in the address, honest about what was found and what was not."""

import re
from datetime import date

import pytest
from django.urls import reverse

from opora.directory.catalog.filters import near_first
from opora.directory.catalog.tables import _out_of
from opora.directory.territory.models import Area, TerritoryLoad
from tests.directory.catalog.search_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]  # the same queries run everywhere in test_search_filters
URL = reverse("catalog:search")
NBSP = "\N{NO-BREAK SPACE}"
GARBAGE = {
    "10 000 characters": {"q": "a" * 10_000, "kde": "b" * 10_000},
    "SQL": {"q": "'; DROP TABLE catalog_service; --", "kde": "1 OR 1=1", "druh": "' OR ''='"},
    "index syntax": {"q": 'NEAR(a b) AND "x OR * ^ {name_words}: a:A & !b | (c', "kde": "*"},
    "HTML": {"q": "<script>alert(1)</script>", "kde": "<b>x</b>", "pro": "<i>", "druh": "<u>", "forma": "<s>"},
    "control characters": {"q": "dluhy\x00\x01\x1b\u2028poradna", "kde": "Děčín\x00", "druh": "1\x00"},
    "emoji": {"q": "🏠🆘 babička 👵🏽", "kde": "🏔"},
    "other alphabets": {"q": "допомога 日本 سلام", "kde": "Київ"},
    "page": {"strana": "1000000000"},
    "negative page": {"strana": "-1"},
    "page as a word": {"strana": "x"},
    "digits of other alphabets": {"strana": "٣", "kde": "٤٠٥٠٢"},
    "unknown codes": {"druh": ["999", "x" * 500], "forma": "zzz", "pro": "nikdo", "razeni": "podvod"},
    "repeated": {"q": ["a", "b"], "kde": ["Děčín", "Most"], "druh": ["1"] * 500, "strana": ["1", "2"]},
    "only stop words": {"q": "kde je a kdo mi pomůže"},
    "only quotes": {"q": '"„“”»«'},
}


@pytest.fixture
def world(db) -> World:
    return World()


def text(response) -> str:
    """Text of the main part as it is read."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main).replace(NBSP, " "))


def heading(response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return re.sub(r"\s+", " ", found[1].replace(NBSP, " ")).strip()


@pytest.mark.parametrize("query", GARBAGE.values(), ids=GARBAGE.keys())
def test_anything_in_the_address_gives_a_calm_page(client, world, query):
    world.service("Občanská poradna", kind_code="1")
    world.search()

    response = client.get(URL, query)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_lone_surrogate_in_the_address_is_survived(client, world):
    assert client.get(f"{URL}?q=%ed%a0%80&kde=%ff%fe&druh=%00").status_code == 200


def test_only_reading_is_allowed(client, world):
    client.checks_pages = False
    assert client.post(URL).status_code == 405


def test_heading_says_what_was_found_and_where(client, world):
    world.service("Občanská poradna", kind_code="1")
    world.search()

    assert heading(client.get(URL, {"q": "dluhová poradna", "kde": "Děčín"})) == "Dluhová poradna – Děčín: 1 služba"


def test_page_sets_no_cookie_and_answers_304(client, world):
    first = client.get(URL)

    again = client.get(URL, headers={"if-none-match": first["ETag"]})
    assert (first.cookies.output(), again.status_code) == ("", 304)


def test_unknown_place_is_said_and_results_stand_without_it(client, world):
    world.service("Poradna", kind_code="1")
    world.search()

    response = client.get(URL, {"q": "poradna", "kde": "Nikdov nad Ničím"})

    assert "Takové místo neznáme" in text(response)
    assert heading(response) == "Poradna: 1 služba"


def test_place_of_several_obce_is_offered_to_choose_from(client, catalog):
    response = client.get(URL, {"q": "poradna", "kde": "Vilémov"})

    assert "Které místo myslíte?" in text(response)
    assert len(re.findall(r'href="[^"]*kde=obec-\d+[^"]*"', response.content.decode())) > 1


def test_only_place_of_the_name_in_the_kraj_is_taken_and_the_others_are_offered(client, catalog):
    response = client.get(URL, {"q": "nekdo by dochazel k babicce varit", "kde": "Roudnice"})

    assert "Mysleli jste Roudnice nad Labem, okres Litoměřice?" in text(response)
    assert "Roudnice nad Labem" in heading(response)
    assert len(re.findall(r'href="[^"]*kde=obec-\d+[^"]*"', response.content.decode())) == 1


def test_namesake_of_the_own_region_is_offered_first():
    own, other = Area(code="565555", kraj=Area(code="60")), Area(code="570745", kraj=Area(code="86"))

    assert near_first((other, own), "60") == (own, other)


def test_postal_code_among_the_words_is_a_place(client, catalog):
    for written in ("pecovatelka 40502", "pečovatelka 405 02"):
        response = client.get(URL, {"q": written})

        assert heading(response).startswith(f"{written.partition(' ')[0].capitalize()} – Děčín: ")


def test_place_written_among_the_words_can_be_taken_away(client, catalog):
    response = client.get(URL, {"q": "pečovatelka Děčín"})

    assert "Místo: Děčín (podle slov „Děčín“)" in text(response)
    assert f'href="{URL}?q=pe%C4%8Dovatelka"' in response.content.decode()


def test_filters_narrow_and_stand_as_removable_chips(client, world):
    world.service("Poradna", kind_code="1", form="amb")
    world.service("Poradna v terénu", kind_code="1", form="ter")
    world.search()

    response = client.get(URL, {"q": "poradna", "forma": "ter", "pro": "seniori"})

    assert heading(response) == "Poradna: 1 služba"
    assert f'href="{URL}?q=poradna&amp;pro=seniori"' in response.content.decode()


def test_form_filter_takes_usual_forms_where_the_register_gives_none(client, world):
    world.service("Poradna bez formy", kind_code="1")
    world.search()

    response = client.get(URL, {"forma": "amb"})

    assert heading(response) == "Sociální služby: 1 služba"
    assert "formu registr neuvádí; podle zákona obvykle docházíte vy" in text(response)


def test_unknown_filter_is_left_out_with_a_note(client, world):
    assert "Některý filtr v adrese stránky neznáme" in text(client.get(URL, {"druh": "999"}))


def test_code_that_only_the_register_knows_can_be_filtered_by(client, world):
    world.service("Nový druh", kind_code="77")
    world.service("Poradna", kind_code="1")
    world.search()

    assert heading(client.get(URL, {"druh": "77"})) == "Sociální služby: 1 služba"


def test_page_out_of_range_is_the_last_one(client, world):
    for number in range(21):
        world.service(f"Služba {number:02}")
    world.search()

    response = client.get(URL, {"strana": "1000000", "razeni": "nazev"})

    assert "Služba 20" in text(response)
    assert "stránka 2, celkem 2" in text(response)


def test_future_service_is_found_with_its_start_and_ended_one_is_not(client, world):
    world.service("Budoucí", starts_on=date(2100, 1, 1))
    world.service("Minulá", ends_on=date(2020, 1, 1))
    world.service("Zmizelá", gone_on=date(2020, 1, 1))
    world.search()

    response = client.get(URL)

    assert heading(response) == "Sociální služby: 1 služba"
    assert "od 1. 1. 2100" in text(response)


def test_no_result_says_what_to_relax_and_who_can_advise(client, world):
    world.service("Poradna", kind_code="1", form="amb")
    world.search()

    response = client.get(URL, {"q": "poradna", "forma": "pob", "kde": "obec-562335"})

    assert heading(response) == "Poradna – Děčín: žádná služba"
    assert "Jakákoli forma: 1 služba" in text(response)
    assert "Sociální odbor, Městský úřad Děčín" in text(response)


def test_headings_lead_through_the_results(client, world):
    world.service("Poradna U Mostu", kind_code="1", reach=("obec", "562335"))
    world.service("Poradna", kind_code="1", at="Teplice")
    world.search()

    html = client.get(URL, {"q": "poradna", "kde": "obec-562335"}).content.decode().partition("<main")[2]

    found = re.findall(r"<h([123])[^>]*>(.*?)</h\1>", html.partition("Upřesnit výběr</h2>")[0], re.DOTALL)
    plain = [(int(level), re.sub(r"(?:<[^>]+>|\s)+", " ", words).replace(NBSP, " ").strip()) for level, words in found]
    assert plain[:5] == [
        (1, "Poradna – Děčín: 2 služby"),
        (2, "Přímo v místě Děčín: 1 služba"),
        (3, "Poradna U Mostu – odborné sociální poradenství"),
        (2, "Pro celý kraj: 1 služba"),
        (3, "Poradna – odborné sociální poradenství"),
    ]


def test_htmx_gets_only_the_results(client, world):
    html = client.get(URL, {"q": "poradna"}, headers={"hx-request": "true"}).content.decode()

    assert html.lstrip().startswith('<div id="vysledky">')


def test_source_of_the_register_is_shown(client, world):
    world.service("Poradna")
    world.search()

    assert "Zkušební registr, jaro 2026" in text(client.get(URL))


@pytest.mark.parametrize(("count", "queries"), [(1, 8), (3, 8), (20, 6)])  # few hits: the human door asks twice
def test_number_of_queries_does_not_grow(client, world, count, queries, django_assert_num_queries):
    for number in range(count):
        world.service(f"Poradna {number}", kind_code="1")
    world.search()
    TerritoryLoad.objects.create()  # the version under which the process remembers places
    query = {"q": "dluhová poradna", "kde": "obec-562335", "forma": "amb"}
    client.get(URL, query)  # fills what the process remembers

    with django_assert_num_queries(queries):
        client.get(URL, query)


def test_equal_headings_are_told_apart_by_the_number_in_the_register(client, world):
    provider = world.service("Domov pro seniory", kind_code="13", identifier="111").provider
    world.service("Domov pro seniory", kind_code="13", identifier="222", provider=provider)
    world.search()

    response = text(client.get(URL))

    assert ("č. 111" in response, "č. 222" in response) == (True, True)


def test_correction_offers_the_word_as_it_was_typed(client, catalog):
    response = client.get(URL, {"q": "pecovatelskka rudnice"})

    assert "Slovo „pecovatelskka“ jsme nenašli, hledali jsme také „pečovatelská“." in text(response)
    assert "Slovo „rudnice“ jsme nenašli, vzali jsme ho jako místo Roudnice nad Labem." in text(response)
    assert "Hledat přesně „rudnice“" in text(response)
    assert client.get(URL, {"q": "pecovatelskka „rudnice“"}).context["result"].place is None


def test_services_with_part_of_the_words_are_said_to_be_so(client, world):
    world.service("Modrá laguna")
    world.service("Zelená louka")
    world.search()

    response = client.get(URL, {"q": "modrá louka"})

    assert "Ukazujeme služby, které mají aspoň část z nich: „modrá“, „louka“." in text(response)
    assert "Poradí vám člověk" in text(response)


def test_words_nobody_knows_are_said_in_one_sentence(client, world):
    world.service("Modrá laguna")
    world.search()

    page = text(client.get(URL, {"q": "laguna xyzzyx qwertzy"}))

    assert "Slova „xyzzyx“, „qwertzy“ registr ani náš slovník nezná, hledali jsme bez nich." in page


@pytest.mark.parametrize(
    ("q", "shown"), [("chci umřít", True), ("manžel mě bije", True), ("pečovatelská služba", False)]
)
def test_crisis_lines_stand_above_the_results_for_people_in_crisis(client, world, q, shown):
    world.service("Krizové centrum", kind_code="23")
    world.service("Pečovatelská služba", kind_code="4")
    world.search()

    assert ("V ohrožení života volejte hned 112" in text(client.get(URL, {"q": q}))) is shown


def test_kind_that_nobody_offers_is_said_with_a_link(client, world):
    world.service("Pečovatelská služba", kind_code="4")
    world.search()

    page = client.get(URL, {"q": "tísňová péče"})

    assert "Žádnou tu zatím neznáme. Pomoci mohou také: pečovatelská služba" in text(page)
    assert reverse("catalog:kind", args=("tisnova-pece",)) in page.content.decode()


def test_filters_alone_advise_no_other_words(client, world):
    world.service("Pečovatelská služba", kind_code="4")
    world.search()

    page = text(client.get(URL, {"druh": "13"}))

    assert "Zkuste výběr rozšířit:" in page
    assert "slova" not in page


@pytest.mark.parametrize(
    ("total", "word"),
    [(2, "ze"), (5, "z"), (12, "ze"), (15, "z"), (138, "ze"), (500, "z"), (1_000, "z"), (2_000, "ze")],
)
def test_number_of_all_is_said_with_the_right_preposition(total, word):
    assert _out_of(total) == word


def test_health_care_is_said_not_to_be_a_social_service(client, world):
    world.search()

    assert "Logopedie je zdravotní péče, ne sociální služba." in text(client.get(URL, {"q": "Logopeda pro syna"}))
