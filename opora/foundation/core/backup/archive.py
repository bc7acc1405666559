"""One archive: files and a manifest with the SHA-256 of each; nothing is used until every one of them fits."""

import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from opora.foundation.core.errors import OperationError

MANIFEST = "manifest.json"
FORMAT = 1


class BackupError(OperationError):
    """Why a backup cannot be made or restored, in a Czech sentence that says what to do."""


def write(path: Path, members: Iterable[tuple[str, Path]], facts: dict) -> None:
    """Write the files under their names; half an archive never stays under its name."""
    if path.exists():
        raise BackupError(f"Soubor {path.name} už existuje. Zvolte jiný název, záloha nic nepřepisuje.")
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    try:
        _fill(half, members, facts)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _fill(half: Path, members: Iterable[tuple[str, Path]], facts: dict) -> None:
    hashes = {}
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
        for name, source in members:
            hashes[name] = _hash(source)
            tar.add(source, arcname=name, recursive=False)
        manifest = json.dumps({"format": FORMAT, "facts": facts, "sha256": hashes}, ensure_ascii=False).encode()
        head = tarfile.TarInfo(MANIFEST)
        head.size = len(manifest)
        tar.addfile(head, io.BytesIO(manifest))


def read(path: Path, folder: Path) -> dict:
    """Unpack into the folder and return the facts; raises BackupError unless every file is there and unchanged."""
    folder.mkdir(mode=0o700)
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            tar.extractall(folder, filter="data")  # refuses paths and links that lead out of the folder
        manifest = json.loads((folder / MANIFEST).read_text())
        hashes = manifest["sha256"]
    except FileNotFoundError:
        raise BackupError(f"Soubor {path.name} tu není, nebo to není záloha Opory.") from None
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError):
        raise BackupError(
            f"Soubor {path.name} je poškozený, nebo to není záloha Opory. Vezměte jinou zálohu."
        ) from None
    if manifest["format"] != FORMAT:
        raise BackupError("Záloha je z novější Opory. Obnovte ji v téže nebo novější verzi.")
    (folder / MANIFEST).unlink()
    found = {str(one.relative_to(folder)): _hash(one) for one in folder.rglob("*") if one.is_file()}
    if found != hashes:
        wrong = sorted(name for name in hashes.keys() | found.keys() if hashes.get(name) != found.get(name))
        raise BackupError(f"V záloze {path.name} nesouhlasí {wrong[0]} (celkem {len(wrong)}). Vezměte jinou zálohu.")
    return manifest["facts"]


def _hash(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
