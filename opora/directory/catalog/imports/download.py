"""The daily register from its address, streamed to a file that lives only as long as the import."""

import shutil
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings

TIMEOUT = 60  # seconds without a byte
LARGEST = 1_000_000_000  # bytes as they come
PIECE = 1 << 16
LONGEST_IMPORT = 6 * 3600  # seconds; an older file belongs to nobody


class DownloadFailed(Exception):
    """The register could not be fetched; the text is a Czech sentence."""


@contextmanager
def downloaded(url: str) -> Iterator[Path]:
    """The file behind an http(s) address; raises DownloadFailed."""
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise DownloadFailed("Adresa registru má začínat https://. Opravte nastavení OPORA_REGISTER_URL.")
    with _scratch() as target:
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # nosec B310: scheme is checked
                _copy(answer, target)
        except (urllib.error.URLError, OSError, ValueError):
            raise DownloadFailed("Registr se nepodařilo stáhnout. Zkusíme to znovu zítra.") from None
        target.flush()
        yield Path(target.name)


@contextmanager
def local_copy(stored: IO[bytes]) -> Iterator[Path]:
    """A stored file as a file of this machine, wherever the storage is."""
    with _scratch() as target:
        shutil.copyfileobj(stored, target, PIECE)
        target.flush()
        yield Path(target.name)


def _scratch():
    """A file in the folder of data, readable by nobody else, gone when closed: a register holds secret addresses.

    What a killed process left behind goes with the next one.
    """
    for left in settings.VAR.glob("registr-*.json"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LONGEST_IMPORT:
                left.unlink()
    return tempfile.NamedTemporaryFile(dir=settings.VAR, prefix="registr-", suffix=".json")


def _copy(answer: IO[bytes], target: IO[bytes]) -> None:
    total = 0
    while piece := answer.read(PIECE):
        total += len(piece)
        if total > LARGEST:
            raise DownloadFailed("Na adrese registru je soubor větší než 1 GB, to registr není.")
        target.write(piece)
