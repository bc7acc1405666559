"""Backup of an instance into two archives, data and keys apart, and its restoring into an empty place.

Who has one of the archives alone reads nothing that is encrypted. A restored instance is compared with its backup:
every table has as many rows, in PostgreSQL also the very same bytes.
"""

import tempfile
from pathlib import Path

from django.conf import settings

from opora import __version__
from opora.foundation.core.backup import archive, databases
from opora.foundation.core.backup.archive import BackupError
from opora.foundation.core.dates import today

KEYS = ("SECRET_KEY", "ADDRESS_KEY", "AUDIT_KEY", "INDEX_KEY", "EXCHANGE_KEY")
RING = "field_keys.txt"
MIXED = "První soubor má být archiv dat (…-data), druhý archiv klíčů (…-klice) téže zálohy. Zkontrolujte je."

__all__ = ["BackupError", "back_up", "restore"]


def back_up(data: Path, keys: Path) -> dict:
    """Write both archives, mode 600; returns the facts of the data: engine, migrations and rows of each table.

    The database comes first and whole, as it was at one moment; files that are added meanwhile do no harm. Raises
    BackupError when an archive exists, or when both would lie in one folder.
    """
    if data.resolve().parent == keys.resolve().parent:
        raise BackupError("Data a klíče uložte do různých složek, nejlépe na různá místa: kdo má oboje, přečte vše.")
    with tempfile.TemporaryDirectory(prefix="opora-backup-", dir=settings.VAR) as made:
        folder = Path(made)
        facts = {"version": __version__, "on": str(today()), **databases.dump(folder)}
        members = [(f"database/{path.name}", path) for path in sorted(folder.iterdir())]
        archive.write(data, [*members, *_files()], facts)
        secrets = folder / "keys"
        secrets.mkdir(mode=0o700)
        for name in KEYS:
            (secrets / f"{name.lower()}.txt").write_text(getattr(settings, name))
        (secrets / RING).write_text(Path(settings.FIELD_KEYS_FILE).read_text())
        archive.write(keys, [(path.name, path) for path in sorted(secrets.iterdir())], {"on": str(today())})
    return facts


def restore(data: Path, keys: Path) -> dict:
    """Put the instance back and compare it with the backup; returns the facts of the data.

    Everything is checked before anything is written. Raises BackupError when an archive is damaged, when the database
    is not empty, or when what was restored differs from the backup.
    """
    databases.ensure_empty()
    with tempfile.TemporaryDirectory(prefix="opora-restore-", dir=settings.VAR) as made:
        folder = Path(made)
        facts = archive.read(data, folder / "data")
        archive.read(keys, folder / "keys")
        ensure_pair(facts, folder / "keys")
        databases.ensure_readable(facts)
        databases.ensure_whole(folder / "data" / "database", facts)
        for path in (folder / "keys").iterdir():
            _put(path, Path(settings.FIELD_KEYS_FILE) if path.name == RING else settings.VAR / path.name)
        for top, home in _homes().items():
            for path in sorted((folder / "data" / top).rglob("*")):
                if path.is_file():
                    _put(path, home / path.relative_to(folder / "data" / top))
        databases.load(folder / "data" / "database", facts)
    return facts


def ensure_pair(facts: dict, keys: Path) -> None:
    """Raise BackupError when the facts are not of data, or when the unpacked keys are none: archives were mixed up."""
    if "vendor" not in facts or not (keys / RING).is_file():
        raise BackupError(MIXED)


def _homes() -> dict[str, Path]:
    return {"files": Path(settings.MEDIA_ROOT), "branding": Path(settings.BRANDING)}


def _files() -> list[tuple[str, Path]]:
    return [
        (f"{top}/{path.relative_to(home)}", path)
        for top, home in _homes().items()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    ]


def _put(source: Path, target: Path) -> None:
    """Move the file to its place, readable by the owner only."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.chmod(0o600)
    source.replace(target)
