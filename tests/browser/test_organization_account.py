"""An account of one's organization in a real browser: the policy of forms lets people out and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.keyboard import tab_to, type_into
from tests.browser.server import NEWCOMER, free_port, running
from tests.support.identity_provider import server

NAME, THERE = "Ukázkový kraj", "jana@priklad.cz"


@pytest.fixture
def house_with_provider(house, tmp_path):
    """The same house on another port, trusting a provider of its own."""
    port = free_port()
    back = f"http://localhost:{port}/prihlaseni/ucet-organizace/navrat/"
    with server.running(tmp_path, back) as provider:
        variables = {
            "OPORA_OIDC_NAME": NAME,
            "OPORA_OIDC_ISSUER": provider.url,
            "OPORA_OIDC_CLIENT_ID": server.CLIENT,
            "OPORA_OIDC_CLIENT_SECRET": server.SECRET,
        }
        with running(house.var, port=port, **variables) as trusting:
            yield trusting


@pytest.fixture
def page(browser, house_with_provider):
    """A window that may go to the provider."""
    context = browser.new_context(base_url=house_with_provider.url, locale="cs-CZ", viewport=DESKTOP)
    yield context.new_page()
    context.close()


def sign_in_there(page: Page) -> None:
    page.wait_for_url(re.compile("/accounts/login/"))
    page.fill("[name=login]", THERE)
    page.fill("[name=password]", server.PEOPLE[THERE])
    page.press("[name=password]", "Enter")


def test_account_is_linked_and_then_signs_in_by_keyboard_alone(page, house_with_provider):
    password = house_with_provider.login(NEWCOMER)["password"]
    page.goto("/prihlaseni/?next=/ucet/")
    type_into(page, "input", "E-mail", NEWCOMER)
    type_into(page, "input", "Heslo", password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^http://[^/]+/ucet/$"))
    tab_to(page, "a", "Připojit účet")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ucet/pripojene-ucty/"))
    tab_to(page, "button", "Připojit")
    page.keyboard.press("Enter")
    sign_in_there(page)
    expect(page.get_by_text("Účet je připojený.")).to_be_visible()

    tab_to(page, "button", "Odhlásit se")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^http://[^/]+/$"))
    page.goto("/prihlaseni/?next=/ucet/")
    tab_to(page, "button", f"Přihlásit se přes {NAME}")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^http://[^/]+/ucet/$"))  # the provider still knows its person

    expect(page.locator("main")).to_contain_text(NEWCOMER)
