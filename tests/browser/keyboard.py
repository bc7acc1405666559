"""Walking over a page by the keyboard alone."""

from playwright.sync_api import Page

FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return '';
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
  const name = element.getAttribute('aria-label') || labels || element.textContent || element.value || '';
  return `${element.tagName.toLowerCase()} ${name.replace(/\\s+/g, ' ').trim()}`;
}"""
VISIBLE_FOCUS = """() => {
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  };
  const focus = document.activeElement;  // a card may carry the ring for the link that fills it
  return outlined(focus) || Boolean(focus.closest('.card') && outlined(focus.closest('.card')));
}"""
MOST_STEPS = 120


def focused(page: Page) -> str:
    """What has the focus: „tag name“."""
    return page.evaluate(FOCUSED)


def tab_to(page: Page, tag: str, name: str) -> None:
    """Press Tab until an element of the tag has the focus and its name begins so; fails when there is none.

    Each step must be visible: an invisible focus leaves a sighted person lost.
    """
    seen = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if seen.count("") > 1:
            break  # once round the page
        if seen[-1] and not page.evaluate(VISIBLE_FOCUS):
            raise AssertionError(f"Focus cannot be seen: {seen[-1]}")
        if seen[-1].startswith(f"{tag} {name}"):
            return
    raise AssertionError(f"Tab never reached {tag} „{name}“:\n" + "\n".join(seen))


def type_into(page: Page, tag: str, name: str, text: str) -> None:
    """Reach a field by Tab, unless the page begins in it, and write into it."""
    if not (focused(page).startswith(f"{tag} {name}") and page.evaluate("document.activeElement.value === ''")):
        tab_to(page, tag, name)
    page.keyboard.type(text)
