"""Czech typography and addresses in templates: `{% load opora %}`."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from opora import __version__
from opora.foundation.core import filters
from opora.foundation.core.dates import NBSP, czech_date
from opora.foundation.core.registries import MenuItem, PanelLink, footer_menu, panels_about
from opora.foundation.core.text import tie_short_words

register = template.Library()

CRISIS_LINES = Path(__file__).parent.parent / "data" / "crisis_lines.json"


@register.filter
def is_under(path: str, address: str) -> bool:
    """True for the address itself and for all below it; nothing is below the home page."""
    return address != "/" and path.startswith(address)


@register.filter
def plural(number: float | None, forms: str) -> str:
    """The form that fits the number: `{{ 5|plural:"služba,služby,služeb" }}` → „služeb“.

    Fractions take the fourth form if there is one, else the second („1,5 hodiny“).
    """
    one, few, many, *fraction = [form.strip() for form in forms.split(",")]
    value = abs(number or 0)
    if value != int(value):
        return fraction[0] if fraction else few
    return {1: one, 2: few, 3: few, 4: few}.get(int(value), many)


@register.filter
def counted(number: float | None, forms: str) -> str:
    """Number with its noun, never broken between lines: `{{ 5|counted:"služba,služby,služeb" }}` → „5 služeb“."""
    return f"{czech_number(number or 0)}{NBSP}{plural(number, forms)}"


@register.filter
def czech_number(value: float | Decimal | None, places: int | None = None) -> str:
    """„1 234,5“ with no-break spaces; with `places` exactly that many decimals. None is an empty text."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if places is not None:
        text = f"{number:,.{int(places)}f}"
    else:
        text = f"{number:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", NBSP).replace(".", ",").replace("-", "−")


register.filter(czech_date)


@register.filter
def czech_datetime(value: datetime | None) -> str:
    """„22. 11. 2026 v 9:05“ with no-break spaces, in Europe/Prague."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{czech_date(local)} v{NBSP}{local.hour}:{local.minute:02d}"


@register.filter
def phone(value: str | None) -> str:
    """Telephone in groups of three: „+420 412 123 456“; what is not a Czech number stays as it came."""
    text = (value or "").strip()
    digits = re.sub(r"[\s/().-]", "", text)
    match = re.fullmatch(r"(?:\+420|00420)?(\d{9}|1\d{2}|116\d{3})", digits)
    if not match:
        return text
    local = match[1]
    groups = NBSP.join(local[start : start + 3] for start in range(0, len(local), 3))
    return groups if len(local) < 9 else f"+420{NBSP}{groups}"


@register.filter
def tel(value: str | None) -> str:
    """Value for a `tel:` address: digits and the plus only; Czech numbers get +420, short numbers do not."""
    return re.sub(r"[^\d+]", "", phone(value))


@register.filter(needs_autoescape=True)
def nbsp_prepositions(text: str | None, autoescape: bool = True) -> SafeString:
    """Tie one-letter words to the next one (k, s, v, z, o, u, a, i), so that no line ends with them."""
    tied = tie_short_words(text or "")
    if isinstance(text, SafeString) or not autoescape:
        return mark_safe(tied)  # nosec
    return conditional_escape(tied)


@register.filter
def groups_of_four(text: str | None) -> str:
    """A key that can be read aloud and retyped: „ABCD EFGH …“."""
    value = text or ""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


@register.filter
def page_numbers(page: Page) -> list[int]:
    """Numbers for pagination: first, last and two round the current one; 0 stands for a gap."""
    last = page.paginator.num_pages
    shown = sorted({1, last} | {n for n in range(page.number - 1, page.number + 2) if 1 <= n <= last})
    numbers: list[int] = []
    for number in shown:
        previous = numbers[-1] if numbers else 0
        if number - previous == 2:
            numbers.append(number - 1)
        elif number - previous > 2:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def marks_optional(field: BoundField) -> bool:
    """True when the label should say „nepovinné“."""
    return bool(getattr(field.form, "mark_optional", True) and not field.field.required)


@register.simple_tag(takes_context=True)
def query_url(context: template.Context, drop: str = filters.PAGE_PARAMETER, **changes: Any) -> str:
    """Current address with changed parameters: `{% query_url forma="terenni" %}`; an empty value takes one away."""
    names = [name.strip() for name in drop.split(",") if name.strip()]
    return filters.query_url(context["request"], changes, names)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, parameter: str, number: int) -> str:
    """Current address on another page of its results; the first page has no number."""
    return filters.query_url(context["request"], {parameter: number if number > 1 else ""})


@register.simple_tag
def partial_link(url: str, target: str = "", focus: str = "") -> SafeString:
    """Attributes that let htmx fetch `url` into the selector `target` and move focus; none without a target."""
    if not target:
        return SafeString("")
    return format_html(
        'hx-get="{}" hx-target="{}" hx-select="{}" hx-swap="outerHTML" hx-push-url="true" data-focus="{}"',
        url,
        target,
        target,
        focus or target,
    )


@register.simple_tag
def opora_version() -> str:
    """„verze 0.1.0“."""
    return f"verze{NBSP}{__version__}"


@dataclass(frozen=True)
class CrisisLine:
    """A telephone for a crisis and how to reach the same help without a voice."""

    phone: str
    name: str
    purpose: str
    email: str
    website: str
    sms: str
    sms_note: str
    checked_on: date | None

    @property
    def tel(self) -> str:
        return re.sub(r"\s", "", self.phone)

    @property
    def website_label(self) -> str:
        return urlsplit(self.website).netloc.removeprefix("www.")


@register.simple_tag
def footer_links() -> list[MenuItem]:
    """Links of the footer; from the registry, so that error pages have them without a request."""
    return list(footer_menu)


@register.simple_tag(takes_context=True)
def links_about(context: template.Context, target: Any) -> list[PanelLink]:
    """Pages of higher apps about the object, open to who acts: `{% links_about membership as links %}`."""
    return panels_about(context["actor"], target)


@register.simple_tag
@cache
def crisis_lines() -> list[CrisisLine]:
    """Crisis lines from the data file, in its order."""
    rows = json.loads(CRISIS_LINES.read_text(encoding="utf-8"))["lines"]
    return [CrisisLine(**{**row, "phone": phone(row["phone"]), "checked_on": _day(row["checked_on"])}) for row in rows]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
