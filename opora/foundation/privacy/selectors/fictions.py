"""Invented values in place of personal ones, chosen by declarations of models: type and name of the field."""

import hashlib
import hmac
import re
import secrets
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import models

from opora.foundation.core.text import plain_email
from opora.foundation.privacy.fields import EncryptedTextField

REMOVED = "(text odstraněn)"
EMAIL = re.compile(r"\S+@\S+")
NAMES = ("_name", "_by", "_label")  # ends of names of fields that hold a person's name
HASHES = ("_index", "key")
EMPTY_JSON = {"[": "[]", "{": "{}"}


class Fictions:
    """Fictions of one copy: equal for equal values, so that a person stays one person, and leading nowhere.

    Relations and choices stay, so that the copy can be used; empty values stay empty. A number of an object in a text
    column stays when there is such an object. Everything that the rules do not know is removed.
    """

    def __init__(self, source: str) -> None:
        """`source` is the alias of the database that is copied."""
        self._source = source
        self._key = secrets.token_bytes(32)
        self._shift = timedelta(days=30 + secrets.randbelow(300))
        self._numbers: dict[str, int] = {}
        self._free = count(1)
        self._known: dict[type[models.Model], set[str]] = {}
        users = get_user_model()._base_manager.using(source).order_by("pk")
        for email, name in users.values_list("email", "full_name"):
            self._numbers.setdefault(plain_email(name), self._number(email))

    def disguise(self, row: models.Model) -> None:
        """Replace every personal value of the row in memory."""
        declaration: Any = type(row).__dict__.get("PersonalData")
        special: set[str] = getattr(declaration, "special", set())
        personal = getattr(declaration, "personal", set()) | special
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if value in field.empty_values or not (field.name in personal or isinstance(field, EncryptedTextField)):
                continue
            instead = _erased(field) if field.name in special else self._instead(field, value, row)
            setattr(row, field.attname, instead)

    def _instead(self, field: Any, value: Any, row: models.Model) -> Any:
        if field.is_relation or field.choices:
            return value
        if field.name == "password":
            return make_password(None)
        if isinstance(field, models.FileField):
            return f"odstraneno/{row.pk}"
        if isinstance(value, date):  # a moment too
            return value - self._shift
        if isinstance(value, str):
            return self._text(field, value, row)[: field.max_length]
        return _erased(field)

    def _text(self, field: Any, value: str, row: models.Model) -> str:
        name = field.name
        if EMAIL.fullmatch(value):
            return f"osoba-{self._number(value)}@opora.example"
        if name.endswith(NAMES):
            return f"Osoba {self._number(value)}"
        if name.endswith("_id") and self._leads_somewhere(name.removesuffix("_id"), value, row):
            return value
        if field.unique or name.endswith((*HASHES, "_id")):
            return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()
        if "phone" in name:
            return ""
        return EMPTY_JSON.get(value[0], REMOVED)

    def _number(self, value: str) -> int:
        """Number of the person with this name or address."""
        plain = plain_email(value)
        if plain not in self._numbers:
            self._numbers[plain] = next(self._free)
        return self._numbers[plain]

    def _leads_somewhere(self, name: str, value: str, row: models.Model) -> bool:
        """True for the number of an object: of the type that stands beside, of the model so called, else an account."""
        label = getattr(row, f"{name}_type", "") or next(
            (model._meta.label for model in apps.get_models() if model._meta.model_name == name),
            get_user_model()._meta.label,
        )
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            return False
        if model not in self._known:
            numbers = model._base_manager.using(self._source).values_list("pk", flat=True)
            self._known[model] = set(map(str, numbers))
        return value in self._known[model]


def _erased(field: Any) -> Any:
    """Nothing, as the column can hold it."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else "" if field.empty_strings_allowed else field.to_python(0)
