import pytest
from django.core.exceptions import PermissionDenied

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import allowed, descriptions, require


def test_unknown_permission_is_an_error_and_never_a_yes():
    with pytest.raises(LookupError, match=r"nothing\.like_this"):
        allowed(Actor.job("zkouška"), "nothing.like_this")


def test_public_may_not_make_accounts():
    with pytest.raises(PermissionDenied):
        require(Actor.public(), "accounts.create_account")


def test_every_permission_says_in_czech_what_it_allows():
    assert [name for name, text in descriptions.items() if not text.strip()] == []
