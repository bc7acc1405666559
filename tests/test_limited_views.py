"""Every form open to everybody, and every upload, is limited – or stands here with the reason why not."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.browser.url_map import SAMPLES, path_of
from tests.support.access.table import TABLE
from tests.support.rules.addresses import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
DELAYED = "growing delays of failed attempts: accounts/operations/delays.py"
LINK = "whoever has the link acts on one thing; an office behind one address may confirm fifty of them on one morning"
EXCUSED = {
    "account_login": DELAYED,
    "account_reset_password": DELAYED,
    "mfa_authenticate": DELAYED,
    "mfa_login_webauthn": "nobody guesses a key",
    "openid_connect_login": "only leads to the sign-in of the organization",
    "account_logout": "only ends one's own session",
    "account_reset_password_from_key": LINK,
    "email_confirm": LINK,
    "organizations:accept": LINK,
    "messaging:consent": LINK,
    "messaging:unsubscribe": LINK,
    "catalog:confirm_record": LINK,
    "catalog:report_state": LINK,
}


def views(resolver=None, namespace: str = ""):
    """Every view of the house by its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback


def takes_posts(client, name: str) -> bool:
    """Whether the address answers POST otherwise than „not allowed“."""
    path = path_of(name) if name in SAMPLES else reverse(name, args=TABLE[name].arguments)
    return client.post(path).status_code != 405


def test_public_forms_are_limited(client):
    limited = {name for name, view in views() if hasattr(view, "opora_limited")}
    public = {address.name for address in addresses() if address.public}

    assert {name for name in public - limited if takes_posts(client, name)} == set(EXCUSED)


def test_uploads_are_limited():
    kinds = {name: getattr(view, "opora_limited", None) for name, view in views() if hasattr(view, "opora_most_bytes")}

    assert kinds == dict.fromkeys(kinds, "upload")
    assert {"catalog:attachments", "catalog:import_new"} <= set(kinds)
