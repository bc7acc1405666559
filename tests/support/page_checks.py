"""What every HTML answer must keep: structure, names, references, nothing inline, nothing left unrendered.

`faults(html, whole=True)` returns Czech-free short sentences for programmers; an empty list means a good page.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

# the parser is older than the living standard, or the fault has no effect on anybody
HARMLESS = {"non-void-element-with-trailing-solidus", "unexpected-null-character", "invalid-codepoint"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SKIPPED_TEXT = {"script", "style", "pre", "code", "textarea", "template"}
UNLABELLED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
LEFTOVERS = re.compile(r"\{\{|\{%|\{#|<c-[a-z]|</c-[a-z]")
NONE = re.compile(r"(?<!\w)None(?!\w)")
DATA_SCRIPTS = {"application/ld+json", "application/json"}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "for", "aria-owns")


class Page:
    """A parsed answer and the ways into it."""

    def __init__(self, html: str, *, whole: bool) -> None:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.html, self.whole = html, whole
        self.root: Element = parser.parse(html) if whole else parser.parseFragment(html)
        self.errors = [(position, code) for position, code, _ in parser.errors if code not in HARMLESS]

    @cached_property
    def elements(self) -> list[Element]:
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.root.iter() for child in parent}

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.get("id", "") for element in self.elements if element.get("id") is not None)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def ancestors(self, element: Element) -> Iterator[Element]:
        while element in self.parents:
            element = self.parents[element]
            yield element

    def by_id(self, name: str) -> Element | None:
        return next((element for element in self.elements if element.get("id") == name), None)


def text_of(element: Element) -> str:
    """Text that a screen reader would get: without hidden parts, with alternatives of pictures."""
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return ""
    own = element.get("alt", "") if element.tag == "img" else element.get("aria-label", "")
    parts = [own, element.text or ""]
    for child in element:
        parts += [text_of(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return " ".join(" ".join(parts).split())


def described(element: Element) -> str:
    """The element's start tag, short, for the message."""
    attributes = " ".join(f'{name}="{value}"' for name, value in list(element.attrib.items())[:4])
    return f"<{element.tag} {attributes}>".replace(" >", ">")[:160]


def syntax(page: Page) -> Iterator[str]:
    for position, code in page.errors:
        line = page.html.splitlines()[position[0] - 1][:120] if page.html else ""
        yield f"syntax: {code} at {position}: {line.strip()}"


def frame(page: Page) -> Iterator[str]:
    if not page.whole:
        return
    root = page.root if page.root.tag == "html" else page.root.find("html")
    if root is None or root.get("lang") != "cs":
        yield 'language: <html> has no lang="cs"'
    titles = [title for title in page.all("title") if page.parents[title].tag == "head"]
    if not titles or not text_of(titles[0]).strip(" –"):
        yield "title: the page has none"
    if len(page.all("main")) != 1:
        yield f"landmarks: {len(page.all('main'))} <main> instead of one"
    if len(page.all("h1")) != 1:
        yield f"headings: {len(page.all('h1'))} <h1> instead of one"


def headings(page: Page) -> Iterator[str]:
    level = 1 if page.whole else 6  # an error summary stands above the title, as its own h2
    for element in page.elements:
        if element.tag not in HEADINGS:
            continue
        current = int(element.tag[1])
        if current > level + 1:
            yield f"headings: jump from h{level} to h{current} „{text_of(element)}“"
        if not text_of(element):
            yield f"headings: empty {described(element)}"
        level = current


def identifiers(page: Page) -> Iterator[str]:
    for name, count in page.ids.items():
        if count > 1:
            yield f"ids: „{name}“ stands {count} times"
        if not name or any(char.isspace() for char in name):
            yield f"ids: „{name}“ is not an identifier"


def references(page: Page) -> Iterator[str]:
    if not page.whole:
        return  # a part may speak of what stands outside it
    for element in page.elements:
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in page.ids:
                    yield f"references: {attribute} → „{name}“ does not exist, {described(element)}"
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and href != "#" and href[1:] not in page.ids:
            yield f"references: link to „{href}“ leads nowhere"


