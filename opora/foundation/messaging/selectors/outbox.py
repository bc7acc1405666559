"""State of the outbox: what waits too long, what did not arrive, what people call the kinds of messages."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import Matter, notifications
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.messaging.models import Message

TOO_LONG = timedelta(minutes=15)
OTHER = "jiná zpráva"


def title_of(code: str) -> str:
    """What people call the kind of messages; a common word for one that nobody registers."""
    return str(notifications[code].title) if code in notifications else OTHER


def text_after_sending(message: Message) -> str:
    """What stays of the text once it was sent, and what staff may read of it: nothing where a link opens a door."""
    known = message.notification in notifications
    return message.text if known and notifications[message.notification].keeps_text else ""


def standing_since() -> datetime | None:
    """Since when the oldest message waits although its turn came over 15 minutes ago; None when the queue moves."""
    late = Message.objects.due().filter(due_at__lt=timezone.now() - TOO_LONG)
    return late.order_by().aggregate(oldest=Min("due_at"))["oldest"]


def waiting(_actor: Actor) -> str:
    """A few words for the hub of administration: the queue stands, or so many messages did not arrive."""
    if standing_since():
        return "fronta stojí"
    failed = Message.objects.to_notice().count()
    return f"nedoručeno: {counted(failed, 'zpráva,zprávy,zpráv')}" if failed else ""


def troubles(_actor: Actor) -> Iterator[Matter]:
    """Lines of the overview: the queue stands, messages that did not arrive or may not have."""
    if since := standing_since():
        yield Matter("Zprávy se neodesílají, fronta stojí", reverse("messaging:outbox"), timezone.localdate(since))
    uncertain = Message.objects.to_notice().filter(status=MessageStatus.UNCERTAIN).count()
    if failed := Message.objects.to_notice().count() - uncertain:
        yield Matter(f"Nedoručené zprávy: {failed}", f"{reverse('messaging:outbox')}?stav=nedorucene")
    if uncertain:
        yield Matter(f"Nejisté, zda odešly: {uncertain}", f"{reverse('messaging:outbox')}?stav=nedorucene")
