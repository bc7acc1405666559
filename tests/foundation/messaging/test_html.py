"""The HTML twin: the same words, nothing fetched, nothing of the text becomes markup."""

import re

import pytest

from opora.foundation.messaging.selectors.html import html_body, html_of


def test_whole_page_has_the_language_the_title_and_the_words():
    page = html_of("Dobrý den,\n\npřijde vám odpověď.\n", "Odpověď & více")

    assert page.startswith('<!doctype html><html lang="cs">')
    assert "<title>Odpověď &amp; více</title>" in page
    assert page.endswith("<body><p>Dobrý den,</p><p>přijde vám odpověď.</p></body></html>")


def test_page_fetches_nothing_and_runs_nothing():
    page = html_of("https://opora.example/a/\n")

    assert re.findall(r"\b(?:src|srcset|url|@import|script|img|on\w+)\b\s*[=(]", page) == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("První řádek\ndruhý řádek", "<p>První řádek<br>druhý řádek</p>"),
        ("Chce to:\n- průkaz\n- zprávu\na jít", "<p>Chce to:</p><ul><li>průkaz</li><li>zprávu</li></ul><p>a jít</p>"),
        ("- jen\n\n– dvě", "<ul><li>jen</li></ul><ul><li>dvě</li></ul>"),
        ("1. Připomínka\n\nText", "<h2>1. Připomínka</h2><p>Text</p>"),
        ("Text\n\n-- \nOdhlášení", "<p>Text</p><hr><p>Odhlášení</p>"),
        ("<b>Jana</b> & \"syn\"", "<p>&lt;b&gt;Jana&lt;/b&gt; &amp; &quot;syn&quot;</p>"),
        ("\r\n\r\nText\r\n \r\ndál\r\n", "<p>Text</p><p>dál</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_blocks_of_text(text, body):
    assert html_body(text) == body


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://opora.example/a/?x=1&y=2", ["https://opora.example/a/?x=1&amp;y=2"]),
        ("viz https://opora.example/a.", ["https://opora.example/a"]),
        ("(http://opora.example/a)", ["http://opora.example/a"]),
        ("javascript:alert(1) ftp://x.example data:text/html,x", []),
        ('https://opora.example/"onmouseover="x', ["https://opora.example/"]),
        ("https://a.example/ a https://b.example/c", ["https://a.example/", "https://b.example/c"]),
    ],
)
def test_links_show_where_they_lead(text, links):
    found = re.findall(r'<a href="([^"]*)">([^<]*)</a>', html_body(text))

    assert found == [(link, link) for link in links]
