"""Security keys and passkeys by the keyboard alone, with the browser's virtual authenticator."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import tab_to, type_into
from tests.browser.server import KEY_OWNER, PASSKEY_OWNER, UNPROVED

REQUIRED = re.compile("/ucet/druhy-faktor/povinny/")
CODES, OVERVIEW = re.compile("/ucet/zalozni-kody/"), re.compile("/prehled/")


class VirtualKey:
    """A key plugged into the browser of the page; `obeys` says whether its owner touches it."""

    def __init__(self, page: Page, **options) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        settings = {
            "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False,
            "automaticPresenceSimulation": True, **options,
        }  # fmt: skip
        self.number = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": settings})["authenticatorId"]

    def says_who_holds_it(self, verified: bool) -> None:
        parameters = {"authenticatorId": self.number, "isUserVerified": verified}
        self.session.send("WebAuthn.setUserVerified", parameters)


def passkey(page: Page) -> VirtualKey:
    """A phone or a computer that knows its owner."""
    return VirtualKey(page, transport="internal", hasResidentKey=True, hasUserVerification=True, isUserVerified=True)


def sign_in(page: Page, house, email: str) -> None:
    page.goto("/prihlaseni/")
    type_into(page, "input", "E-mail", email)
    type_into(page, "input", "Heslo", house.login(email)["password"])
    page.keyboard.press("Enter")


def begin_adding(page: Page, house, email: str, way: str) -> None:
    """From the page that demands a second factor to the page of a new key."""
    sign_in(page, house, email)
    page.wait_for_url(REQUIRED)
    tab_to(page, "a", way)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ucet/klice/pridat/"))


def keep_codes_and_go_on(page: Page) -> None:
    page.wait_for_url(CODES)
    expect(page.locator("main ol li")).to_have_count(10)
    tab_to(page, "a", "Kódy mám, pokračovat")
    page.keyboard.press("Enter")
    page.wait_for_url(OVERVIEW)


def sign_out(page: Page) -> None:
    tab_to(page, "button", "Odhlásit se")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^http://[^/]+/$"))


def test_security_key_is_added_and_then_asked_for_after_the_password(page, house):
    VirtualKey(page)
    begin_adding(page, house, KEY_OWNER, "Bezpečnostní klíč")
    tab_to(page, "button", "Přidat klíč")
    page.keyboard.press("Enter")
    keep_codes_and_go_on(page)
    sign_out(page)

    sign_in(page, house, KEY_OWNER)
    page.wait_for_url(re.compile("/prihlaseni/kod/"))
    tab_to(page, "button", "Ověřit se klíčem")
    page.keyboard.press("Enter")
    page.wait_for_url(OVERVIEW)

    expect(page.locator(".site-header")).to_contain_text("Klára Ukázková")


def test_passkey_signs_in_alone(page, house):
    passkey(page)
    begin_adding(page, house, PASSKEY_OWNER, "Přístupový klíč")
    type_into(page, "input", "Název klíče", " telefon")
    tab_to(page, "input", "Přihlašovat se jen klíčem, bez hesla")
    page.keyboard.press("Space")
    tab_to(page, "button", "Přidat klíč")
    page.keyboard.press("Enter")
    keep_codes_and_go_on(page)
    sign_out(page)

    page.goto("/prihlaseni/?next=/sprava/")
    tab_to(page, "button", "Přihlásit se přístupovým klíčem")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sprava/$"))

    expect(page.locator(".site-header")).to_contain_text("Klára Ukázková")


def test_refusal_of_the_key_is_said_in_czech_and_the_button_lives_on(page, house):
    passkey(page)  # knows nobody
    page.goto("/prihlaseni/")
    tab_to(page, "button", "Přihlásit se přístupovým klíčem")
    page.keyboard.press("Enter")

    expect(page.locator("#key-status")).to_have_text(re.compile("Klíč jsme nedostali"), timeout=70_000)
    expect(page.locator("#key-status")).to_have_attribute("role", "status")
    expect(page.get_by_role("button", name="Přihlásit se přístupovým klíčem")).to_be_focused()
    expect(page.get_by_role("button", name="Přihlásit se přístupovým klíčem")).to_be_enabled()


def test_enter_in_the_name_adds_the_key_too(page, house):
    key = passkey(page)
    key.says_who_holds_it(True)
    begin_adding(page, house, UNPROVED, "Přístupový klíč")
    tab_to(page, "input", "Název klíče")
    key.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key.number})
    page.keyboard.press("Enter")

    expect(page.locator("#key-status")).to_have_text(re.compile("Potvrďte klíčem|Klíč"))
    assert page.url.endswith("/ucet/klice/pridat/")


@pytest.mark.parametrize("address", ["/prihlaseni/"])
def test_without_scripts_no_dead_button_is_offered(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address)

    expect(page.get_by_role("button", name="Přihlásit se přístupovým klíčem")).to_be_hidden()
    expect(page.get_by_role("button", name="Přihlásit se", exact=True).first).to_be_visible()
