"""A provider's month and a person's extract, as the people of the demo do it; the public looks on."""

import json
import re
import zipfile
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.keyboard import tab_to, type_into
from tests.browser.server import House, manage
from tests.browser.test_people_journey import press

CARD, RECORD = "/sluzby/9900006/", "/sprava/sluzby/9900006"
WORDS = "Asistentka přijde, kdy potřebujete, a pomůže s tím, na co sami nestačíte. Domluvíme se spolu."
REMIND = """
from opora.directory.catalog.operations.freshness import remind_keepers
from opora.foundation.core.actor import Actor
remind_keepers(actor=Actor.job("zkouška"))
"""


def sign_in(page: Page, house: House, email: str) -> Page:
    """By password and, where the account has one, the second factor."""
    page.goto("/prihlaseni/")
    type_into(page, "input", "E-mail", email)
    type_into(page, "input", "Heslo", house.login(email)["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prihlaseni/kod/"))
    type_into(page, "input", "Kód", house.code(email))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/prehled/"))
    return page


def test_free_places_are_public_at_once_a_description_after_the_region_and_a_reminder_takes_one_click(
    new_page, house, provider_head_state, administrator_state
):
    provider, public = new_page(storage_state=provider_head_state), new_page()
    provider.goto(f"{RECORD}/volna-mista/")
    tab_to(provider, "select", "Přijímáte nové klienty?")
    provider.keyboard.press("ArrowDown")  # from „neuvedeno“ to „přijímá“
    type_into(provider, "input", "Volných míst", "7")
    press(provider, "button", "Uložit – platí k dnešku")
    expect(provider.locator("body")).to_contain_text("Zapsáno. Lidé to vidí hned")
    public.goto(CARD)
    expect(public.locator("main")).to_contain_text("volná místa: 7")

    provider.goto(f"{RECORD}/udaje/")
    type_into(provider, "textarea", "Co služba nabízí", WORDS)
    press(provider, "button", "Uložit")
    expect(provider.locator("main")).to_contain_text("čeká")
    public.reload()
    assert WORDS not in public.content()
    region = new_page(storage_state=administrator_state)
    region.goto("/sprava/navrhy/")
    press(region, "a", "Osobní asistence Vzorov", r"/sprava/navrhy/\d+/$")
    press(region, "button", "Schválit a zveřejnit", "/sprava/navrhy/$")
    public.reload()
    expect(public.locator("main")).to_contain_text(WORDS)

    manage(house.var, "shell", "-v0", "-c", REMIND)
    manage(house.var, "db_worker", "--batch")
    public.goto("/_posta/")
    public.locator("tr", has_text="poskytovatel@opora.example").first.get_by_role("link").click()
    address = public.locator("main a[href*='/overeni-udaju/']").get_attribute("href")
    public.goto(urlsplit(address).path)
    public.get_by_role("button", name=re.compile("stále platí")).press("Enter")  # of one service, or of several
    expect(public.locator("h1")).to_have_text("Děkujeme, údaje jsou ověřené")
    public.goto(CARD)
    expect(public.locator("main")).to_contain_text(re.compile("věřeno .* poskytovatelem"))


def test_extract_is_prepared_by_one_person_and_approved_by_another(new_page, house, administrator_state):
    steward = sign_in(new_page(), house, "data@opora.example")
    steward.goto("/sprava/ochrana-udaju/zadosti/nova/")
    steward.get_by_label("Čeho se žádá").select_option(label="přístup k údajům (čl. 15)")
    type_into(steward, "input", "Jméno a příjmení", "Petra Ukázková")
    type_into(steward, "input", "E-mail", "poskytovatel@opora.example")
    steward.get_by_label("Jak žádost přišla").select_option(label="osobně")
    type_into(steward, "input", "Jak byla ověřena totožnost", "Průkaz předložený osobně")
    press(steward, "button", "Zapsat žádost", r"/zadosti/\d+/$")
    press(steward, "button", "Připravit výpis údajů", r"/vypisy/\d+/$")
    expect(steward.locator("main")).to_contain_text("Petra Ukázková")
    press(steward, "button", "Předložit ke schválení")
    expect(steward.get_by_role("button", name="Schválit výpis")).to_have_count(0)

    colleague = new_page(storage_state=administrator_state)
    colleague.goto(urlsplit(steward.url).path)
    press(colleague, "button", "Schválit výpis")
    expect(colleague.locator("main")).to_contain_text("Stáhnout výpis (ZIP)")
    with colleague.expect_download() as download:
        press(colleague, "button", "Stáhnout výpis (ZIP)")
    with zipfile.ZipFile(download.value.path()) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert "poskytovatel@opora.example" in json.dumps(json.loads(files["data.json"]), ensure_ascii=False)
    assert files["vypis.pdf"].startswith(b"%PDF-")
