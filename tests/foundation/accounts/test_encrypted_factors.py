"""Secrets of second factors lie in the database encrypted; old plain ones were encrypted by a migration."""

from importlib import import_module

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.apps import apps

from opora.foundation.accounts.operations import accounts
from opora.foundation.core.actor import Actor
from opora.foundation.privacy import keyring
from tests.support.keys import paper_key
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
migration = import_module("opora.foundation.accounts.migrations.0003_encrypted_factors")


def data_of(kind: str) -> dict:
    return Authenticator.objects.get(type=kind).data


def test_secrets_are_stored_encrypted_and_open_again(stranger):
    secret = accounts.enable_second_factor(stranger, actor=Actor.job("zkouška"))
    codes = RecoveryCodes.activate(stranger)

    assert keyring.decrypt(data_of("totp")["secret"]) == secret
    assert keyring.is_encrypted(data_of("recovery_codes")["seed"])
    assert codes.validate_code(codes.generate_codes()[0])


def test_migration_encrypts_what_was_plain_and_goes_back(stranger):
    Authenticator.objects.create(user=stranger, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    plain = {"seed": "ab" * 40, "used_mask": 5, "migrated_codes": ["11223344"]}
    Authenticator.objects.create(user=stranger, type="recovery_codes", data=plain)
    key = paper_key(stranger)

    migration.encrypt(apps, None)
    migration.encrypt(apps, None)  # a migration that did not finish begins anew

    assert keyring.decrypt(data_of("totp")["secret"]) == "JBSWY3DPEHPK3PXP"
    assert keyring.decrypt(data_of("recovery_codes")["seed"]) == "ab" * 40
    assert [keyring.decrypt(code) for code in data_of("recovery_codes")["migrated_codes"]] == ["11223344"]
    assert data_of("recovery_codes")["used_mask"] == 5
    assert data_of("webauthn") == key.data

    migration.decrypt(apps, None)

    assert (data_of("totp"), data_of("recovery_codes")) == ({"secret": "JBSWY3DPEHPK3PXP"}, plain)


def test_page_that_meets_a_value_of_a_lost_key_says_nothing_of_it(client, stranger):
    secret = accounts.enable_second_factor(stranger, actor=Actor.job("zkouška"))
    lost = Fernet(Fernet.generate_key()).encrypt(secret.encode()).decode()
    Authenticator.objects.update(data={"secret": lost})
    client.post("/prihlaseni/", {"login": stranger.email, "password": PASSWORD})
    client.raise_request_exception = False

    response = client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()})

    html = response.content.decode()
    assert response.status_code == 500
    assert [word for word in (secret, lost, "field_keys", "No key of the ring", stranger.email) if word in html] == []
