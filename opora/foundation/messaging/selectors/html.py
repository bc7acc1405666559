"""The HTML twin of a message: the same words, nothing more. No pictures, nothing fetched, links shown in full."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"https?://[^\s<>\"„“]+[^\s<>\"„“.,;:!?)]")
HEADING = re.compile(r"\d+\. \S")  # of a matter in a digest; stands alone in its paragraph
DASHES = ("- ", "– ")
SIGNATURE = "--"
STYLE = (
    "body{font:1rem/1.6 sans-serif;max-width:40rem;margin:0 auto;padding:1rem}h2{font-size:1.1rem;margin:2rem 0 0}"
    "a{overflow-wrap:anywhere}"
)
PAGE = (
    '<!doctype html><html lang="cs"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title><style>{style}</style></head>'
    "<body>{body}</body></html>"
)


def html_of(text: str, title: str = "") -> str:
    """A whole HTML page of the plain text; `title` is its subject."""
    return PAGE.format(title=escape(title), style=STYLE, body=html_body(text))


def html_body(text: str) -> SafeString:
    """Paragraphs, lists of lines that begin with a dash, headings of a digest; everything else is escaped."""
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    return mark_safe("".join(part for block in blocks if block.strip() for part in _block(block)))  # nosec


def _block(block: str) -> Iterator[str]:
    """One block of text between empty lines; lists are cut out of it."""
    lines = block.splitlines()
    if lines[0].strip() == SIGNATURE:
        yield "<hr>"
        lines = lines[1:]
    if len(lines) == 1 and HEADING.match(lines[0]):
        yield f"<h2>{_inline(lines[0])}</h2>"
        return
    run: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        run.append(line)
        if line.startswith(DASHES) != following.startswith(DASHES) or following == "":
            yield _run(run)
            run = []


def _run(lines: list[str]) -> str:
    """Lines of one sort: a list, or a paragraph."""
    if lines[0].startswith(DASHES):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(line: str) -> str:
    """Escaped text with addresses as links that show where they lead."""
    parts, at = [], 0
    for match in LINK.finditer(line):
        address = escape(match[0])
        parts += [escape(line[at : match.start()]), f'<a href="{address}">{address}</a>']
        at = match.end()
    return "".join([*parts, escape(line[at:])])
