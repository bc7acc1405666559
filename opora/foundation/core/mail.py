"""Messages to people: a text with placeholders in square brackets, filled in and sent as plain text.

The first line of a text is „Předmět: …“, the rest the message. It is sent inside the transaction of what it tells:
the project's e-mail backend keeps it in the outbox.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Model
from django.template.loader import get_template

from opora.foundation.core.registries import Notification, letter_steps, notifications, wordings
from opora.foundation.core.text import tie_short_words

SUBJECT = "Předmět: "
SALUTATION = "Dobrý den"
COMMON = {"osloveni", "system"}  # placeholders that every text may use
PLACEHOLDER = re.compile(r"\[([^\[\]\n]{1,40})\]")
GAP = re.compile(r"\n{3,}")


class Letter(EmailMessage):
    """One message to one address that knows what it speaks of. `status` and `due_at` are set by steps of higher apps
    when it must not go at once.
    """

    notification = target_type = target_id = organization_id = status = ""
    due_at: datetime | None = None

    @property
    def category(self) -> str:
        """Category of messages that people choose to have; empty for an essential one."""
        return notifications[self.notification].category


def notify(
    code: str,
    to: str,
    values: Mapping[str, str],
    *,
    target: Model | None = None,
    organization_id: int | str = "",
    reply_to: str = "",
) -> Letter:
    """Send the registered message to the address; call it inside the transaction of what it tells.

    `values` are texts by names of placeholders; „osloveni“ may be among them. A placeholder that is not registered,
    and a required one without a value, is a mistake of the code: LookupError.
    """
    notification = notifications[code]
    _check(notification, values)
    subject, text = rendered(wording(notification, str(organization_id)), values)
    letter = Letter(subject, text, to=[to], reply_to=[reply_to] if reply_to else None)
    letter.notification, letter.organization_id = code, str(organization_id)
    if target is not None:
        letter.target_type, letter.target_id = target._meta.label_lower, str(target.pk)
    for step in letter_steps:
        step(letter)
    letter.send()
    return letter


def wording(notification: Notification, organization_id: str = "") -> str:
    """The text with placeholders: the organization's own when it has one, else that of the application."""
    own = (find(notification, organization_id) for find in wordings if notification.organization_may_edit)
    return next(filter(None, own), "") or default_wording(notification)


def default_wording(notification: Notification) -> str:
    """The text of the application; the file is read once, no template language works in it."""
    source: Any = get_template(notification.template)
    return source.template.source


def rendered(text: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text with placeholders filled in and short words tied to the next ones.

    A value is never read again: neither a placeholder nor a header can come of it. Placeholders without a value vanish,
    with the gap they would leave.
    """
    known = {"osloveni": SALUTATION, "system": settings.PRODUCT_NAME}
    known |= {name: value for name, value in values.items() if value}
    first, _line, body = text.strip().partition("\n")
    subject = " ".join(_filled(first.removeprefix(SUBJECT), known).split())
    filled = "\n".join(line.rstrip() for line in _filled(body, known).splitlines())
    return subject, tie_short_words(GAP.sub("\n\n", filled).strip()) + "\n"


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], "")), text)


def _check(notification: Notification, values: Mapping[str, str]) -> None:
    known = {placeholder.name for placeholder in notification.placeholders}
    needed = {placeholder.name for placeholder in notification.placeholders if placeholder.required}
    if wrong := (values.keys() - known - COMMON) | {name for name in needed if not values.get(name)}:
        raise LookupError(f"Placeholders of {notification.code}: {', '.join(sorted(wrong))}")
