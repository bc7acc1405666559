"""Rows of the outbox: writing them, and what staff decide about messages that did not arrive."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require
from opora.foundation.core.web import enqueue as enqueue_task
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.messaging.models import Message
from opora.foundation.messaging.operations.states import move
from opora.foundation.messaging.selectors.outbox import text_after_sending
from opora.foundation.privacy.selectors.subjects import email_index

BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")  # what ends a line of a header for any reader of mail
HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
BROKEN = "Zprávu nejde poslat: v předmětu, adrese ani hlavičce nesmí být konec řádku."
NO_ADDRESS = "Zprávu nejde poslat: adresa příjemce není platný e-mail."
PLAIN_ONLY = "Zprávu nejde poslat: přílohy se e-mailem neposílají."
NO_TEXT = "Text zprávy už byl po odeslání smazán. Pošlete ji znovu z místa, kde vznikla."
READY = "READY"


class LetterError(OperationError, ValueError):
    """The message cannot be sent as it is; nothing was written. Django expects ValueError for a broken header."""


def enqueue(letters: Iterable[EmailMessage]) -> int:
    """Write one row for each address of each message into the running transaction and have them sent once it holds.

    Returns how many messages there were. Raises LetterError before anything is written.
    """
    letters = list(letters)
    rows = [row for letter in letters for row in _rows(letter)]
    for row in rows:
        row.save(force_insert=True)
    if any(row.status == MessageStatus.QUEUED for row in rows):
        transaction.on_commit(wake)
    return len(letters)


def wake() -> None:
    """Have the queue delivered soon, unless that waits to be done already."""
    if not DBTaskResult.objects.filter(status=READY, task_path="opora.foundation.messaging.tasks.deliver").exists():
        enqueue_task("messaging.deliver")


def _rows(letter: EmailMessage) -> list[Message]:
    """Checked rows of one message, not yet written."""
    headers = {name: value for name, value in letter.extra_headers.items() if name.lower() != "message-id"}
    if letter.reply_to:
        headers["Reply-To"] = ", ".join(letter.reply_to)
    if letter.attachments:
        raise LetterError(PLAIN_ONLY)
    parts = [letter.subject, letter.from_email, *letter.recipients(), *headers.values()]
    if any(BREAK.search(str(part)) for part in parts) or not all(map(HEADER_NAME.fullmatch, headers)):
        raise LetterError(BROKEN)
    common = {
        "subject": str(letter.subject),
        "text": str(letter.body),
        "sender": letter.from_email,
        "headers": json.dumps(headers, ensure_ascii=False) if headers else "",
        **_about(letter),
    }
    return [_row(address, common) for address in letter.recipients()]


def _about(letter: EmailMessage) -> dict[str, Any]:
    """What the message speaks of and when it may go; ordinary messages of Django know nothing of it."""
    told = {name: getattr(letter, name, "") for name in ("notification", "target_type", "target_id", "organization_id")}
    told["status"] = getattr(letter, "status", "") or MessageStatus.QUEUED
    if told["status"] == MessageStatus.WITHHELD:
        told["finished_at"] = timezone.now()  # its term begins: nothing more happens to it
    due_at = getattr(letter, "due_at", None)
    return told | ({"due_at": due_at} if due_at else {})


def _row(address: str, common: dict[str, Any]) -> Message:
    try:
        validate_email(address)
    except ValidationError as error:
        raise LetterError(NO_ADDRESS) from error
    domain = urlsplit(settings.PUBLIC_URL).hostname
    message_id = f"<{uuid4().hex}@{domain}>"
    return Message(recipient=address, recipient_index=email_index(address), message_id=message_id, **common)


@transaction.atomic
def retry_message(message: Message, *, version: int, actor: Actor) -> Message:
    """Put a message that did not arrive into the queue again under its Message-ID. The second click changes nothing.

    Raises OperationError when it arrived or its text is gone, StaleError when it has changed since.
    """
    require(actor, "messaging.retry_message", message)
    fresh = _locked(message)
    if fresh.status in {MessageStatus.QUEUED, MessageStatus.SENDING} and fresh.version != version:
        return fresh
    _check_version(fresh, version)
    if not fresh.text:
        raise OperationError(NO_TEXT)
    move(fresh, MessageStatus.QUEUED, due_at=timezone.now(), attempts=0, handed_at=None, finished_at=None)
    log.record("messaging.retried", actor=actor, target=fresh)
    transaction.on_commit(wake)
    return fresh


@transaction.atomic
def consider_sent(message: Message, *, version: int, actor: Actor) -> Message:
    """Close a message of which nobody knows whether it left: it is not sent again. The second click changes nothing."""
    require(actor, "messaging.retry_message", message)
    fresh = _locked(message)
    if fresh.status == MessageStatus.SENT:
        return fresh
    _check_version(fresh, version)
    move(fresh, MessageStatus.SENT, finished_at=timezone.now(), text=text_after_sending(fresh))
    log.record("messaging.considered_sent", actor=actor, target=fresh)
    return fresh


@transaction.atomic
def notice_message(message: Message, *, actor: Actor) -> Message:
    """Say that somebody deals with a message that did not arrive, so that nobody is called to it any more."""
    require(actor, "messaging.retry_message", message)
    fresh = _locked(message)
    if fresh.failed and fresh.noticed_at is None:
        fresh.noticed_at = timezone.now()
        fresh.save_fresh("noticed_at", version=fresh.version)
        log.record("messaging.noticed", actor=actor, target=fresh)
    return fresh


def _locked(message: Message) -> Message:
    return Message.objects.select_for_update().get(pk=message.pk)


def _check_version(message: Message, version: int) -> None:
    if message.version != version:
        raise StaleError(STALE)
