"""The page client sees each fault it promises to see, and lets a good page be."""

import pytest

from tests.support.page_checks import faults

PAGE = """<!DOCTYPE html><html lang="cs"><head><meta charset="utf-8"><title>Domů</title></head>
<body><main><h1>Domů</h1>{}</main></body></html>"""

GOOD = [
    "<p>Dobrý den</p>",
    '<label for="a">Kde</label><input id="a" name="kde">',
    "<label>Kde <input name='kde'></label>",
    '<a href="/x/"><svg aria-hidden="true"></svg><span class="visually-hidden">Hledat</span></a>',
    '<table><caption>Služby</caption><tr><th scope="col">Název</th></tr></table>',
    '<script type="application/ld+json">{"a": 1}</script>',
    "<h2>Nonetto hraje</h2><h3>V sobotu</h3>",
]

BAD = {
    "headings: jump": "<h3>Přeskok</h3>",
    "headings: 2 <h1>": "<h1>Podruhé</h1>",
    "headings: empty": "<h2></h2>",
    "ids: „a“ stands 2 times": '<p id="a"></p><p id="a"></p>',
    "references: aria-describedby": '<p aria-describedby="nic">x</p>',
    "references: link to": '<a href="#nikam">Skok</a>',
    "labels: <input": '<input name="q">',
    "labels: <fieldset": '<fieldset><label>A <input name="a"></label></fieldset>',
    "names: <a": '<a href="/x/"><svg aria-hidden="true"></svg></a>',
    "names: <button": "<button></button>",
    "names: <img": '<img src="/a.png">',
    "tables: <table> has no caption": '<table><tr><th scope="col">A</th></tr></table>',
    "tables: header": "<table><caption>A</caption><tr><th>A</th></tr></table>",
    "inline: <style>": "<style>p{}</style>",
    "inline: <script>": "<script>alert(1)</script>",
    "inline: style": '<p style="color:red">x</p>',
    "inline: onclick": '<button onclick="x()">x</button>',
    "inline: script in href": '<a href="javascript:x()">x</a>',
    "third party": '<img alt="" src="https://priklad.cz/a.png">',
    "unrendered": "<p>{{ name }}</p>",
    "unrendered: '": "<c-alert>x</c-alert>",
    "leak": "<p>Telefon: None</p>",
    "forms": '<form method="post"><button>Poslat</button></form>',
    "syntax": "<p><div></p></div>",
    "landmarks": "<main></main>",
}


@pytest.mark.parametrize("content", GOOD)
def test_good_page_passes(content):
    assert faults(PAGE.format(content)) == []


@pytest.mark.parametrize("fault", BAD)
def test_fault_is_seen(fault):
    assert [found for found in faults(PAGE.format(BAD[fault])) if found.startswith(fault)]


def test_page_needs_language_and_title():
    html = "<!DOCTYPE html><html><head><title></title></head><body><main><h1>Domů</h1></main></body></html>"

    assert faults(html) == ['language: <html> has no lang="cs"', "title: the page has none"]


def test_part_of_page_needs_no_frame_but_keeps_the_rest():
    assert faults("<section><h2>Výsledky</h2><p>Nic</p></section>", whole=False) == []
    assert faults("<h2>Výsledky</h2><input name='q'>", whole=False) == ['labels: <input name="q"> has no label']
