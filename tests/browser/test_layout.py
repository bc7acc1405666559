"""Every page reflows: no sideways scrolling at 320 px, nor with text twice as big."""

import pytest

from tests.browser.url_map import SAMPLES, known_addresses

NAMES = sorted({address.name for address in known_addresses()} & set(SAMPLES))
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let node = element.parentElement; node; node = node.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(node).overflowX)) return true;
    }
    return false;
  };
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
    .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
    .concat([`page ${document.documentElement.scrollWidth} > ${width}`]);
}"""


@pytest.mark.parametrize("name", NAMES)
def test_page_reflows(name, visit):
    page, _status = visit(name, viewport={"width": 320, "height": 640})
    narrow = page.evaluate(OVERFLOW)
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert (narrow, page.evaluate(OVERFLOW)) == ([], [])
