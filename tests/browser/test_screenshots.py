"""Pictures of the README, made only when asked for: `make screenshots`."""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
SIZES = {"": {"width": 1280, "height": 1400}, "-phone": {"width": 390, "height": 1100}}
PAGES = {
    "home": "/",
    "search": "/sluzby/?q=dluhová+poradna&kde=Děčín",
    "service": "/sluzby/9900001/",
}


@pytest.mark.skipif(os.environ.get("OPORA_SCREENSHOTS") != "1", reason="pictures are made by make screenshots")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("suffix", SIZES)
def test_picture(name, suffix, new_page):
    page = new_page(viewport=SIZES[suffix], color_scheme="light")
    page.goto(PAGES[name])
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}{suffix}.png")

    assert (FOLDER / f"{name}{suffix}.png").stat().st_size > 5_000
