"""Main journeys, by the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import STEWARD
from tests.browser.keyboard import tab_to, type_into

COUNSELLING = "odborné sociální poradenství"


def search_from_home(page: Page) -> None:
    """A newcomer's first act: what and where, by the keyboard, then Enter."""
    page.goto("/")
    tab_to(page, "a", "Přejít na obsah")
    page.keyboard.press("Enter")
    type_into(page, "input", "Co hledáte", "dluhová poradna")
    type_into(page, "input", "Kde", "Děčín")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/sluzby/\?"))


def first_hit(page: Page) -> str:
    """Text of the first hit."""
    return page.locator("main ol > li, main ul.hits > li").first.inner_text()


@pytest.mark.rule("R091")
def test_newcomer_finds_counselling_of_decin_by_keyboard_alone(page):
    search_from_home(page)
    hit = first_hit(page)
    assert COUNSELLING in hit.lower()
    assert "Děčín" in hit

    title = page.locator("main ol > li a, main ul.hits > li a").first.inner_text().strip()
    tab_to(page, "a", title)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/sluzby/[0-9A-Za-z_-]+/"))

    expect(page.locator("h1")).to_have_count(1)
    text = page.locator("main").inner_text()
    assert "Pro koho" in text
    assert "dluh" in text.lower()
    assert re.search(r"registr\s+\w*\s*ne(?:říká|uvádí|rozlišuje)", text), text


def test_same_search_works_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    search_from_home(page)

    assert COUNSELLING in first_hit(page).lower()
    assert "dluhová poradna" in page.locator("main").inner_text() or page.locator("[name=q]").last.input_value()


def test_filter_is_taken_away_by_its_chip(page):
    page.goto("/sluzby/?q=poradna&kde=Děčín")
    tab_to(page, "a", "Zrušit filtr")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("kde=D"))
    expect(page.locator("#id_kde")).to_have_value("")

    expect(page.locator("#nadpis")).to_be_focused()
    expect(page.locator("#status")).to_have_text(re.compile(r"Nalezeno: .*\d"))
    assert page.locator("h1").count() == 1


def test_next_page_of_results_brings_focus_to_their_title(page):
    page.goto("/sluzby/?q=poradna")
    first = first_hit(page)
    tab_to(page, "a", "Další stránka")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("strana=2"))

    expect(page.locator("#nadpis")).to_be_focused()
    assert first_hit(page) != first


def test_result_count_is_announced(page):
    page.goto("/sluzby/?q=poradna")

    expect(page.locator("main [data-announce], main [role=status]").first).to_contain_text(re.compile(r"\d"))


def test_steward_signs_in_with_second_factor_by_keyboard(page, house):
    known = house.login(STEWARD)
    page.goto("/")
    tab_to(page, "a", "Přihlásit se")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prihlaseni/"))
    type_into(page, "input", "E-mail", STEWARD)
    type_into(page, "input", "Heslo", known["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prihlaseni/kod/"))
    type_into(page, "input", "Kód", house.code(STEWARD))
    page.keyboard.press("Enter")
    page.wait_for_url(house.url + "/prehled/")

    expect(page.locator(".site-header")).to_contain_text("Dan Ukázkový")


def test_wrong_sign_in_brings_focus_to_the_summary(page):
    page.goto("/prihlaseni/")
    type_into(page, "input", "E-mail", "nikdo@priklad.cz")
    type_into(page, "input", "Heslo", "tohle heslo nesedí")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()

    assert page.locator("main").inner_text().count("Formulář obsahuje chyb") == 1


def test_public_pages_set_no_cookie(page):
    search_from_home(page)

    assert page.context.cookies() == []
