"""What the shell reads from files: handbook pages and the accessibility statement."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from opora.foundation.core.text import fold

HANDBOOK = Path(settings.BASE_DIR) / "docs" / "handbook"
CHAPTERS = (
    "hledam-pomoc",
    "prihlaseni",
    "mesic-poskytovatele",
    "spravce-poskytovatele",
    "spravce-kraje",
    "spravce-dat",
    "ochrana-udaju",
    "auditor",
    "spravce-katalog",
    "spravce-registr",
    "api",
)  # from the most readers to the fewest
STATEMENT = Path(__file__).parents[1] / "data" / "accessibility.json"


@dataclass(frozen=True)
class Heading:
    """A second-level heading of a handbook page and the id that leads to it."""

    title: str
    anchor: str


@dataclass(frozen=True)
class HandbookPage:
    """One page of the handbook: text without its first heading, which is the title, and its contents."""

    slug: str
    title: str
    summary: str
    html: SafeString
    contents: tuple[Heading, ...]


def handbook_pages() -> list[HandbookPage]:
    """All pages of the handbook: known chapters in their order, others after them by the names of their files."""
    slugs = set(_files())
    ordered = [*(slug for slug in CHAPTERS if slug in slugs), *sorted(slugs.difference(CHAPTERS))]
    return [page for slug in ordered if (page := handbook_page(slug))]


def handbook_page(slug: str) -> HandbookPage | None:
    """The page written in `<slug>.md`; None when this instance has no such file."""
    path = _files().get(slug)  # never ask the disk for what somebody typed
    return _rendered(path, path.stat().st_mtime_ns) if path else None


def _files() -> dict[str, Path]:
    """Slug → file: chapters for everybody, and in folders named after wings those of the wings that run here."""
    folders = [HANDBOOK, *(HANDBOOK / wing for wing in sorted(settings.WINGS))]
    return {path.stem: path for folder in folders for path in folder.glob("*.md")}


@lru_cache(maxsize=64)
def _rendered(path: Path, _changed: int) -> HandbookPage:
    """The page is read again only when its file has changed."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    title, tokens = _without_title(tokens, default=path.stem)
    contents = tuple(_anchored(tokens))
    _polish(tokens)
    html = markdown.renderer.render(_captioned(tokens, title), markdown.options, {})
    return HandbookPage(path.stem, title, _summary(tokens), mark_safe(html), contents)  # nosec


def _without_title(tokens: list[Token], default: str) -> tuple[str, list[Token]]:
    """The first heading is the title of the page; the frame shows it, so it leaves the text."""
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return tokens[1].content, tokens[3:]
    return default, tokens


def _anchored(tokens: list[Token]) -> list[Heading]:
    """Give every heading an id; return those of the second level."""
    headings: list[Heading] = []
    seen: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        base = anchor = slugify(fold(inline.content)) or "cast"
        number = 1
        while anchor in seen:
            number += 1
            anchor = f"{base}-{number}"
        seen.add(anchor)
        opening.attrSet("id", anchor)
        if opening.tag == "h2":
            headings.append(Heading(inline.content, anchor))
    return headings


def _polish(tokens: list[Token]) -> None:
    """Links between files lead to addresses of the handbook; header cells say what they head."""
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or []:
            address = str(child.attrGet("href") or "")
            if child.type == "link_open" and address.endswith(".md") and "/" not in address:
                child.attrSet("href", f"/napoveda/{address.removesuffix('.md')}/")


def _captioned(tokens: list[Token], title: str) -> list[Token]:
    """A table is named after the heading it stands under, and scrolls by itself on a narrow screen."""
    result: list[Token] = []
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            title = tokens[position + 1].content
        if token.type == "table_open":
            scroll = Token("table_scroll_open", "div", 1, attrs={"class": "table-scroll", "tabindex": "0"})
            scroll.attrs |= {"role": "region", "aria-label": f"Tabulka: {title}"}
            name = Token("text", "", 0, content=f"Tabulka: {title}")
            caption = [Token("caption_open", "caption", 1, attrs={"class": "visually-hidden"}), name]
            result += [scroll, token, *caption, Token("caption_close", "caption", -1)]
        else:
            result.append(token)
        if token.type == "table_close":
            result.append(Token("table_scroll_close", "div", -1))
    return result


def _summary(tokens: list[Token]) -> str:
    """Plain text of the first paragraph."""
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open" and opening.level == 0:
            return "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline"})
    return ""


def accessibility_statement() -> dict[str, Any]:
    """The statement from its data file, days as dates."""
    data = json.loads(STATEMENT.read_text(encoding="utf-8"))
    data["updated_on"] = date.fromisoformat(data["updated_on"])
    run = data["automated_run"]
    run["ran_on"] = date.fromisoformat(run["ran_on"]) if run["ran_on"] else None
    return data
