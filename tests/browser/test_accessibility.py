"""Every page of the URL map: rules of axe on desktop and phone, light and dark; no sideways scrolling when narrow.

Each page is opened once and looked at in all these ways.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reflow import overflowing
from tests.browser.url_map import SAMPLES, STATES, known_addresses

NAMES = sorted({address.name for address in known_addresses()})


AXE = Axe()
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = EVERYTHING | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that a scheme changes


def violations(page) -> list[str]:
    """What axe found at both widths and in both colour schemes, one line for each element."""
    found = []
    page.evaluate(AXE.axe_script)
    for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
        for size in (DESKTOP, PHONE):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size(size)
            for violation in page.evaluate("rules => axe.run(rules)", rules)["violations"]:
                targets = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
                found += [f"{scheme} {size['width']}: {violation['id']} – {target}" for target in targets]
    return found


def test_every_address_has_sample():
    assert [name for name in NAMES if name not in SAMPLES] == []


@pytest.mark.parametrize("name", NAMES)
def test_page_keeps_rules_of_axe_and_reflows(name, visit):
    page, status = visit(name)

    assert status == SAMPLES[name].status
    assert violations(page) == []
    assert overflowing(page) == []


@pytest.mark.parametrize("state", STATES)
def test_state_keeps_rules_of_axe(state, page):
    response = page.goto(STATES[state])

    assert response.status < 500
    assert violations(page) == []


def test_refused_form_keeps_rules_of_axe_and_focuses_its_summary(page):
    page.goto("/prihlaseni/")
    page.fill("main [name=login]", "nikdo@priklad.cz")
    page.fill("main [name=password]", "špatné heslo")
    page.press("main [name=password]", "Enter")
    page.wait_for_selector(".error-summary")

    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert violations(page) == []