def labels(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label") if text_of(label)}
    for element in page.all("input", "select", "textarea"):
        if element.tag == "input" and element.get("type", "text") in UNLABELLED_INPUTS:
            continue
        wrapped = any(ancestor.tag == "label" for ancestor in page.ancestors(element))
        named = element.get("aria-label") or element.get("aria-labelledby") or element.get("id") in labelled
        if not (wrapped or named):
            yield f"labels: {described(element)} has no label"
    for fieldset in page.all("fieldset"):
        if not any(child.tag == "legend" and text_of(child) for child in fieldset):
            yield f"labels: {described(fieldset)} has no legend"


def names(page: Page) -> Iterator[str]:
    for element in page.all("a", "button", "summary"):
        if element.tag == "a" and element.get("href") is None:
            continue
        if any(ancestor.get("aria-hidden") == "true" for ancestor in page.ancestors(element)):
            continue
        referenced = " ".join(
            text_of(target)
            for name in (element.get("aria-labelledby") or "").split()
            if (target := page.by_id(name)) is not None
        )
        if not (text_of(element) or referenced or element.get("title")):
            yield f"names: {described(element)} is empty"
    for element in page.all("img"):
        if element.get("alt") is None:
            yield f"names: {described(element)} has no alt"
    for element in page.elements:
        if element.tag in {"svg", "{http://www.w3.org/2000/svg}svg"} and not (
            element.get("aria-hidden") == "true" or element.get("role") == "img"
        ):
            yield f"names: {described(element)} is neither hidden nor an image"


def tables(page: Page) -> Iterator[str]:
    for table in page.all("table"):
        if not any(child.tag == "caption" and text_of(child) for child in table):
            yield f"tables: {described(table)} has no caption"
        cells = list(table.iter("th"))
        if not cells:
            yield f"tables: {described(table)} has no header cells"
        for cell in cells:
            if cell.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"tables: header „{text_of(cell)}“ has no scope"


def inline(page: Page) -> Iterator[str]:
    for element in page.elements:
        if element.tag == "style":
            yield "inline: <style>"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_SCRIPTS:
            yield "inline: <script> without src"
        for name, value in element.attrib.items():
            if name == "style":
                yield f"inline: style attribute, {described(element)}"
            if name.startswith(("on", "hx-on")):
                yield f"inline: {name}, {described(element)}"
            if value.strip().lower().startswith(("javascript:", "js:")):
                yield f"inline: script in {name}, {described(element)}"


def outside(page: Page) -> Iterator[str]:
    """Nothing is loaded from a third party; links may lead there."""
    for element in page.all("script", "img", "link", "iframe", "source", "video", "audio"):
        address = element.get("src") or (element.get("href") if element.tag == "link" else "") or ""
        if urlsplit(address).netloc and element.get("rel") not in {"canonical", "alternate", "license"}:
            yield f"third party: {address}"


def leftovers(page: Page) -> Iterator[str]:
    for match in LEFTOVERS.finditer(page.html):
        yield f"unrendered: {page.html[max(0, match.start() - 30) : match.end() + 50]!r}"
    for element in page.elements:
        if element.tag in SKIPPED_TEXT:
            continue
        texts = [element.text or "", *(child.tail or "" for child in element)]
        texts += [value for name, value in element.attrib.items() if name != "id"]
        for text in texts:
            if NONE.search(text):
                yield f"leak: „None“ in {described(element)}: {text.strip()[:80]}"


def forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        if form.get("method", "get").lower() != "post":
            continue
        if not any(field.get("name") == "csrfmiddlewaretoken" for field in form.iter("input")):
            yield f"forms: {described(form)} has no csrf token"


CHECKS = [
    syntax, frame, headings, identifiers, references, labels, names, tables, inline, outside, leftovers, forms,
]  # fmt: skip


def faults(html: str, *, whole: bool = True) -> list[str]:
    """Every fault of the page (or of a part of one), each said once."""
    page = Page(html, whole=whole)
    return list(dict.fromkeys(fault for check in CHECKS for fault in check(page)))
