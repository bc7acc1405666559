"""Tagged PDF (PDF/UA-1): a reader for the blind knows its language, title, headings and heads of tables."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from opora.foundation.core.registries import Bullets, Heading, Paper, PaperTable, Paragraph

TEMPLATE = Path(__file__).parent.parent / "data" / "paper.typ"
ALWAYS_DRAWN = re.compile(r"[\n\x20-\x7e\u00a0-\u017f‐-‟…‰‹›€]*")  # Latin letters and Czech marks of the bundled fonts
UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co"}  # control characters, reversals of the direction, halves of pairs


def pdf(paper: Paper) -> bytes:
    """Bytes of the file. All texts go in as data; a character that no bundled font draws is said by its name."""
    blocks = [_block(block) for block in paper.blocks]
    data = {"title": _drawn(paper.title) or "–", "lang": paper.lang, "blocks": blocks}
    return _compile(json.dumps(data, ensure_ascii=False))


def _block(block: Heading | Paragraph | Bullets | PaperTable) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": _drawn(block.text), "level": block.level}
        case Paragraph():
            return {"kind": "paragraph", "text": _drawn(block.text)}
        case Bullets():
            return {"kind": "bullets", "items": _texts(block.items)}
        case PaperTable():
            return {
                "kind": "table",
                "caption": _drawn(block.caption),
                "headers": _texts(block.headers),
                "rows": [_texts(row) for row in block.rows],
            }


def _texts(texts: Any) -> list[str]:
    return [_drawn(text) for text in texts]


def _drawn(text: str) -> str:
    """The text with names in place of characters that cannot be drawn, „[U+1F600 GRINNING FACE]“."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return lines if ALWAYS_DRAWN.fullmatch(lines) else "".join(_characters(lines))


def _characters(text: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFC", text):
        if char == "\n" or ALWAYS_DRAWN.fullmatch(char):
            yield char
        elif unicodedata.category(char) not in UNSEEN:
            yield char if is_drawn(char) else f"[U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() + "]"


@lru_cache(maxsize=4096)
def is_drawn(char: str) -> bool:
    """True when a bundled font has the character; asked of the typesetter once for each, some 3 ms."""
    paragraph = {"kind": "paragraph", "text": f"a{char}"}
    try:
        _compile(json.dumps({"title": "–", "lang": "cs", "blocks": [paragraph]}))
    except typst.TypstError:
        return False
    return True


def _compile(data: str) -> bytes:
    """The PDF of the template; only bundled fonts, so that it looks the same on every machine."""
    return typst.compile(
        str(TEMPLATE), format="pdf", pdf_standards=["ua-1"], sys_inputs={"paper": data}, ignore_system_fonts=True
    )
