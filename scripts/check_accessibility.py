"""Check pages of a running Opora in a browser and, with --write, put the result into the accessibility statement.

    .venv/bin/python scripts/check_accessibility.py http://127.0.0.1:8000 --write [PATH …]

Every page is checked by axe-core at two widths in two colour schemes, and must not scroll sideways at 320 px or with
text twice as big. Needs the development environment and Debian's Chromium. Exit status 1 when something was found.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

STATEMENT = Path(__file__).parent.parent / "opora" / "web" / "site" / "data" / "accessibility.json"
PAGES = [
    "/", "/sluzby/", "/sluzby/?q=dluhová+poradna&kde=Děčín", "/sluzby/?q=xyzxyzq", "/sluzby/?kde=Vilémov",
    "/sluzby/6511261/", "/napoveda/", "/napoveda/hledam-pomoc/", "/o-opore/", "/pristupnost/", "/krizove-linky/",
    "/prihlaseni/", "/_komponenty/", "/tato-stranka-neni/",
]  # fmt: skip
SCHEMES = {"light": "světlé", "dark": "tmavé"}
WIDTHS = [1280, 390]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
BIG_TEXT = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 200% }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }"""


def opened(browser: Browser, address: str, width: int, scheme: str) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    return page


def violations(browser: Browser, address: str) -> Iterator[str]:
    """Sentences about every rule broken, by width and scheme."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = opened(browser, address, width, scheme)
            for fault in Axe().run(page, options={"runOnly": RULES}).response["violations"]:
                places = "; ".join(node["html"][:100] for node in fault["nodes"][:3])
                yield f"{width} {scheme}: {fault['id']} – {fault['help']} – {places}"
            page.context.close()


def overflows(browser: Browser, address: str) -> Iterator[str]:
    """Sentences about scrolling sideways: at 320 px, and at 1280 px with text twice as big."""
    for width, enlarged in ((320, False), (1280, True)):
        page = opened(browser, address, width, "light")
        if enlarged:
            page.evaluate(BIG_TEXT)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{width}{' 200 %' if enlarged else ''}: the page is {wide} px wide"
        page.context.close()


def write(pages: int, found: int) -> None:
    statement = json.loads(STATEMENT.read_text(encoding="utf-8"))
    day = datetime.now(UTC).astimezone(ZoneInfo("Europe/Prague")).date().isoformat()
    statement["updated_on"] = day
    statement["automated_run"] |= {"ran_on": day, "pages": pages, "violations": found}
    STATEMENT.write_text(json.dumps(statement, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("paths", nargs="*", default=PAGES)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for path in options.paths:
            address = options.address.rstrip("/") + path
            faults = [*violations(browser, address), *overflows(browser, address)]
            found += len(faults)
            print(path, "v pořádku" if not faults else "\n  " + "\n  ".join(faults))
    if options.write:
        write(len(options.paths), found)
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
