"""Tagged PDF: what a screen reader is told, and that text of people stays text."""

import io
import re

import pikepdf
import pytest

from opora.foundation.core.registries import Bullets, Heading, Paper, PaperTable, Paragraph, papers

NASTY = "#let x = 1 *tučně* _kurzíva_ $x^2$ @odkaz <značka> \\ / `kód` [a] {b} // \" ' „uvozovky“ = nadpis"


def made(*blocks, title: str = "Výpis údajů") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(papers["pdf"](Paper(title, blocks))))


def elements(node) -> list[pikepdf.Dictionary]:
    """Elements of the structure in reading order."""
    if isinstance(node, pikepdf.Array):
        return [found for one in node for found in elements(one)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [node] if "/S" in node else []
    return own + (elements(node.K) if "/K" in node else [])


def tags(document: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(document.Root.StructTreeRoot.K)]


def letters(font: pikepdf.Dictionary) -> dict[bytes, str]:
    """Code of a glyph → its text, by the table that copying and reading aloud use."""
    table = font.ToUnicode.read_bytes().decode()
    known = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            known[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    return known


def text_of(document: pikepdf.Pdf) -> str:
    """All text without spaces: typesetting moves by distances and breaks lines."""
    said, known = [], {}
    for page in document.pages:
        fonts = {name: letters(font) for name, font in page.Resources.Font.items()}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                known = fonts[str(operands[0])]
            strings = operands[0] if str(operator) == "TJ" else operands if str(operator) == "Tj" else []
            for string in strings:
                if isinstance(string, pikepdf.String):
                    raw = bytes(string)
                    said += [known[raw[place : place + 2]] for place in range(0, len(raw), 2)]
    return "".join("".join(said).replace("\u200b", "").replace("\u00ad", "").split())


def plain(text: str) -> str:
    return "".join(text.split())


def test_reader_is_told_the_language_and_the_title():
    document = made(Paragraph("Text."), title="Výpis údajů č. 3")

    root = document.Root
    assert (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == (
        "cs", True, True,
    )  # fmt: skip
    assert str(document.docinfo["/Title"]) == "Výpis údajů č. 3"


def test_file_says_that_it_is_pdf_ua():
    with made(Paragraph("Text.")).open_metadata() as said:
        assert (said["pdfuaid:part"], said["dc:title"]) == ("1", "Výpis údajů")


def test_headings_lists_and_tables_are_tagged():
    table = PaperTable("Účet", ["Údaj", "Hodnota"], [["e-mail", "jana@opora.example"]])

    found = tags(made(Heading("Účet"), Paragraph("Text."), Heading("Role", 3), Bullets(["první", "druhá"]), table))

    assert [tag for tag in found if tag in {"/H1", "/H2", "/H3"}] == ["/H1", "/H2", "/H3"]
    assert [found.count(tag) for tag in ("/L", "/LI", "/Table", "/Caption", "/TH", "/TD")] == [1, 2, 1, 1, 2, 2]


def test_heads_of_tables_say_what_they_head():
    document = made(PaperTable("Účet", ["Údaj", "Hodnota"], [["e-mail", "jana@opora.example"]]))

    heads = [element for element in elements(document.Root.StructTreeRoot.K) if element.S == "/TH"]

    assert [str(next(one.Scope for one in head.A if "/Scope" in one)) for head in heads] == ["/Column", "/Column"]


@pytest.mark.parametrize(
    "text",
    [
        "Příliš žluťoučký kůň úpěl ďábelské ódy ŇŘŽŠČŤĎĚÁÍÉÓÚŮÝ",
        NASTY,
        "x" * 700,
        "Здравствуйте, Ελλάδα, שלום",
        "#{",
        "první\r\n\r\ndruhý",
    ],
    ids=["czech", "markup", "long word", "other scripts", "open brace", "lines"],
)
def test_text_of_people_stays_text(text):
    said = text_of(made(Paragraph(text), title="Výpis"))

    assert sorted(said) == sorted("Výpis" + plain(text) + "1/1")


@pytest.mark.parametrize("text", [NASTY, "x" * 300])
def test_text_stays_text_wherever_it_stands(text):
    table = PaperTable(text, ["Údaj", text], [[text, text]])

    said = text_of(made(Heading(text), Bullets([text]), table, title=text))

    assert said.count(plain(text)) >= 7  # the head of the table is repeated on the next page


def test_characters_without_a_glyph_are_said_by_name():
    said = text_of(made(Paragraph("Děkuji 😀 漢")))

    assert plain("Děkuji [U+1F600 GRINNING FACE] [U+6F22 CJK UNIFIED IDEOGRAPH-6F22]") in said


def test_hidden_characters_are_left_out():
    assert plain("abc") in text_of(made(Paragraph("a\u202eb\x00\x07c\ud800")))


def test_long_table_goes_over_pages_and_repeats_its_head():
    document = made(PaperTable("Zprávy", ["Kdy", "Co"], [[str(number), "Pozvánka"] for number in range(80)]))

    assert len(document.pages) > 1
    assert text_of(document).count("KdyCo") == len(document.pages)


def test_paper_without_anything_is_a_paper():
    assert tags(made(title=""))[1:] == ["/H1"]
