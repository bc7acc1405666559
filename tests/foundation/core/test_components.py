"""Components, the frame of pages, error pages and the style sheet."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from opora.foundation.core.actor import Actor
from tests.support.page_checks import faults

ERROR_PAGES = ["400", "403", "403_csrf", "404", "410", "422", "429", "500"]


def rendered(source: str, address: str = "/", **context) -> str:
    request = RequestFactory().get(address)
    request.actor = Actor.public()
    html = engines["django"].from_string(CottonCompiler().process(source)).render(context, request)
    assert faults(html, whole=False) == []
    return html


def style_sheet() -> str:
    return Path(finders.find("core/opora.css")).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_renders_without_request_and_database(name):
    html = render_to_string(f"{name}.html")
    assert faults(html) == []
    assert "Co můžete udělat" in html
    assert 'href="tel:112"' in html


def test_button_is_a_link_when_it_leads_somewhere():
    assert '<a class="button button--secondary" href="/x/"' in rendered(
        '<c-button kind="secondary" href="/x/">X</c-button>'
    )
    assert '<button class="button button--primary" type="submit"' in rendered("<c-button>X</c-button>")


@pytest.mark.parametrize(
    ("kind", "word"), [("info", "Informace"), ("success", "Hotovo"), ("warning", "Upozornění"), ("error", "Chyba")]
)
def test_alert_says_its_kind_in_words(kind, word):
    assert f"<strong>{word}.</strong>" in rendered(f'<c-alert kind="{kind}"><p>Text</p></c-alert>')


def test_card_heading_has_the_level_asked_for():
    assert '<h3 class="card__title"><a href="/x/">Název</a></h3>' in rendered(
        '<c-card title="Název" href="/x/" level="3" />'
    )


def test_pagination_marks_the_current_page_and_keeps_the_filter():
    page = Paginator(range(50), 10).get_page(2)
    html = rendered('<c-pagination :page="page" target="#vysledky" />', "/s/?q=a&strana=2", page=page)
    assert html.count('aria-current="page"') == 1
    assert 'href="/s/?q=a"' in html
    assert 'hx-get="/s/?q=a&amp;strana=3" hx-target="#vysledky"' in html


def test_single_page_has_no_pagination():
    assert rendered('<c-pagination :page="page" />', page=Paginator([1], 10).get_page(1)).strip() == ""


def test_progress_without_value_is_indeterminate():
    assert "value=" not in rendered('<c-progress label="Import" />')


def test_header_without_link_cannot_be_sorted():
    class Head:
        label, url, aria_sort, numeric = "Forma", "", "", False

    html = rendered('<c-table caption="Služby" :headers="headers"><tr><td>x</td></tr></c-table>', headers=[Head])
    assert "aria-sort" not in html
    assert "<caption>Služby</caption>" in html


def test_style_sheet_is_small():
    data = style_sheet().encode()
    assert len(data) <= 25_000
    assert len(gzip.compress(data)) <= 8_000


def test_script_is_small():
    assert Path(finders.find("core/opora.js")).stat().st_size <= 4_000


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(scheme: str) -> dict[str, str]:
    """Colours of the light or dark scheme; the dark one inherits what it does not change."""
    blocks = re.findall(r":root \{([^}]*)\}", style_sheet())
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block)) for block in blocks[:2]]
    return found[0] if scheme == "light" else found[0] | found[1]


TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "tint"), ("ink-soft", "paper"), ("ink-soft", "surface"),
    ("ink-soft", "tint"), ("accent", "paper"), ("accent", "surface"), ("accent", "tint"), ("accent-strong", "paper"),
    ("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-deep", "deep"), ("on-deep-soft", "deep"),
    ("success", "success-tint"), ("warning", "warning-tint"), ("error", "error-tint"), ("error", "paper"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_has_contrast_of_seven_to_one(scheme, text, ground):
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "tint"])
def test_edges_of_controls_and_focus_are_visible(scheme, ground):
    colours = tokens(scheme)
    assert contrast(colours["line-strong"], colours[ground]) >= 3
    assert max(contrast(colours[name], colours[ground]) for name in ("focus", "focus-ring")) >= 7
    assert contrast(colours["focus"], colours["focus-ring"]) >= 3
