"""A security key that exists only on paper: pages about keys need one, nobody signs in by it."""

import json
import secrets
from hashlib import sha256

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT_WITH_CREDENTIAL = 0x41  # flags of the authenticator


def paper_key(user, name: str = "Klíč na svazku", *, passkey: bool = False, private=None, **more) -> Authenticator:
    """Store the key at the user's account; who gives its `private` part may sign by it (`answer_of_key`)."""
    number = secrets.token_bytes(16)
    private = private or ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(private.public_key())
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


def answer_of_key(key: Authenticator, private, challenge: str, *, flags: int, user_handle: str) -> str:
    """What the key answers to the challenge for http://localhost: JSON, signed; flags 1 = touched, 5 = verified."""
    number = key.data["credential"]["rawId"]
    proof = bytes(AuthenticatorData.create(sha256(b"localhost").digest(), flags, 1))
    said = bytes(CollectedClientData.create("webauthn.get", websafe_decode(challenge), "http://localhost"))
    signature = private.sign(proof + sha256(said).digest(), ec.ECDSA(SHA256()))
    response = {
        "clientDataJSON": websafe_encode(said),
        "authenticatorData": websafe_encode(proof),
        "signature": websafe_encode(signature),
        "userHandle": websafe_encode(user_handle.encode()),
    }
    return json.dumps({"type": "public-key", "id": number, "rawId": number, "response": response})
