"""Files from people are known by their content; what is not surely harmless is refused with a sentence."""

from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from opora.foundation.documents.enums import FileKind
from opora.foundation.documents.imports import checked_upload
from opora.foundation.documents.imports.names import safe_name
from tests.foundation.documents.files import (
    WORD,
    archive,
    docx,
    open_document,
    pdf,
    pdf_bomb,
    pdf_with,
    photo,
    photo_with_place,
    png_of_many_points,
    xlsx,
)

ANY = set(FileKind)
GIF_AND_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HIDDEN = b"PK\x03\x04<script>alert(document.cookie)</script>"


def checked(content: bytes, name: str = "soubor.pdf", kinds=ANY, told: str = "text/plain"):
    return checked_upload(SimpleUploadedFile(name, content, content_type=told), kinds=kinds)


def refusal(content: bytes, name: str = "soubor.pdf", kinds=ANY) -> str:
    with pytest.raises(ValidationError) as error:
        checked(content, name, kinds)
    return error.value.messages[0]


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (pdf(), "Ceník.pdf", "application/pdf"),
        (docx(), "Ceník.docx", WORD),
        (xlsx(), "Ceník.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (open_document("text"), "Ceník.odt", "application/vnd.oasis.opendocument.text"),
        (open_document("spreadsheet"), "Ceník.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        (photo(), "Ceník.jpg", "image/jpeg"),
        (photo("PNG"), "Ceník.png", "image/png"),
        (photo("WEBP"), "Ceník.webp", "image/webp"),
    ],
)
def test_the_type_is_what_the_content_is_whatever_the_name_and_the_browser_say(content, name, media_type):
    found = checked(content, "Ceník.exe", told="application/x-msdownload")

    assert (found.name, found.media_type) == (name, media_type)
    assert found.as_file().read() == found.content


def test_documents_stay_as_they_came_and_photos_are_drawn_anew():
    document = pdf()
    assert checked(document).content == document

    found = checked(photo_with_place() + HIDDEN, "dvůr.jpg")

    with Image.open(BytesIO(found.content)) as drawn:
        assert (drawn.size, dict(drawn.getexif()), drawn.info.get("exif")) == ((40, 60), {}, None)  # upright
    assert HIDDEN not in found.content


def test_a_photo_comes_with_a_thumbnail_and_not_larger_than_needed():
    found = checked(photo(size=(4000, 3000)))

    with Image.open(BytesIO(found.content)) as drawn:
        assert drawn.size == (2000, 1500)
    assert (found.thumbnail.width, found.thumbnail.height) == (480, 360)
    assert len(found.thumbnail.content) <= 40_000
    assert checked(pdf()).thumbnail is None


def test_a_thumbnail_of_a_photo_full_of_details_is_small_too():
    noise = Image.effect_noise((900, 700), 120).convert("RGB")
    buffer = BytesIO()
    noise.save(buffer, "PNG")

    assert len(checked(buffer.getvalue()).thumbnail.content) <= 40_000


@pytest.mark.parametrize("hidden", [HIDDEN, archive({"a.html": b"<script>"})])
def test_what_hides_behind_a_png_vanishes(hidden):
    found = checked(photo("PNG") + hidden)

    assert found.content.endswith(b"IEND\xaeB`\x82")
    assert hidden not in found.content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pdf() + archive({"a.txt": b"x"}), "Před začátkem nebo za koncem PDF jsou další data."),
        (pdf() + b"<script>alert(1)</script>", "Před začátkem nebo za koncem PDF jsou další data."),
        (archive({"a.txt": b"x"}) + pdf(), "Dokument je poškozený nebo je v něm něco navíc."),
        (docx() + pdf(), "Dokument je poškozený nebo je v něm něco navíc."),
        (archive({"[Content_Types].xml": b"", "word/document.xml": b""}, comment=pdf()), "Dokument je poškozený"),
        (b"<html>" + pdf(), "Webové stránky, programy ani archivy nepřijímáme."),
        (GIF_AND_SCRIPT, "Takový soubor nepřijímáme"),
        (b"\xff\xd8\xff\xe0/*<script>alert(1)</script>", "Obrázek je poškozený"),
        (SVG, "Obrázek SVG může obsahovat program"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>", "Webové stránky, programy ani archivy nepřijímáme."),
        (b"MZ\x90\x00" + bytes(60), "Webové stránky, programy ani archivy nepřijímáme."),
        (b"#!/bin/sh\nrm -rf /", "Webové stránky, programy ani archivy nepřijímáme."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Starý formát Wordu a Excelu (.doc, .xls) nepřijímáme."),
        (b"\0\0\0\x18ftypheic", "Fotografii z telefonu ve formátu HEIC ani video nepřijímáme."),
        (b"=cmd|'/c calc'!A1;x", "Takový soubor nepřijímáme"),
    ],
)
def test_files_of_two_kinds_and_files_that_run_are_refused(content, sentence):
    assert refusal(content, "ceník.pdf").startswith(sentence)


