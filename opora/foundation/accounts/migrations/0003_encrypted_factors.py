"""Keys of apps and seeds of recovery codes were stored as they are; now the ring of keys encrypts them.

Public keys (WebAuthn) are no secret and stay.
"""

from django.db import migrations

from opora.foundation.privacy import keyring


def encrypt(apps, _schema_editor):
    _change(apps, lambda text: text if keyring.is_encrypted(text) else keyring.encrypt(text))


def decrypt(apps, _schema_editor):
    _change(apps, lambda text: keyring.decrypt(text) if keyring.is_encrypted(text) else text)


def _change(apps, change):
    factors = apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"])
    for factor in factors.iterator():
        for name in {"secret", "seed"} & factor.data.keys():
            factor.data[name] = change(factor.data[name])
        if "migrated_codes" in factor.data:
            factor.data["migrated_codes"] = [change(code) for code in factor.data["migrated_codes"]]
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_links_and_delays"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, decrypt)]
