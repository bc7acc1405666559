"""Keys of encrypted fields: a ring kept outside the database, the newest key first.

Encryption is Fernet (AES-128-CBC with HMAC-SHA256); all keys of the ring decrypt, only the first one encrypts. The
blind index is an HMAC under a key of its own, so that a value can be looked up by equality without being readable.
"""

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_other_file: ContextVar[Path | None] = ContextVar("other_file", default=None)


class UnreadableError(Exception):
    """A value that no key of the ring opens; the message holds neither the value nor a key."""

    def __init__(self) -> None:
        super().__init__(
            f"No key of the ring {ring_file()} opens a stored value. Was the database restored without its ring, or a "
            "key removed by hand? Put the missing key back on a line of its own below the first one."
        )


def encrypt(text: str) -> str:
    """The text under the newest key, as ASCII."""
    return _ring()[0].encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of the token; raises UnreadableError when no key of the ring fits."""
    try:
        return _ring()[1].decrypt(token.encode()).decode()
    except InvalidToken:
        raise UnreadableError from None


def is_encrypted(text: str) -> bool:
    """True for what some key of the ring opens."""
    try:
        decrypt(text)
    except UnreadableError:
        return False
    return True


def is_under_newest(token: str) -> bool:
    """True for what the first key of the ring opens."""
    try:
        _ring()[0].decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def blind_index(purpose: str, value: str) -> str:
    """64 hexadecimal digits that are equal for equal values of one purpose, and say nothing of the value."""
    return hmac.new(settings.INDEX_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def ring_file() -> Path:
    """The file of the ring in use; it may not be made yet."""
    return _other_file.get() or Path(settings.FIELD_KEYS_FILE)


def ring_beside(database: Path) -> Path:
    """The file of the ring that belongs to a copy of the database."""
    return database.with_name(f"{database.name}.keys.txt")


def keys(path: Path) -> list[str]:
    """Keys of the file, the newest first."""
    return path.read_text().split()


@contextmanager
def using(path: Path) -> Iterator[None]:
    """Encrypt and decrypt by the ring of another file; it is made when missing."""
    before = _other_file.set(path)
    try:
        yield
    finally:
        _other_file.reset(before)


@contextmanager
def changing() -> Iterator[list[str]]:
    """Keys of the ring as a list to change; it is written at once when the block changed it and ended well.

    Another command that would change the ring at the same moment waits, and the file keeps its owner.
    """
    _ring()
    path = ring_file()
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        changed = keys(path)
        yield changed
        if changed == keys(path):
            return
        fresh = _written(path, changed)
        os.chown(fresh, path.stat().st_uid, path.stat().st_gid)
        os.replace(fresh, path)


def _ring() -> tuple[Fernet, MultiFernet]:
    """The newest key and all of them, as they lie in the file now: running processes follow a change of the file."""
    path = str(
        _other_file.get() or settings.FIELD_KEYS_FILE
    )  # asked for every field: a Path would take most of the time
    try:
        state = os.stat(path)
    except FileNotFoundError:
        make(Path(path))
        state = os.stat(path)
    return _loaded(path, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=4)
def _loaded(path: str, _changed_at: int, _file_number: int) -> tuple[Fernet, MultiFernet]:
    opened = [Fernet(key) for key in keys(Path(path))]
    return opened[0], MultiFernet(opened)


def make(path: Path) -> None:
    """Write a ring of one key; two processes that start at once share the first one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = _written(path, [Fernet.generate_key().decode()])
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _written(path: Path, ring: list[str]) -> Path:
    """A whole new file beside the path, of mode 600, safe on the disk before anything is encrypted by it."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("".join(f"{key}\n" for key in ring))
        file.flush()
        os.fsync(file.fileno())
    return fresh