@pytest.mark.parametrize(
    ("root", "word"),
    [
        ({"OpenAction": "<</S/JavaScript/JS(app.alert\\(1\\))>>"}, "program"),
        ({"OpenAction": "<</S/URI/URI(https://priklad.cz)>>"}, "program"),
        ({"OpenAction": "<</S/GoToR/F(zly.pdf)>>"}, "program"),
        ({"Names": "<</Odkaz<</S/URI/URI(javascript:alert\\(1\\))>>>>"}, "program"),
        ({"OpenAction": "<</S/Launch/F(calc.exe)>>"}, "program"),
        ({"Names": "<</EmbeddedFiles<</Names[]>>>>"}, "program"),
        ({"AcroForm": "<</Fields[]/XFA(x)>>"}, "program"),
        ({"AA": "<</WC<</S/#4aavaScript/JS(1)>>>>"}, "program"),  # a name written in numbers is the same name
    ],
)
def test_pdf_that_can_do_something_is_refused(root, word):
    assert word in refusal(pdf_with(**root))


def test_locked_broken_and_swollen_pdf_is_refused():
    for password in ("tajne", ""):
        assert "zabezpečené" in refusal(pdf(encryption=pikepdf.Encryption(owner="vlastník", user=password)))
    assert "poškozené" in refusal(b"%PDF-1.7\nnesmysl\n%%EOF")


def test_a_pdf_that_unfolds_into_gigabytes_is_refused_and_a_small_one_of_the_same_make_is_not():
    assert checked(pdf_bomb(2_000_000)).media_type == "application/pdf"
    assert "moc složité" in refusal(pdf_bomb(700_000_000))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (docx(**{"word/media/bomb.xml": bytes(50_000_000)}), "Dokument by se rozbalil do neúměrné velikosti."),
        (archive({f"word/{n}.xml": b"" for n in range(2001)}), "Dokument by se rozbalil do neúměrné velikosti."),
        (docx(**{"../../etc/passwd": b"x"}), "Dokument je poškozený nebo je v něm něco navíc."),
        (docx(**{"/etc/passwd": b"x"}), "Dokument je poškozený nebo je v něm něco navíc."),
        (docx(**{"word\\..\\..\\a": b"x"}), "Dokument je poškozený nebo je v něm něco navíc."),
        (docx(**{"C:a": b"x"}), "Dokument je poškozený nebo je v něm něco navíc."),
        (docx(**{"word/vbaProject.bin": b"x"}), "V dokumentu jsou makra nebo vložené programy."),
        (docx(**{"word/embeddings/oleObject1.bin": b"x"}), "V dokumentu jsou makra nebo vložené programy."),
        (docx(**{"word/embeddings/x.exe": b"MZ"}), "V dokumentu jsou makra nebo vložené programy."),
        (
            docx(
                **{"word/_rels/settings.xml.rels": b'<R Type="x/attachedTemplate" Target="http://zly.example/a.dotm"/>'}
            ),
            "V dokumentu jsou makra nebo vložené programy.",
        ),
        (archive({"a.pdf": pdf()}), "Archivy ZIP nepřijímáme."),
        (archive({"mimetype": b"application/epub+zip", "content.xml": b""}), "Archivy ZIP nepřijímáme."),
        (b"PK\x03\x04" + bytes(200), "Dokument je poškozený nebo je v něm něco navíc."),
    ],
)
def test_archives_that_are_no_documents_are_refused(content, sentence):
    assert refusal(content, "ceník.docx").startswith(sentence)


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn():
    assert refusal(png_of_many_points()).startswith("Obrázek má moc bodů.")


@pytest.mark.parametrize(("kinds", "most"), [({FileKind.PHOTO}, 10), (ANY, 20)])
def test_a_large_file_is_refused_without_being_read(kinds, most):
    upload = SimpleUploadedFile("a.pdf", b"")
    upload.size = most * 1_000_000 + 1

    with pytest.raises(ValidationError, match=f"nejvýš {most} MB"):
        checked_upload(upload, kinds=kinds)


def test_a_photo_is_no_document_and_a_document_no_photo():
    assert "PDF, DOCX, XLSX, ODT nebo ODS" in refusal(photo(), kinds={FileKind.DOCUMENT})
    assert "JPEG nebo PNG" in refusal(pdf(), kinds={FileKind.PHOTO})


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\jana\\ceník.docx", "ceník.pdf"),
        ("ceník\r\nSet-Cookie: a=b.pdf", "ceníkSet-Cookie a=b.pdf"),
        ("ceník\u202efdp.exe", "ceníkfdp.pdf"),
        ('a"; filename="b.html', "a filename= b.pdf"),
        ("...", "soubor.pdf"),
        ("", "soubor.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_lose_paths_and_what_cannot_be_seen(name, safe):
    assert safe_name(name, "pdf") == safe
