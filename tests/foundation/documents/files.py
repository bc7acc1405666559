"""Files for tests, good and bad; made here, so that nothing dangerous lies in the repository."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, (10, 90, 160)).save(buffer, kind, **options)
    return buffer.getvalue()


def photo_with_place() -> bytes:
    """A JPEG of a phone: turned by a quarter, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 46.0, 12.0), 3: "E", 4: (14.0, 12.0, 30.0)})
    return photo(exif=exif)


def png_of_many_points() -> bytes:
    """A PNG of a few bytes that says it has 900 million points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def pdf(**save) -> bytes:
    buffer = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(buffer, **save)
    return buffer.getvalue()


def pdf_with(**root) -> bytes:
    """A PDF with entries of the catalogue, given as texts of PDF."""
    buffer = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, text in root.items():
            document.Root[f"/{name}"] = pikepdf.Object.parse(text.encode())
        document.save(buffer)
    return buffer.getvalue()


def pdf_bomb(unpacked: int) -> bytes:
    """A PDF of one empty page whose list of objects unfolds into so many bytes, most of them spaces."""
    objects = b"3 0 5 40 <</Type/Pages/Kids[5 0 R]/Count 1>>      <</Type/Page/Parent 3 0 R/MediaBox[0 0 9 9]>>"
    packed = swollen(objects.ljust(1_000_000), unpacked)
    head = b"<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    written = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\n"
    second = len(written)
    written += b"2 0 obj\n" + head + packed + b"\nendstream\nendobj\n"
    places = [(0, 0, 0), (1, 9, 0), (1, second, 0), (2, 2, 0), (1, len(written), 0), (2, 2, 1)]
    rows = b"".join(struct.pack(">BIB", *place) for place in places)
    table = b"4 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n" % len(rows)
    return written + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(written))


def swollen(start: bytes, unpacked: int) -> bytes:
    """The start packed by zlib and followed by spaces; one packed piece of them is repeated, to be quick."""
    packer, piece = zlib.compressobj(9), b" " * 1_000_000
    packed = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    repeated = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    times = unpacked // len(piece)
    checksum = zlib.adler32(start)
    for _ in range(times):
        checksum = zlib.adler32(piece, checksum)
    return packed + repeated * times + b"\x03\x00" + struct.pack(">I", checksum)


def archive(entries: dict[str, bytes], comment: bytes = b"") -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as written:
        for name, content in entries.items():
            written.writestr(name, content)
        written.comment = comment
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    types = b'<?xml version="1.0"?><Types/>'
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>"} | more)


def xlsx() -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def open_document(kind: str) -> bytes:
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<o/>"})
