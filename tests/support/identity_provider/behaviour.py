"""The provider as it should be, and the ways in which one may lie; the file `behaviour` in its folder says which."""

import json

from allauth.core.internal import jwkkit
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.views import jwks
from django.conf import settings
from django.http import HttpRequest, JsonResponse


def lie() -> str:
    """How the provider misbehaves now; empty = honest."""
    return (settings.FOLDER / "behaviour").read_text()


class Adapter(DefaultOIDCAdapter):
    """Tokens whose nonce, audience, issuer or age may be wrong."""

    def populate_id_token(self, id_token: dict, client, scopes, **kwargs) -> None:
        lies = {
            "nonce": {"nonce": "jina"},
            "audience": {"aud": "nekdo-jiny"},
            "issuer": {"iss": "https://jiny.example"},
            "expired": {"iat": 1_000_000_000, "exp": 1_000_000_300},
        }
        id_token.update(lies.get(lie(), {}))
        if lie() == "no nonce":
            id_token.pop("nonce", None)


def published_keys(request: HttpRequest) -> JsonResponse:
    """Public keys; of a liar another key under the same name, as if somebody else had signed the token."""
    honest = json.loads(jwks(request).content)
    if lie() == "key":
        other, _private = jwkkit.load_jwk_from_pem((settings.FOLDER / "other.pem").read_text())
        honest["keys"] = [{**other, "kid": honest["keys"][0]["kid"]}]
    return JsonResponse(honest)
