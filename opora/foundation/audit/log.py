"""The one way to write an audit event, and the words that make it readable."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.logs import request_id

sentences: dict[str, str] = {}
sign_ins: set[str] = set()  # actions of signing in and out, apart from what people do inside


@dataclass(frozen=True)
class Describer:
    """Words for objects of one type: names of the numbers, and numbers that a person may mean by a text.

    `roles` are names without the person, to stand beside one; `title` is a plainer word for the type than that of
    its model; `looked` is the sentence of a look at such an object.
    """

    names: Callable[[Iterable[str]], Mapping[str, str]]
    find: Callable[[str], Iterable[str]] | None = None
    roles: Callable[[Iterable[str]], Mapping[str, str]] | None = None
    title: str = ""
    looked: str = ""


describers: dict[str, Describer] = {}
pointers: dict[tuple[str, str], str] = {}  # (app, key of the data) → type of the object whose number stands there
_values: dict[tuple[str, str], Mapping[str, str]] = {}


def describe(**actions: str) -> None:
    """Register the Czech sentences of an app's actions, `catalog__imported="…"` for „catalog.imported“.

    A sentence may name values of the event's data: „Import registru: {added} nových.“
    """
    sentences.update({name.replace("__", ".", 1): sentence for name, sentence in actions.items()})


def describe_values(app: str, **words: Mapping[str, str]) -> None:
    """Register words for codes in data of an app's events: `role={"auditor": "auditor"}`."""
    _values.update({(app, name): known for name, known in words.items()})


def record(action: str, *, actor: Actor, target: models.Model | None = None, **data: Any) -> AuditEvent:
    """Write the event in the running transaction; an action without a sentence is an error."""
    if action not in sentences:
        raise LookupError(f"Audit action without a sentence: {action}")
    return AuditEvent.objects.create(action=action, data=data, **_who_and_what(actor, target))


def record_read(target: models.Model, *, actor: Actor, reason: str = "") -> ReadEvent:
    """Write that the actor looked at a person's record; call it wherever such a record is shown or handed out."""
    return ReadEvent.objects.create(reason=reason[:300], **_who_and_what(actor, target))


def _who_and_what(actor: Actor, target: models.Model | None) -> dict[str, str]:
    """Common fields of both records. The organization is the one whose matter it is, else the one acted in."""
    membership = actor.membership
    organization = getattr(target, "organization_id", None)
    if organization is None and membership is not None:
        organization = membership.organization_id
    return {
        "actor_kind": actor.kind,
        "actor_id": str(actor.user.pk) if actor.user else "",
        "actor_label": actor.label[:200],
        "membership_id": str(membership.pk) if membership else "",
        "organization_id": str(organization or ""),
        "target_type": target._meta.label_lower if target is not None else "",
        "target_id": str(target.pk) if target is not None else "",
        "request_id": request_id.get(),
    }


def app_of(event: AuditEvent) -> str:
    """Label of the app whose act it is."""
    return event.action.partition(".")[0]


def readable(event: AuditEvent, names: Mapping[str, str] | None = None) -> str:
    """The event as a Czech sentence; values that the event lacks stay as a dash.

    `names` are words for those keys of the data that hold numbers of objects.
    """
    app = app_of(event)
    data = {name: in_words(app, name, value) for name, value in event.data.items()}
    return sentences.get(event.action, event.action).format_map(_Dashes(data | dict(names or {})))


def in_words(app: str, name: str, value: Any) -> Any:
    """A value of the data as people read it: a code by its word, a list by commas."""
    known = _values.get((app, name), {})
    if isinstance(value, list):
        return ", ".join(str(known.get(str(one), one)) for one in value)
    return known.get(str(value), value) if value not in ("", None) else "–"


class _Dashes(dict):
    """Missing values read as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
