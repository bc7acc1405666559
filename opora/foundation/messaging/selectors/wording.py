"""Wording of messages: whose is used, what may stand in it, how it looks filled in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import COMMON, PLACEHOLDER, SUBJECT, default_wording, rendered
from opora.foundation.core.registries import Notification, Placeholder, notifications
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.messaging.models import MessageTemplate, wording_owner

LONGEST_SUBJECT, LONGEST_TEXT = 150, 5000
COMMON_PLACEHOLDERS = (
    Placeholder("osloveni", "oslovení, které si člověk zvolil; čárku za něj napište", "Dobrý den, paní Ukázková"),
    Placeholder("system", "název systému", "Opora"),
)
DEFAULT, OWN, INSTANCE = "výchozí", "upravené", "upravené pro celý systém"

MISSING = "V textu chybí [{name}] ({description}). Bez něj by zpráva nedávala smysl."
UNKNOWN = "[{name}] neznáme. Použijte jen značky ze seznamu, jiné hranaté závorky v textu být nesmějí."
LINES = "Předmět musí být na jednom řádku a bez zvláštních znaků."
HIDDEN = "Text obsahuje znaky, které nejsou vidět. Napište ho bez nich."


@dataclass(frozen=True)
class WordingRow:
    """A line of the list: the message and whose wording it has."""

    notification: Notification
    state: str
    version: MessageTemplate | None


def own_wording(notification: Notification, organization_id: str) -> str:
    """Text of the organization's newest version, else of the instance's one; empty when neither has any. One query."""
    newest = _newest_first(notification.code, organization_id).first()
    return newest.whole if newest else ""


def _newest_first(code: str, organization_id: str) -> QuerySet[MessageTemplate]:
    owners = {organization_id, ""}
    found = MessageTemplate.objects.in_force().filter(notification=code, organization_id__in=owners)
    return found.order_by("-organization_id", "-number")


def editable(owner: str) -> list[Notification]:
    """Messages that the owner („“ = the instance) may reword, by their titles."""
    fitting = (one for one in notifications if one.organization_may_edit and (not owner or not one.of_instance))
    return sorted(fitting, key=lambda one: one.title)


def wordings(owner: str) -> list[WordingRow]:
    """Every message the owner may reword, with the version in force; one query."""
    newest: dict[str, MessageTemplate] = {}
    for version in (
        MessageTemplate.objects.in_force().filter(organization_id__in={owner, ""}).order_by("organization_id", "number")
    ):
        newest[version.notification] = version
    return [_row(one, newest.get(one.code), owner) for one in editable(owner)]


def reworded(actor: Actor) -> str:
    """A few words for the hub of administration: how many messages have words of their own."""
    count = sum(row.state == OWN for row in wordings(wording_owner(actor)))
    return f"upraveno: {counted(count, 'zpráva,zprávy,zpráv')}" if count else ""


def _row(notification: Notification, version: MessageTemplate | None, owner: str) -> WordingRow:
    state = DEFAULT if version is None else OWN if version.organization_id == owner else INSTANCE
    return WordingRow(notification, state, version)


def versions(notification: Notification, actor: Actor) -> QuerySet[MessageTemplate]:
    """Versions that the actor sees, the newest first."""
    return MessageTemplate.objects.visible_to(actor).filter(notification=notification.code).order_by("-number")


def subject_and_text(notification: Notification, owner: str) -> tuple[str, str]:
    """The wording in force, as it is edited."""
    whole = own_wording(notification, owner) or default_wording(notification)
    first, _line, text = whole.strip().partition("\n")
    return first.removeprefix(SUBJECT), text.strip()


def placeholders(notification: Notification) -> list[Placeholder]:
    """What the text may name, required ones first."""
    own = sorted(notification.placeholders, key=lambda one: not one.required)
    return [*own, *COMMON_PLACEHOLDERS]


def preview(notification: Notification, subject: str, text: str) -> tuple[str, str]:
    """Subject and text filled in with samples."""
    samples = {one.name: one.sample for one in placeholders(notification)}
    return rendered(f"{SUBJECT}{' '.join(subject.split())}\n{text}", samples)


def check_wording(notification: Notification, subject: str, text: str) -> None:
    """Raise ValidationError by fields for a wording that could not be sent: what is missing, unknown or unreadable."""
    faults: dict[str, list[str]] = {
        "subject": [*_unknown(notification, subject), *([] if subject.isprintable() else [LINES])],
        "text": [*_missing(notification, text), *_unknown(notification, text), *_hidden(text)],
    }
    if found := {name: sentences for name, sentences in faults.items() if sentences}:
        raise ValidationError(found)


def _missing(notification: Notification, text: str) -> list[str]:
    used = set(PLACEHOLDER.findall(text))
    required = (one for one in notification.placeholders if one.required)
    return [MISSING.format(name=one.name, description=one.description) for one in required if one.name not in used]


def _unknown(notification: Notification, text: str) -> Iterable[str]:
    known = {one.name for one in notification.placeholders} | COMMON
    return [UNKNOWN.format(name=name) for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name not in known]


def _hidden(text: str) -> list[str]:
    plain = text.replace("\r\n", "").replace("\n", "").replace("\N{NO-BREAK SPACE}", "")
    return [] if plain.isprintable() else [HIDDEN]
