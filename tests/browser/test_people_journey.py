"""A new head of a provider, from the invitation to a lost telephone, by the keyboard alone; the auditor reads it."""

import re
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.keyboard import tab_to, type_into
from tests.browser.server import House, manage

EMAIL, NAME, PASSWORD = "alena@opora.example", "Alena Ukázková", "modrý kolotoč na náměstí"
COLLEAGUE = "boris@opora.example"
STORY = [
    "Odeslána pozvánka: správce poskytovatele",
    "Založen účet",
    "Přijata pozvánka: správce poskytovatele",
    "K účtu přidán druhý faktor",
    "Odeslána pozvánka: organizátor",
    "Místo druhého faktoru použit záložní kód",
]


def press(page: Page, tag: str, name: str, leads_to: str = "") -> None:
    """Reach a link or a button by Tab and press Enter."""
    tab_to(page, tag, name)
    page.keyboard.press("Enter")
    if leads_to:
        page.wait_for_url(re.compile(leads_to))


def choose(page: Page, name: str) -> None:
    """Reach a group of native radios by Tab and move by arrows to the one that begins so."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    for _arrow in range(20):
        page.keyboard.press("Space")
        if page.evaluate("document.activeElement.labels[0].textContent.trim()").startswith(name):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No radio „{name}“")


def invite(page: Page, house: House, *, email: str, name: str, role: str) -> None:
    """From the page of people to a sent invitation, and its mail delivered by the real worker."""
    press(page, "a", "Pozvat člověka", r"/pozvat/")
    type_into(page, "input", "E-mail", email)
    type_into(page, "input", "Jméno a příjmení", name)
    choose(page, role)
    press(page, "button", "Poslat pozvánku", r"/lide/|/pozvanky/")
    manage(house.var, "db_worker", "--batch")


def open_invitation(page: Page) -> None:
    """The newest mail to the person, and the link in it."""
    page.goto("/_posta/")
    page.locator("tr", has_text=EMAIL).first.get_by_role("link").click()
    address = page.locator("main a[href*='/pozvanka/']").get_attribute("href")
    page.goto(urlsplit(address).path)  # the mail names the address of the deployment, not of this server


def set_up_app(page: Page, begin: str) -> list[str]:
    """Hand the key over to an application, confirm by a code; returns recovery codes."""
    press(page, "a", begin)
    page.wait_for_url(re.compile("/ucet/(overeni|druhy-faktor)/"))
    if "/overeni/" in page.url:
        type_into(page, "input", "Heslo", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/ucet/druhy-faktor/"))
    key = page.locator("#klic").inner_text().replace(" ", "")
    type_into(page, "input", "Kód", pyotp.TOTP(key).now())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ucet/(zalozni-kody/|$)"))
    return [code.replace(" ", "") for code in page.locator("main ol code").all_inner_texts()]


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/prihlaseni/")
    type_into(page, "input", "E-mail", email)
    type_into(page, "input", "Heslo", password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prihlaseni/kod/"))


def test_invited_head_recovers_after_a_loss_and_the_auditor_reads_it(new_page, house, administrator_state):
    region = new_page(storage_state=administrator_state)
    region.goto("/organizace/?druh=provider")
    region.locator("main table a").first.click()
    press(region, "a", "Lidé", "/lide/")
    invite(region, house, email=EMAIL, name=NAME, role="správce poskytovatele")

    page = new_page()
    open_invitation(page)
    type_into(page, "input", "Heslo", PASSWORD)
    type_into(page, "input", "Heslo", PASSWORD)
    press(page, "button", "Založit účet a přijmout", "/ucet/druhy-faktor/povinny/")
    codes = set_up_app(page, "Ověřovací aplikace")
    press(page, "a", "Kódy mám, pokračovat", "/prehled/")
    press(page, "a", "Správa", "/sprava/")
    press(page, "a", "Organizace", "/organizace/")
    press(page, "a", "Lidé", "/lide/")
    invite(page, house, email=COLLEAGUE, name="Boris Ukázkový", role="organizátor")
    press(page, "button", "Odhlásit se", r"^http://[^/]+/$")

    lose_the_telephone(page, codes[0])

    auditor = new_page()
    known = house.login("audit@opora.example")
    sign_in(auditor, "audit@opora.example", known["password"])
    type_into(auditor, "input", "Kód", house.code("audit@opora.example"))
    auditor.keyboard.press("Enter")
    auditor.wait_for_url(re.compile("/prehled/"))
    press(auditor, "a", "Správa", "/sprava/")
    press(auditor, "a", "Záznam událostí", "/sprava/zaznam/")
    read = auditor.locator("main").inner_text()
    for page_number in range(2, 5):
        press(auditor, "a", "Další stránka", f"strana={page_number}")
        read += auditor.locator("main").inner_text()
    press(auditor, "a", "Přihlášení", "co=")
    read += auditor.locator("main").inner_text()
    assert [sentence for sentence in STORY if sentence not in read] == []


def lose_the_telephone(page: Page, code: str) -> None:
    """Sign in by a recovery code and set up an application in a new telephone."""
    sign_in(page, EMAIL, PASSWORD)
    type_into(page, "input", "Kód", code)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prehled/"))
    press(page, "a", NAME, "/ucet/$")
    expect(page.locator("main")).to_contain_text("Naposledy jste se přihlásili záložním kódem")
    set_up_app(page, "Nastavit nový telefon")
    press(page, "button", "Odhlásit se", r"^http://[^/]+/$")
