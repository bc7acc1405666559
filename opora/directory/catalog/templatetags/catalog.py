"""What templates of the catalogue need besides `{% load opora %}`."""

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.safestring import SafeString, mark_safe

from opora.foundation.core.dates import NBSP
from opora.foundation.core.permissions import allowed
from opora.foundation.core.templatetags.opora import czech_date

register = template.Library()

BEFORE_NUMBER = re.compile(r"(?:§|\bč\.|\bodst\.|\bpísm\.) (?=\w)")
UNSAFE_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Data for search engines in a `<script>` that no browser runs; nothing for empty data."""
    if not data:
        return SafeString("")
    text = json.dumps(data, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # nosec


@register.filter
def web_url(value: str) -> str:
    """Address of a web site as a link: http and https only, „www.priklad.cz“ gets https; empty for anything else."""
    text = value.strip()
    if "://" not in text:
        text = f"https://{text}"
    parts = urlsplit(text)
    return text if parts.scheme in {"http", "https"} and "." in parts.netloc else ""


@register.filter
def web_label(value: str) -> str:
    """Address of a web site as people say it: without protocol, „www“ and the last slash."""
    return value.strip().split("://")[-1].removeprefix("www.").rstrip("/")


@register.filter
def law(value: str) -> str:
    """A reference to law that no line breaks after its „§“ or „č.“: „§ 57 zákona č. 108/2006 Sb.“."""
    return BEFORE_NUMBER.sub(lambda match: match[0].rstrip() + NBSP, value)


@register.simple_tag
def register_source(source: str, as_of: date | None) -> str:
    """„Zdroj: registr, stav k 1. 4. 2026.“; a source that names its year itself gets no day it does not have."""
    state = "" if as_of is None or str(as_of.year) in source else f", stav k{NBSP}{czech_date(as_of)}"
    return f"Zdroj: {source}{state}." if source else ""


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str, target: Any = None) -> bool:
    """True when the one who looks may do it (to the object): `{% may "catalog.edit_record" service as edits %}`."""
    actor = context.get("actor")
    return actor is not None and allowed(actor, permission, target)
