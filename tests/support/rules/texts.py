"""Rules over templates and over every text of the project."""

import re
from collections.abc import Iterable

from tests.support.rules.sources import Source

LONGEST_TEMPLATE = 200
INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|<style\b|\sstyle\s*=|\s(?:hx-)?on[a-z:-]+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)
INCLUDED = re.compile(r"""{%\s*include\s+["']([^"'#]+)""")
STANDALONE = ("/cotton/", "/email/", "/core/forms/", "/allauth/", "/account/email/", "/socialaccount/email/")
# written in pieces, so that this file does not offend itself
FORBIDDEN = re.compile(
    "|".join(
        [
            "/wor" + r"k/(?:main|shared|\.)",
            "/tm" + r"p/[a-z]",
            r"/(?:roo" + r"t|home)/(?!\w*\$)[a-z.]+/",
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(?:org|com)",
            r"\bsub-?ag" + r"ents?\b",
            r"\bclau" + r"de\b",
            r"\banthro" + r"pic\b",
            r"\bchat" + r"gpt\b",
            r"\bopen" + r"ai\b",
            r"\blarge language mo" + r"dels?\b",
        ]
    ),
    re.IGNORECASE,
)


def inline_in_templates(templates: Iterable[Source]) -> list[str]:
    """Scripts, styles and event handlers written into a page: the content policy would refuse them."""
    return [
        f"{template.path}:{template.text[: match.start()].count('\n') + 1}: {match.group().strip()}"
        for template in templates
        for match in INLINE.finditer(template.text)
    ]


def long_templates(templates: Iterable[Source]) -> list[str]:
    """Templates over the hard limit."""
    return [
        f"{template.path}: {len(template.text.splitlines())} lines"
        for template in templates
        if len(template.text.splitlines()) > LONGEST_TEMPLATE
    ]


def pages_without_frame(templates: Iterable[Source], bases: Iterable[str]) -> list[str]:
    """Templates that neither extend a frame nor are a part of a page, a component or a message."""
    templates = list(templates)
    included = {name for template in templates for name in INCLUDED.findall(template.text)}
    return [
        template.path
        for template in templates
        if template.path.endswith(".html")
        and "{% extends" not in template.text
        and not any(part in template.path for part in STANDALONE)
        and template.path.partition("/templates/")[2] not in included | set(bases)
    ]


def forbidden_words(files: Iterable[Source]) -> list[str]:
    """Paths of somebody's machine, hosts of package registries, names of helper tools."""
    return [
        f"{file.path}:{file.text[: match.start()].count('\n') + 1}: {match.group()}"
        for file in files
        for match in FORBIDDEN.finditer(file.text)
    ]
