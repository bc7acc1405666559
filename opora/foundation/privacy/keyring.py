"""Keys of encrypted fields: a ring kept outside the database, the newest key first.

Encryption is Fernet (AES-128-CBC with HMAC-SHA256); all keys of the ring decrypt, only the first one encrypts. The
blind index is an HMAC under a key of its own, so that a value can be looked up by equality without being readable.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    """The text under the newest key, as ASCII."""
    return ring().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of the token; raises InvalidToken when no key of the ring fits."""
    return ring().decrypt(token.encode()).decode()


def is_encrypted(text: str) -> bool:
    """True for what some key of the ring opens."""
    try:
        decrypt(text)
    except InvalidToken:
        return False
    return True


def blind_index(purpose: str, value: str) -> str:
    """64 hexadecimal digits that are equal for equal values of one purpose, and say nothing of the value."""
    return hmac.new(settings.INDEX_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def ring() -> MultiFernet:
    """The ring as it lies in the file now: a key added by the command is used by running processes too."""
    path = Path(settings.FIELD_KEYS_FILE)
    return _ring_of(str(path), path.stat().st_mtime_ns if path.exists() else _make(path))


@lru_cache(maxsize=4)
def _ring_of(path: str, _changed_at: int) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys(Path(path))])


def keys(path: Path) -> list[str]:
    """Keys of the file, the newest first."""
    return path.read_text().split()


def _make(path: Path) -> int:
    """Write a ring of one key, readable by the owner only; two processes that start at once share the first one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.stat().st_mtime_ns
    with os.fdopen(descriptor, "w") as file:
        file.write(Fernet.generate_key().decode() + "\n")
    return path.stat().st_mtime_ns
