"""Whether a page fits narrow windows and big text without scrolling sideways (WCAG 1.4.10, 1.4.4)."""

from playwright.sync_api import Page

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


def overflowing(page: Page) -> list[str]:
    """What sticks out at 320 px, and with text twice as big at 640 px; leaves the page so."""
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = page.evaluate(OVERFLOW)
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    return narrow + page.evaluate(OVERFLOW)
