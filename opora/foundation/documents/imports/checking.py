"""The one door for files from people: what is not surely a harmless photo or document is refused with a sentence."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from opora.foundation.documents.enums import FileKind
from opora.foundation.documents.imports.names import safe_name
from opora.foundation.documents.imports.office import office_type
from opora.foundation.documents.imports.pdf import check_pdf
from opora.foundation.documents.imports.pictures import Thumbnail, made_anew

MEGABYTE = 1_000_000
LARGEST = {FileKind.PHOTO: 10 * MEGABYTE, FileKind.DOCUMENT: 20 * MEGABYTE}  # bytes
ADVICE = {
    FileKind.PHOTO: "Uložte fotografii jako JPEG nebo PNG a nahrajte ji znovu.",
    FileKind.DOCUMENT: "Uložte dokument jako PDF, DOCX, XLSX, ODT nebo ODS a nahrajte ho znovu.",
}
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed: a safe name, the type its content has, its bytes, and of a photo a small picture."""

    name: str
    media_type: str
    content: bytes
    thumbnail: Thumbnail | None = None

    def as_file(self) -> ContentFile:
        """The file as `store_file` takes it."""
        return ContentFile(self.content, self.name)


def checked_upload(upload: UploadedFile, *, kinds: Collection[FileKind]) -> CheckedFile:
    """The file when its content is one of the kinds; photos come re-made, without data of the camera and the place.

    Raises ValidationError with a Czech sentence that says what to do.
    """
    most = max(LARGEST[kind] for kind in kinds)
    content = b"" if (upload.size or 0) > most else upload.read(most + 1)
    if not content or len(content) > most:
        raise ValidationError(f"Soubor je moc velký, vejde se nejvýš {most // MEGABYTE} MB. Zmenšete ho.")
    kind, read = _reader(content)
    if kind is None or kind not in kinds:
        raise ValidationError(_refusal(content, kinds))
    if len(content) > LARGEST[kind]:
        raise ValidationError(f"Fotografie je moc velká, vejde se nejvýš {LARGEST[kind] // MEGABYTE} MB. Zmenšete ji.")
    media_type, content, thumbnail = read(content)
    return CheckedFile(safe_name(upload.name or "", EXTENSIONS[media_type]), media_type, content, thumbnail)


def largest_words(kinds: Collection[FileKind]) -> str:
    """How large a file may be, in words of a hint."""
    return f"nejvýš {max(LARGEST[kind] for kind in kinds) // MEGABYTE} MB"


Read = tuple[str, bytes, Thumbnail | None]


def _reader(content: bytes) -> tuple[FileKind | None, Callable[[bytes], Read]]:
    """What the first bytes say, and who reads such a file."""
    if content.startswith(b"%PDF-"):
        return FileKind.DOCUMENT, _pdf
    if content.startswith(b"PK\x03\x04"):
        return FileKind.DOCUMENT, _office
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (content[:4], content[8:12]) == (
        b"RIFF",
        b"WEBP",
    ):
        return FileKind.PHOTO, made_anew
    return None, made_anew


def _pdf(content: bytes) -> Read:
    check_pdf(content)
    return "application/pdf", content, None


def _office(content: bytes) -> Read:
    return office_type(content), content, None


def _refusal(content: bytes, kinds: Collection[FileKind]) -> str:
    """Why the file is not taken, and what to do."""
    advice = " ".join(ADVICE[kind] for kind in FileKind if kind in kinds)
    if content[4:8] == b"ftyp":
        return f"Fotografii z telefonu ve formátu HEIC ani video nepřijímáme. {advice}"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return f"Starý formát Wordu a Excelu (.doc, .xls) nepřijímáme. {advice}"
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return f"Obrázek SVG může obsahovat program, proto ho nepřijímáme. {advice}"
    if start.startswith((b"<", b"mz", b"\x7felf", b"#!", b"rar!", b"7z\xbc\xaf")):
        return f"Webové stránky, programy ani archivy nepřijímáme. {advice}"
    return f"Takový soubor nepřijímáme, ať se jmenuje jakkoli. {advice}"
