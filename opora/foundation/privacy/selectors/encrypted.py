"""Where encrypted values lie, and which of them are not under the newest key of the ring."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from opora.foundation.privacy import keyring
from opora.foundation.privacy.fields import EncryptedTextField

PIECE = 200  # rows read or changed at once
BEGINNING = "gAAAAA"  # of every Fernet token until the year 2106: tells it from other texts of a JSON value


@dataclass(frozen=True)
class Place:
    """A table and those of its columns that hold tokens."""

    model: type[models.Model]
    fields: tuple[str, ...]

    def stored(self) -> models.QuerySet:
        """Rows as dictionaries of `pk` and columns as they are stored, in the order of primary keys."""
        columns = {f"stored_{name}": self._column(name) for name in self.fields}
        return self.model._base_manager.order_by("pk").values("pk", **columns)

    def _column(self, name: str) -> models.expressions.Combinable:
        encrypted = isinstance(self.model._meta.get_field(name), EncryptedTextField)
        return Cast(name, models.TextField()) if encrypted else models.F(name)


def places() -> list[Place]:
    """Every encrypted field of every model, and the secrets of second factors."""
    found = [
        Place(model, tuple(field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)))
        for model in apps.get_models()
    ]
    return [*(place for place in found if place.fields), Place(Authenticator, ("data",))]


def stale_rows(place: Place) -> Iterator[list[Any]]:
    """Primary keys of rows with a value that is not under the newest key, by pieces; it reads without locks."""
    rows, last = place.stored(), None
    while piece := list((rows if last is None else rows.filter(pk__gt=last))[:PIECE]):
        last = piece[-1]["pk"]
        if stale := [row["pk"] for row in piece if _is_stale(row)]:
            yield stale


def stale_count() -> int:
    """Rows with a value that is not under the newest key."""
    return sum(len(piece) for place in places() for piece in stale_rows(place))


def _is_stale(row: dict[str, Any]) -> bool:
    return not all(keyring.is_under_newest(token) for name in row if name != "pk" for token in _tokens(row[name]))


def _tokens(value: Any) -> Iterator[str]:
    """Tokens in a stored value, at any depth of a JSON one."""
    if isinstance(value, str) and value.startswith(BEGINNING):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _tokens(part)
