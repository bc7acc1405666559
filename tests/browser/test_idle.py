"""A session that ends while somebody writes: the warning, one key, and the text back in its field, by the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STEWARD
from tests.browser.keyboard import focused, type_into
from tests.browser.server import running

FORM = "/sprava/socialni-odbory/4211/"
TEXT = "Volejte prosím až po desáté, ráno jsme u lidí."
NOTE = "Poznámka pro veřejnost"
WRITER = "verejnost@opora.example"  # needs no second factor, so that a test need not wait for a fresh code
SEARCH = "Co hledáte"
FAR = 20_000  # milliseconds: longer than the short session of these tests


@pytest.fixture(scope="module")
def house(house):
    """The same house, where an hour without an act lasts eight seconds."""
    with running(house.var, "tests.browser.settings_idle") as impatient:
        yield impatient


def sign_in(page, house, email: str = STEWARD) -> None:
    """Password and code, by the keyboard, on the page of sign-in."""
    known = house.login(email)
    type_into(page, "input", "E-mail", email)
    type_into(page, "input", "Heslo", known["password"])
    page.keyboard.press("Enter")
    if "totp" in known:
        page.wait_for_url(re.compile("/prihlaseni/kod/"))
        type_into(page, "input", "Kód", house.code(email))
        page.keyboard.press("Enter")


@pytest.fixture
def writing(page, house):
    """A page of a person who is typing a question into the field of the header."""
    page.goto("/prihlaseni/")
    sign_in(page, house, WRITER)
    page.wait_for_url("**/prehled/")
    type_into(page, "input", SEARCH, "poradna")
    return page


def test_warning_comes_without_moving_focus_and_any_key_takes_it_away(writing):
    before = focused(writing)
    expect(writing.locator("#idle-warning")).to_be_visible(timeout=FAR)

    assert focused(writing) == before
    assert writing.locator("#idle-warning [role=alert]").count() == 1
    writing.keyboard.press("Shift")
    expect(writing.locator("#idle-warning")).to_be_hidden()
    assert focused(writing) == before


def test_button_keeps_the_person_signed_in_and_returns_focus(writing):
    expect(writing.locator("#idle-warning")).to_be_visible(timeout=FAR)
    writing.locator("#idle-warning button").focus()
    writing.keyboard.press("Enter")

    expect(writing.locator("#idle-warning")).to_be_hidden()
    assert SEARCH in focused(writing)


def test_text_of_an_ended_session_returns_to_its_field_after_both_steps_of_sign_in(page, house):
    page.goto(f"/prihlaseni/?next={FORM}")
    sign_in(page, house)
    page.wait_for_url(f"**{FORM}")
    type_into(page, "input", NOTE, TEXT)
    expect(page.locator("#idle-over")).to_be_visible(timeout=FAR)
    page.wait_for_timeout(2000)  # the server waits a moment longer than it says
    note = page.locator("main [name=note]")
    expect(note).to_have_value(TEXT)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prihlaseni/"))
    expect(page.locator("main")).to_contain_text("vrátíme vám i to, co jste napsali")

    sign_in(page, house)

    page.wait_for_url(f"**{FORM}")
    expect(note).to_have_value(TEXT)
    expect(note).to_be_focused()
    expect(page.locator("#status")).to_have_text("Vrátili jsme, co jste napsali. Zkontrolujte to a odešlete.")
    assert page.locator("[data-kept-texts]").is_hidden()


def test_two_tabs_share_their_acts(writing):
    other = writing.context.new_page()
    other.goto("/prehled/")
    for _second in range(10):
        other.wait_for_timeout(1000)
        other.keyboard.press("Shift")

    expect(writing.locator("#idle-warning")).to_be_hidden()
    expect(writing.locator("#idle-over")).to_be_hidden()


def test_without_scripts_the_text_stands_on_the_page_under_its_label(new_page, house):
    page = new_page(java_script_enabled=False)
    page.goto("/prihlaseni/")
    sign_in(page, house)
    page.wait_for_url("**/prehled/")
    page.goto(FORM)
    type_into(page, "input", NOTE, TEXT)
    page.wait_for_timeout(10_500)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prihlaseni/"))
    sign_in(page, house)

    page.wait_for_url(f"**{FORM}")
    assert page.locator("#kept").get_by_label(NOTE).input_value() == TEXT
