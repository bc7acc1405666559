"""The one provider of OpenID Connect that an instance may have, in allauth's words."""

from hashlib import sha256


def provider_id(issuer: str) -> str:
    """Name under which identities are stored: people of another issuer are other people, whatever their numbers."""
    return f"oidc-{sha256(issuer.encode()).hexdigest()[:12]}"


def providers(*, name: str, issuer: str, client_id: str, secret: str) -> dict:
    """`SOCIALACCOUNT_PROVIDERS`; without a name there is no provider. Tokens are bound to the browser by PKCE."""
    app = {
        "provider_id": provider_id(issuer),
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "fetch_userinfo": False},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app] if name else []}}
