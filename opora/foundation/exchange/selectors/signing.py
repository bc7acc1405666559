"""Ed25519 signatures of packages (RFC 8032); the key of the instance comes from a secret outside the database."""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

LENGTH = 32  # bytes of a public key


def sign(body: str) -> str:
    """Signature of the text by the key of this instance, in base64."""
    return b64encode(_own_key().sign(body.encode())).decode()


def public_key() -> str:
    """Public key of this instance in base64: what the other side has to know."""
    return b64encode(_own_key().public_key().public_bytes_raw()).decode()


def key_id(public: str) -> str:
    """Sixteen hexadecimal digits by which people and packages name a public key; raises ValueError for what is none."""
    return hashlib.sha256(_raw(public)).hexdigest()[:16]


def is_signed(body: str, signature: str, public: str) -> bool:
    """True when the owner of the public key signed this very text."""
    try:
        Ed25519PublicKey.from_public_bytes(_raw(public)).verify(b64decode(signature, validate=True), body.encode())
    except (InvalidSignature, ValueError, NotBase64):
        return False
    return True


def _raw(public: str) -> bytes:
    raw = b64decode(public, validate=True)
    if len(raw) != LENGTH:
        raise ValueError("An Ed25519 public key has 32 bytes.")
    return raw


def _own_key() -> Ed25519PrivateKey:
    seed = hashlib.sha256(f"opora.exchange\0{settings.EXCHANGE_KEY}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
