"""A security key that exists only on paper: pages about keys need one, nobody signs in by it."""

import secrets
from hashlib import sha256

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT_WITH_CREDENTIAL = 0x41  # flags of the authenticator


def paper_key(user, name: str = "Klíč na svazku", *, passkey: bool = False, **more) -> Authenticator:
    """Store the key at the user's account."""
    number = secrets.token_bytes(16)
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(b"\0" * 16, number, public)
    proof = AuthenticatorData.create(sha256(b"localhost").digest(), PRESENT_WITH_CREDENTIAL, 0, made)
    said = CollectedClientData.create("webauthn.create", b"vyzva", "http://localhost")
    credential = {
        "type": "public-key",
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "response": {
            "clientDataJSON": websafe_encode(bytes(said)),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", proof, {}))),
        },
        "clientExtensionResults": {"credProps": {"rk": passkey}},
    }
    data = {"name": name, "credential": credential}
    return Authenticator.objects.create(user=user, type="webauthn", data=data, **more)
