"""Documents of offices are zip archives: looked at from outside, by the list of what they hold; never unpacked."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError

MOST_ENTRIES, MOST_BYTES, MOST_TIMES = 2_000, 200_000_000, 200  # parts, bytes unpacked, times smaller when packed
SMALL = 1_000_000  # bytes; how many times a smaller part is packed does not matter
CODE = re.compile(r"vbaproject|vbadata|activex|oleobject|(^|/)embeddings/|(^|/)basic/|(^|/)scripts/", re.IGNORECASE)
TEMPLATES = {"word/_rels/settings.xml.rels"}  # names the template that the document asks for when it is opened
OPEN_XML = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "word/document.xml": f"{OPEN_XML}wordprocessingml.document",
    "xl/workbook.xml": f"{OPEN_XML}spreadsheetml.sheet",
}
OPEN_DOCUMENT = {f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet")}
BROKEN = "Dokument je poškozený nebo je v něm něco navíc. Otevřete ho v počítači a uložte znovu, nejlépe jako PDF."
ARCHIVE = "Archivy ZIP nepřijímáme. Nahrajte každý dokument zvlášť jako PDF, DOCX, XLSX, ODT nebo ODS."
BOMB = "Dokument by se rozbalil do neúměrné velikosti. Uložte ho znovu, nejlépe jako PDF."
PROGRAM = "V dokumentu jsou makra nebo vložené programy. Uložte ho bez nich, nejlépe jako PDF."
LOCKED = "Dokument je chráněný heslem. Uložte ho bez hesla a nahrajte znovu."


def office_type(content: bytes) -> str:
    """Media type of a DOCX, XLSX, ODT or ODS without macros; raises ValidationError for any other archive."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_whole(archive, content)
            _check_entries(entries, len(content))
            return _type(archive, {entry.filename for entry in entries})
    except (BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise ValidationError(BROKEN) from error


def _check_whole(archive: ZipFile, content: bytes) -> None:
    """The archive is the whole file: nothing before it, behind it or beside it."""
    ends_itself = content[-22:-18] == b"PK\x05\x06" and not archive.comment
    if not ends_itself or b"%PDF-" in content[:1024]:
        raise ValidationError(BROKEN)


def _check_entries(entries: list[ZipInfo], length: int) -> None:
    """Sizes and names as the list says them; parts that share their bytes would together be longer than the file."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(one.file_size > max(SMALL, MOST_TIMES * one.compress_size) for one in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES or packed > length or swollen:
        raise ValidationError(BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ValidationError(LOCKED)
    names = [entry.orig_filename for entry in entries]
    if len(set(names)) < len(names) or not all(_stays_inside(name) for name in names):
        raise ValidationError(BROKEN)


def _stays_inside(name: str) -> bool:
    """True for a path that cannot lead out of the folder of the document."""
    return not (name.startswith("/") or ".." in name.split("/") or set(name) & set("\\:\0"))


def _type(archive: ZipFile, names: set[str]) -> str:
    """By the parts that each kind must have."""
    if any(CODE.search(name) for name in names):
        raise ValidationError(PROGRAM)
    if any(b"attachedtemplate" in _beginning(archive, name, SMALL).lower() for name in names & TEMPLATES):
        raise ValidationError(PROGRAM)
    if "[Content_Types].xml" in names:
        types = _beginning(archive, "[Content_Types].xml", SMALL).lower()
        if len(types) == SMALL:  # no document has so many parts
            raise ValidationError(BROKEN)
        if b"macroenabled" in types:
            raise ValidationError(PROGRAM)
        found = {kind for part, kind in MAIN_PARTS.items() if part in names}
    else:
        said = _beginning(archive, "mimetype", 100).decode("ascii", "replace") if "mimetype" in names else ""
        found = {said} & OPEN_DOCUMENT if "content.xml" in names else set()
    if len(found) != 1:
        raise ValidationError(ARCHIVE)
    return found.pop()


def _beginning(archive: ZipFile, name: str, most: int) -> bytes:
    """At most so many bytes of the part, unpacked."""
    with archive.open(name) as part:
        return part.read(most)
