"""A real browser over a real server. Every page is watched: no request leaves the house, no error in the console."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.server import NEWCOMER, UNPROVED, House, furnish, running
from tests.browser.url_map import REDIRECTED, SAMPLES, path_of

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
ADMINISTRATOR, STEWARD = "spravce@opora.example", "data@opora.example"


def pytest_collection_modifyitems(items) -> None:
    """Everything here needs the browser and does not care about the database of the suite."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.sqlite_only)


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> Iterator[House]:
    """One house for the whole run, shared by its workers; each worker has its own server."""
    base = tmp_path_factory.getbasetemp()
    var = (base.parent if base.name.startswith("popen-") else base) / "house"
    furnish(var)
    with running(var, "tests.browser.settings_house") as house:
        yield house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """What pages of a context did that they should not."""

    def __init__(self, context: BrowserContext, house: House) -> None:
        self.home, self.faults = urlsplit(house.url).netloc, []
        context.on("request", lambda request: self._request(request.url))
        context.on("console", lambda message: self._console(message))
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.home:
            self.faults.append(f"third party: {url}")

    def _console(self, message) -> None:
        # a 4xx page asked for on purpose is announced by the browser as well
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def new_page(browser, house):
    """Make a page in a context of its own: `new_page(viewport=…, java_script_enabled=False, …)`."""
    contexts, watches = [], []

    def make(**options) -> Page:
        context = browser.new_context(base_url=house.url, locale="cs-CZ", **{"viewport": DESKTOP, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        watches.append(Watch(context, house))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def page(new_page) -> Page:
    """A desktop window with scripts."""
    return new_page()


def signed_in_state(browser: Browser, house: House, email: str, confirmed: str) -> dict:
    """Cookies of somebody who signed in a moment ago, as the page `confirmed` wants."""
    context = browser.new_context(base_url=house.url)
    page = context.new_page()
    known = house.login(email)
    page.goto("/prihlaseni/")
    page.fill("main [name=login]", email)
    page.fill("main [name=password]", known["password"])
    page.press("main [name=password]", "Enter")
    if "totp" in known:
        page.fill("main [name=code]", house.code(email))
        page.press("main [name=code]", "Enter")
    page.wait_for_url(house.url + "/prehled/")
    page.goto(confirmed)
    page.wait_for_url(house.url + confirmed)
    if email == ADMINISTRATOR:  # the page of recovery codes exists only when there are some
        page.locator("main form button").first.click()
        page.wait_for_url(house.url + "/ucet/zalozni-kody/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def administrator_state(browser, house) -> dict:
    """Cookies of the regional administrator, who has a second factor."""
    return signed_in_state(browser, house, ADMINISTRATOR, "/ucet/zalozni-kody/nove/")


@pytest.fixture(scope="session")
def auditor_state(browser, house) -> dict:
    """Cookies of the auditor of the kraj."""
    return signed_in_state(browser, house, "audit@opora.example", "/ucet/zalozni-kody/nove/")


@pytest.fixture(scope="session")
def provider_head_state(browser, house) -> dict:
    """Cookies of the administrator of the sample provider."""
    return signed_in_state(browser, house, "poskytovatel@opora.example", "/ucet/zalozni-kody/nove/")


@pytest.fixture(scope="session")
def newcomer_state(browser, house) -> dict:
    """Cookies of a new member of staff, who has no second factor yet."""
    return signed_in_state(browser, house, NEWCOMER, "/ucet/druhy-faktor/zapnout/")


@pytest.fixture(scope="session")
def unproved_state(browser, house) -> dict:
    """Cookies of somebody whose role needs a second factor that they do not have yet."""
    context = browser.new_context(base_url=house.url)
    page = context.new_page()
    page.goto("/prihlaseni/")
    page.fill("main [name=login]", UNPROVED)
    page.fill("main [name=password]", house.login(UNPROVED)["password"])
    page.press("main [name=password]", "Enter")
    page.wait_for_url(re.compile("/ucet/druhy-faktor/povinny/"))
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(new_page, request):
    """Open the sample of a named address, signed in where it needs so; returns the page and the answer's status."""

    def open_page(name: str, **options):
        who = SAMPLES[name].signed_in
        state = request.getfixturevalue(f"{who}_state") if who else None
        page = new_page(storage_state=state, **options)
        status = page.goto(path_of(name)).status
        reached, asked = urlsplit(page.url).path, urlsplit(path_of(name)).path
        assert reached == REDIRECTED.get(name, asked), f"{asked} led to {reached}"
        return page, status

    return open_page
