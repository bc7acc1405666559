"""State of the outbox: what waits too long, what did not arrive, what people call the kinds of messages."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import Matter, notifications
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.messaging.enums import FAILED, MessageStatus
from opora.foundation.messaging.models import Message

logger = logging.getLogger(__name__)
LINK = re.compile(r"https?://\S+")
TOO_LONG = timedelta(minutes=15)
OTHER = "jiná zpráva"


def title_of(code: str) -> str:
    """What people call the kind of messages; a common word for one that nobody registers."""
    return str(notifications[code].title) if code in notifications else OTHER


def is_obsolete(message: Message) -> bool:
    """True when nobody needs the message any more; False when its app cannot tell: one too many is better than none."""
    if message.notification not in notifications:
        return False
    try:
        return notifications[message.notification].is_obsolete(message.target_id)
    except Exception:
        logger.exception("obsolete_unknown", extra={"notification": message.notification})
        return False


def without_links(text: str) -> str:
    """The text for other eyes than those of the addressee: even a message of news has a link by which it ends."""
    return LINK.sub("[odkaz vynechán]", text)


def text_after_sending(message: Message) -> str:
    """What stays of the text once it was sent, and what staff may read of it: nothing where a link opens a door."""
    known = message.notification in notifications
    return message.text if known and notifications[message.notification].keeps_text else ""


@dataclass(frozen=True)
class Trouble:
    """Since when the queue stands (None when it moves), how many messages did not arrive, how many may not have."""

    since: datetime | None
    failed: int
    uncertain: int


def trouble() -> Trouble:
    """What calls for a person now; one query.

    The queue stands when the turn of a message came over 15 minutes ago.
    """
    late = Q(status=MessageStatus.QUEUED, due_at__lt=timezone.now() - TOO_LONG)
    failed = Q(status__in=FAILED, noticed_at=None)
    uncertain = Q(status=MessageStatus.UNCERTAIN)
    found = Message.objects.filter(late | failed).aggregate(
        since=Min("due_at", filter=late),
        failed=Count("pk", filter=failed & ~uncertain),
        uncertain=Count("pk", filter=failed & uncertain),
    )
    return Trouble(**found)


def waiting(_actor: Actor) -> str:
    """A few words for the hub of administration: the queue stands, or so many messages did not arrive."""
    now = trouble()
    if now.since:
        return "fronta stojí"
    return f"nedoručeno: {counted(count, 'zpráva,zprávy,zpráv')}" if (count := now.failed + now.uncertain) else ""


def troubles(_actor: Actor) -> Iterator[Matter]:
    """Lines of the overview: the queue stands, messages that did not arrive or may not have."""
    now, url = trouble(), reverse("messaging:outbox")
    if now.since:
        yield Matter("Zprávy se neodesílají, fronta stojí", url, timezone.localdate(now.since))
    if now.failed:
        yield Matter(f"Nedoručené zprávy: {now.failed}", f"{url}?stav=nedorucene")
    if now.uncertain:
        yield Matter(f"Nejisté, zda odešly: {now.uncertain}", f"{url}?stav=nedorucene")
