"""Digests: when they go, who gets one, how their parts read together."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from opora.foundation.core.registries import notifications
from opora.foundation.messaging.enums import Frequency, MessageStatus
from opora.foundation.messaging.models import Message
from opora.foundation.messaging.selectors.outbox import is_obsolete
from opora.foundation.messaging.selectors.preferences import preference_of

AT = time(7)
MONDAY = 0
FOOTER_MARK = "\n-- \n"
WHY = "Píšeme vám"  # the paragraph that says why a message came; a digest says it once


def digest_due(frequency: Frequency, now: datetime) -> datetime:
    """The next seven in the morning of Europe/Prague after the local moment, for weekly digests on a Monday."""
    day = now.date()
    while True:
        due = timezone.make_aware(datetime.combine(day, AT))
        if due > now and (frequency == Frequency.DAILY or day.weekday() == MONDAY):
            return due
        day += timedelta(days=1)


def recipients_due() -> list[str]:
    """Indexes of addresses for which parts of a digest wait whose time has come."""
    due = Message.objects.filter(status=MessageStatus.DIGEST, due_at__lte=timezone.now())
    return sorted(due.order_by().values_list("recipient_index", flat=True).distinct())


def verdict(part: Message) -> MessageStatus:
    """What becomes of a part now: into the digest, obsolete, or withheld since its addressee refused meanwhile."""
    if part.notification not in notifications:
        return MessageStatus.IN_DIGEST
    if is_obsolete(part):
        return MessageStatus.OBSOLETE
    preference = preference_of(part.recipient, notifications[part.notification].category)
    refused = preference is not None and preference.frequency == Frequency.NEVER
    return MessageStatus.WITHHELD if refused else MessageStatus.IN_DIGEST


def in_one_text(parts: Iterable[Message]) -> str:
    """Numbered subjects as headings, under each the text without salutation, reason and footer."""
    return "\n\n".join(f"{number}. {part.subject}\n\n{_core(part.text)}" for number, part in enumerate(parts, start=1))


def _core(text: str) -> str:
    """What the message itself says."""
    paragraphs = text.partition(FOOTER_MARK)[0].strip().split("\n\n")
    if len(paragraphs) > 1 and paragraphs[0].endswith(","):
        first, *rest = paragraphs[1:]
        paragraphs = [first[:1].upper() + first[1:], *rest]
    return "\n\n".join(paragraph for paragraph in paragraphs if not paragraph.startswith(WHY))
