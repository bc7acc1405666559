"""What the components do in a browser: focus, the status line, dialogs, and the same without a script."""

import re

from playwright.sync_api import expect

GALLERY = "/_komponenty/"
OUTLINE = """() => { const style = getComputedStyle(document.activeElement);
  return [style.outlineWidth, style.outlineColor, style.boxShadow]; }"""
BULLETS = """() => [...document.querySelectorAll('nav ul, nav ol, .crisis, .chips, .grid')]
  .map(element => getComputedStyle(element).listStyleType)"""


def test_paging_moves_focus_to_the_heading_and_reads_the_result(new_page):
    page = new_page()
    page.goto(GALLERY)
    page.get_by_role("link", name="Další stránka").click()
    expect(page).to_have_url(re.compile(r"strana=6$"))
    expect(page.locator("#ukazka-stranek-nadpis")).to_be_focused()
    expect(page.locator("#status")).to_have_text("Stránka 6 z 120.")


def test_paging_works_without_script(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(GALLERY)
    page.get_by_role("link", name="Další stránka").click()
    expect(page.locator("[data-announce]")).to_have_text("Stránka 6 z 120.")


def test_failed_request_is_said_in_words(browser, house):
    page = browser.new_page(base_url=house.url)  # not watched: the browser complains aloud about the lost connection
    page.goto(GALLERY)
    page.route("**/*strana=6*", lambda route: route.abort())
    page.get_by_role("link", name="Další stránka").click()
    expect(page.locator("#status")).to_contain_text("nepodařilo načíst")
    page.close()


def test_error_page_is_shown_whole(browser, house):
    page = browser.new_page(base_url=house.url)  # not watched: an error is what it asks for
    page.goto(GALLERY)
    body = "<!DOCTYPE html><html lang=cs><title>Chyba</title><h1>Něco se pokazilo</h1></html>"
    page.route(
        "**/*strana=6*", lambda route: route.fulfill(status=500, content_type="text/html; charset=utf-8", body=body)
    )
    page.get_by_role("link", name="Další stránka").click()
    expect(page.get_by_role("heading", name="Něco se pokazilo")).to_be_visible()
    expect(page).to_have_url(re.compile(r"strana=6$"))
    page.close()


def test_dialog_opens_in_place_closes_by_keyboard_and_returns_focus(new_page):
    page = new_page()
    page.goto(GALLERY)
    opener = page.get_by_role("link", name="Otevřít dialog")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Ukázkový dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_dialog_is_a_page_without_script(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(GALLERY)
    page.get_by_role("link", name="Otevřít dialog").click()
    expect(page).to_have_url(re.compile(r"/napoveda/$"))


def test_error_summary_takes_focus_and_leads_to_the_field(new_page):
    page = new_page()
    page.goto(GALLERY)
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="E-mail: ").click()
    expect(page.locator("#id_chybny-email")).to_be_focused()


def test_skip_link_is_the_first_stop_and_leads_to_the_content(new_page):
    page = new_page()
    page.goto("/pristupnost/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Přejít na obsah")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_is_drawn_in_two_colours(new_page):
    page = new_page()
    page.goto("/pristupnost/")
    page.get_by_role("link", name="Přihlásit se").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style = page.evaluate(OUTLINE)
    assert style[:2] == ["3px", "rgb(23, 32, 46)"]
    assert "rgb(255, 210, 63)" in style[2]


def test_lists_of_links_have_no_bullets(new_page):
    page = new_page()
    page.goto(GALLERY)
    assert set(page.evaluate(BULLETS)) == {"none"}
