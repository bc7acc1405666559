"""Delivery: messages are claimed one by one and handed over; each step is committed before the next one is made.

One message at a time: a worker that dies leaves one behind, and another worker can join at any moment.
"""

import logging
import os
import socket
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.messaging.models import DeliveryAttempt, Message
from opora.foundation.messaging.operations.outbox import wake
from opora.foundation.messaging.operations.states import move
from opora.foundation.messaging.operations.transport import Answer, Outcome, transport
from opora.foundation.messaging.selectors.envelope import content_of
from opora.foundation.messaging.selectors.outbox import is_obsolete, text_after_sending
from opora.foundation.privacy.keyring import UnreadableError
from opora.foundation.privacy.selectors.restrictions import is_restricted

logger = logging.getLogger(__name__)
AT_MOST = 30.0  # seconds of one run; then other work gets its turn
HOUR = 60
DELAYS = (1, 5, 15, HOUR, 4 * HOUR, *(8 * HOUR,) * 8)  # minutes between attempts, three days in all
ANSWERS_TO_REQUESTS = ("privacy.", "accounts.")  # what a restricted person has asked for goes on
RESTRICTED = "Zpracování údajů příjemce je omezené."
UNREADABLE = "Zprávu nešlo sestavit."
DIED_BEFORE = "Odesílání se přerušilo dřív, než server zprávu dostal."
DIED_AFTER = "Odesílání se přerušilo dřív, než server odpověděl."
ENCRYPTED = ("recipient", "subject", "text", "headers")
FREE: dict[str, Any] = {"claimed_by": "", "lease_until": None}


def deliver(*, actor: Actor, seconds: float = AT_MOST) -> dict[str, int]:
    """Hand over what is due until nothing is, the server is away, or the time is over; what became of how many.

    It must not run inside a transaction. While there is work, another worker is called to it.
    """
    require(actor, "messaging.deliver")
    counts = Counter(str(_close_left(message)) for message in Message.objects.left_by_dead_workers()[:100])
    worker, ends, called = (
        f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}",
        time.monotonic() + seconds,
        False,
    )
    with transport() as wire:
        while time.monotonic() < ends and (message := _next(worker)):
            if not called and (called := Message.objects.due().exists()):
                wake()
            outcome = _unwanted(message) or _hand_over(message, wire)
            counts[str(outcome)] += 1
            if outcome == Outcome.AWAY:
                break
    return dict(counts)


def _next(worker: str) -> Message | None:
    """The next message for the worker; those that no key opens are closed on the way, so that they stop no others."""
    while True:
        try:
            return _claim(worker)
        except UnreadableError:
            _close_unreadable(worker)


@transaction.atomic
def _close_unreadable(worker: str) -> None:
    """Refuse the message that waits the longest when it cannot be read; another worker may have done so already."""
    head = Message.objects.due().defer(*ENCRYPTED).select_for_update().first()
    try:
        readable = head is None or bool(Message.objects.get(pk=head.pk))
    except UnreadableError:
        readable = False
    if head is None or readable:
        return
    move(head, MessageStatus.SENDING, claimed_by=worker)
    move(head, MessageStatus.REFUSED, last_answer=UNREADABLE, finished_at=timezone.now(), **FREE)
    logger.error("message_unreadable", extra={"number": head.pk})


@transaction.atomic
def _claim(worker: str) -> Message | None:
    """The message that waits the longest, from now on ours until the lease is over; None when nothing is due."""
    message = Message.objects.due().select_for_update(skip_locked=True).first()
    if message is not None:
        move(message, MessageStatus.SENDING, claimed_by=worker, lease_until=_lease())
    return message


def _lease() -> Any:
    return timezone.now() + timedelta(seconds=settings.MAIL_LEASE)


def _unwanted(message: Message) -> MessageStatus | None:
    """Close a message that nobody needs any more, or whose addressee may not be written to; None for all others."""
    if is_obsolete(message):
        status, why = MessageStatus.OBSOLETE, ""
    elif not message.notification.startswith(ANSWERS_TO_REQUESTS) and is_restricted(message.recipient):
        status, why = MessageStatus.WITHHELD, RESTRICTED
    else:
        return None
    move(message, status, last_answer=why, finished_at=timezone.now(), text="", **FREE)
    return status


def _hand_over(message: Message, wire: Any) -> Outcome:
    """Give the message to the wire and write what became of it."""
    try:
        content = content_of(message)
    except (ValueError, LookupError):
        logger.exception("message_unreadable", extra={"number": message.pk})
        answer = Answer(Outcome.REFUSED, None, UNREADABLE)
    else:
        answer = wire.hand_over(message.sender, message.recipient, content, partial(_note_handed, message))
    _record(message, answer)
    if answer.outcome == Outcome.AWAY:
        logger.warning("mail_server_away", extra={"code": answer.code, "answer": answer.text})
    return answer.outcome


@transaction.atomic(durable=True)
def _note_handed(message: Message) -> bool:
    """Write that the server is going to be asked to accept the message; False when the lease has run out meanwhile."""
    now = timezone.now()
    own = Message.objects.filter(
        pk=message.pk, status=MessageStatus.SENDING, claimed_by=message.claimed_by, lease_until__gt=now
    )
    return bool(own.update(handed_at=now, lease_until=_lease()))


def _close_left(message: Message) -> Outcome:
    """What a dead worker left: safe to send again unless the server may have it already."""
    answer = (
        Answer(Outcome.UNCERTAIN, None, DIED_AFTER) if message.handed_at else Answer(Outcome.AWAY, None, DIED_BEFORE)
    )
    _record(message, answer)
    return answer.outcome


@transaction.atomic
def _record(message: Message, answer: Answer) -> None:
    """Write the outcome, with the attempt unless nothing was said of the message."""
    status, values = _consequence(message, answer)
    if not move(message, status, last_answer=answer.text, **values, **FREE):
        return  # somebody else has closed it meanwhile
    if answer.outcome != Outcome.AWAY:
        DeliveryAttempt.objects.create(message=message, outcome=status, code=answer.code, answer=answer.text)


def _consequence(message: Message, answer: Answer) -> tuple[MessageStatus, dict[str, Any]]:
    """State that the answer leads to, and values that go with it."""
    now, tried = timezone.now(), message.attempts + 1
    match answer.outcome:
        case Outcome.ACCEPTED:
            values = {"finished_at": now, "attempts": tried, "text": text_after_sending(message)}
            return MessageStatus.SENT, values
        case Outcome.REFUSED:
            return MessageStatus.REFUSED, {"finished_at": now, "attempts": tried, "handed_at": None}
        case Outcome.UNCERTAIN:
            return MessageStatus.UNCERTAIN, {"finished_at": now, "attempts": tried}
        case Outcome.AWAY:
            return MessageStatus.QUEUED, {"handed_at": None}
    if tried > len(DELAYS):
        return MessageStatus.GIVEN_UP, {"finished_at": now, "attempts": tried, "handed_at": None}
    due_at = now + timedelta(minutes=DELAYS[message.attempts])
    return MessageStatus.QUEUED, {"due_at": due_at, "attempts": tried, "handed_at": None}
