"""Pictures of the README, made only when asked for: `make screenshots`."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESKTOP, PHONE

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PAGES = {
    "home": "/",
    "search": "/sluzby/?q=dluhová+poradna&kde=Děčín",
    "service": "/sluzby/9900001/",
}


@pytest.mark.skipif(os.environ.get("OPORA_SCREENSHOTS") != "1", reason="pictures are made by make screenshots")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("suffix", "size"), [("", DESKTOP), ("-phone", PHONE)])
def test_picture(name, suffix, size, new_page):
    page = new_page(viewport=size, color_scheme="light")
    page.goto(PAGES[name])
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}{suffix}.png")

    assert (FOLDER / f"{name}{suffix}.png").stat().st_size > 5_000
