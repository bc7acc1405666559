"""The file as a stream of items: bounded memory, and a Czech sentence for everything that is not a register."""

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

import ijson

LIST_KEY = "polozky"
LONGEST_STRING = 1_000_000  # bytes; the longest text of the real register has a few thousand
LARGEST_ITEM = 20_000_000  # bytes
LARGEST_FILE = 3_000_000_000  # bytes after unpacking
LONGEST_NUMBER = 400  # digits; over 4,300 the C parser falls down with the whole process
DIGITS = bytes(48 if chr(byte).isdigit() else 32 for byte in range(128)) + b" " * 128  # every digit becomes a zero
DEEPEST = 200  # brackets in texts count too; forgotten with every item
NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
BOM = b"\xef\xbb\xbf"
SECRET = re.compile(rb'"utajenaAdresa"\s*:\s*(?!\s|false|null|$)')
ESCAPE = re.compile(rb"\\.", re.DOTALL)
CUT = "Soubor končí uprostřed, nejspíš se nestáhl celý. Stáhněte jej znovu."
BROKEN = "Soubor není platný JSON. Stáhněte jej znovu."


class NotARegister(Exception):
    """The file is not a register; the text is a Czech sentence that says what to do."""


class Guarded:
    """A binary file that counts what it gives and refuses what would not fit in memory."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw = raw
        self.total = self.since_item = self.quiet = self.depth = 0
        self.tail = self.escape = b""
        self.first = raw.read(4096)
        if self.first.startswith(BOM):
            self.first = self.first.removeprefix(BOM)

    def read(self, size: int = -1) -> bytes:
        """Next bytes; raises NotARegister for a text, an item or a file of absurd size."""
        if size == 0:
            return b""
        if self.first:
            chunk, self.first = self.first, b""
        else:
            chunk = self.raw.read(size)
        self.total += len(chunk)
        self.since_item += len(chunk)
        self._check(chunk)
        return chunk

    def _check(self, chunk: bytes) -> None:
        """Raise NotARegister for what the parser would choke on: endless texts, numbers and nesting."""
        if b"0" * LONGEST_NUMBER in (self.tail + chunk).translate(DIGITS):
            raise NotARegister("V souboru je číslo o stovkách číslic, registr to být nemůže. Stáhněte jej znovu.")
        self.tail = chunk[-LONGEST_NUMBER:]
        bare = self.escape + chunk
        self.escape = b"\\" if (len(bare) - len(bare.rstrip(b"\\"))) % 2 else b""
        bare = ESCAPE.sub(b"", bare) if b"\\" in bare else bare
        quote = bare.rfind(b'"')
        self.quiet = self.quiet + len(chunk) if quote < 0 else len(bare) - quote
        if self.quiet > LONGEST_STRING:
            raise NotARegister("V souboru je text delší než 1 MB, takový v registru být nemůže. Stáhněte jej znovu.")
        brackets = bare.translate(None, NOT_BRACKETS)
        levels = list(accumulate(_steps(brackets), initial=self.depth))
        self.depth = levels[-1]
        if max(levels) > DEEPEST:
            raise NotARegister(
                "Údaje v souboru jsou vnořené příliš hluboko, registr to být nemůže. Stáhněte jej znovu."
            )
        if self.since_item > LARGEST_ITEM or self.total > LARGEST_FILE:
            raise NotARegister("Soubor je neúměrně velký, registr to být nemůže. Stáhněte jej znovu.")


class RegisterFile:
    """A register in a JSON file, packed by gzip or not; `percent` says how much of it was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = max(path.stat().st_size, 1)
        self.percent = 0

    def items(self) -> Iterator[tuple[int, Any]]:
        """Each item of „polozky“ with its number; raises NotARegister, also after some items were given."""
        try:
            self._check_shape()
            yield from self._stream()
        except NotARegister:
            raise
        except ijson.IncompleteJSONError as error:
            raise NotARegister(_reason(error)) from None
        except ijson.JSONError as error:
            raise NotARegister(_reason(error)) from None
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise NotARegister("Zabalený soubor (gzip) je poškozený nebo useknutý. Stáhněte jej znovu.") from None
        except (UnicodeDecodeError, RecursionError, ValueError, OverflowError):
            raise NotARegister(BROKEN) from None

    def names_a_secret(self) -> bool:
        """True when at least one facility is flagged as secret; in a file without any the flag has been lost."""
        plain, stream = self._open()
        tail, left = b"", LARGEST_FILE
        with plain, suppress(EOFError, OSError, zlib.error):  # a damaged file is refused when its items are read
            while left > 0 and (chunk := stream.read(1 << 20)):
                if SECRET.search(tail + chunk):
                    return True
                tail, left = chunk[-100:], left - len(chunk)
        return False

    def _open(self) -> tuple[IO[bytes], IO[bytes]]:
        """The file as it lies on the disk, and as it reads."""
        plain = self.path.open("rb")
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        return plain, gzip.GzipFile(fileobj=plain) if packed else plain  # type: ignore[return-value]

    def _check_shape(self) -> None:
        """Raise NotARegister unless the file is an object with a list „polozky“."""
        plain, stream = self._open()
        with plain:
            guarded = Guarded(stream)
            _check_start(guarded.first)
            wanted = False
            for prefix, event, value in ijson.parse(guarded, buf_size=4096):
                if prefix == LIST_KEY:
                    if event != "start_array":
                        raise NotARegister("Pole „polozky“ není seznam. Tohle není otevřený registr poskytovatelů.")
                    return
                wanted = wanted or (event == "map_key" and value == LIST_KEY)
        raise NotARegister("V souboru chybí seznam „polozky“. Tohle není otevřený registr poskytovatelů.")

    def _stream(self) -> Iterator[tuple[int, Any]]:
        plain, stream = self._open()
        with plain:
            guarded = Guarded(stream)
            for number, item in enumerate(ijson.items(guarded, f"{LIST_KEY}.item")):
                guarded.since_item = guarded.depth = 0
                self.percent = min(99, 100 * plain.tell() // self.size)
                yield number, item


def _steps(brackets: bytes) -> Iterator[int]:
    """How much deeper the nesting gets in each hundred of brackets."""
    for start in range(0, len(brackets), 100):
        piece = brackets[start : start + 100]
        yield 2 * (piece.count(b"[") + piece.count(b"{")) - len(piece)


def _check_start(first: bytes) -> None:
    """Raise NotARegister when the first bytes already say what the file is."""
    if not first.strip():
        raise NotARegister("Soubor je prázdný. Stáhněte jej znovu.")
    if first[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in first[:4]:
        raise NotARegister("Soubor je v kódování UTF-16 nebo UTF-32. Registr má být v UTF-8: stáhněte jej znovu.")
    start = first.lstrip()[:1]
    if start == b"<":
        raise NotARegister("Soubor je webová stránka (HTML), ne registr. Stáhněte soubor rpss.json znovu.")
    if start == b"[":
        raise NotARegister("Soubor je seznam, registr má být objekt s polem „polozky“. Stáhněte soubor rpss.json.")
    if start != b"{":
        raise NotARegister("Soubor není registr ve formátu JSON. Stáhněte soubor rpss.json znovu.")


def _reason(error: Exception) -> str:
    """A sentence for an error of the parser; its own text is not used, it may quote the file."""
    text = str(error).lower()
    if "utf8" in text or "utf-8" in text:
        return "Soubor není v kódování UTF-8 (nejspíš Windows-1250). Stáhněte původní soubor znovu, nepřeukládejte jej."
    if "premature" in text or "incomplete" in text:
        return CUT
    return BROKEN
