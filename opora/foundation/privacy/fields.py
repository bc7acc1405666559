"""Fields that the database keeps encrypted."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from opora.foundation.privacy import keyring


class EncryptedTextField(models.TextField):
    """Text that only a process with the key ring reads; empty stays empty. A value that no key opens raises
    `keyring.UnreadableError`: shown as something else, it could be saved over.

    It is never searched, compared nor ordered by: equality is asked of a blind index beside it.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return keyring.encrypt(text) if text else text

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return keyring.decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"An encrypted field cannot be searched ({self.name}); ask its blind index.")
        return super().get_lookup(lookup_name)
