"""Reads a PDF from the standard input and says one word of it: fine, locked, active or broken.

Run as a process of its own: it imports nothing of the project.
"""

import sys
from contextlib import suppress
from io import BytesIO

import pikepdf

MEMORY, SECONDS = 600_000_000, 15  # bytes
MOST_OBJECTS = 300_000
LINKS = ("http://", "https://", "mailto:", "tel:")
KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/AA"}
VALUES = {  # names of actions and annotations that run, open, play or send something
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMedia", "/FileAttachment", "/Screen", "/3D", "/GoToR",
}  # fmt: skip


def is_active(pdf: pikepdf.Pdf) -> bool:
    """True when anything in the document can run, open, send or carry another file."""
    waiting, read = [*pdf.objects, pdf.trailer], 0
    while waiting:
        thing = waiting.pop()
        read += 1
        if read > MOST_OBJECTS:
            raise ValueError("too many objects")
        if isinstance(thing, pikepdf.Array):
            waiting += [item for item in thing if _holds(item)]
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for key, value in thing.items():
                if key in KEYS or _acts(key, value):
                    return True
                if _holds(value):
                    waiting.append(value)
    return False


def _acts(key: str, value: object) -> bool:
    """True for an action that runs or opens something, a link that is no ordinary one, and a link opened by itself."""
    if key == "/OpenAction":
        return isinstance(value, pikepdf.Dictionary) and str(value.get("/S")) == "/URI"
    if key == "/URI" and isinstance(value, pikepdf.String):
        return not str(value).strip().lower().startswith(LINKS)
    return key in {"/S", "/Subtype", "/Type"} and str(value) in VALUES


def _holds(value: object) -> bool:
    """True for a direct array or dictionary; indirect ones are in the list of objects anyway."""
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def word_for(content: bytes) -> str:
    """What is to be said of the document."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                return "locked"
            if not len(pdf.pages):
                return "broken"
            return "active" if is_active(pdf) else "fine"
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, MemoryError):
        return "broken"


if __name__ == "__main__":
    with suppress(ImportError, ValueError, OSError):  # where the system knows no limits, the time-out remains
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(word_for(sys.stdin.buffer.read()))
