"""Putting messages that wait together into one."""

from django.db import transaction
from django.utils import timezone

from opora.foundation.accounts.models import User
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import notify
from opora.foundation.core.permissions import require
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.core.text import plain_email
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.messaging.models import Message
from opora.foundation.messaging.notifications import DIGEST_LETTER
from opora.foundation.messaging.operations.states import move
from opora.foundation.messaging.selectors.digests import in_one_text, verdict


@transaction.atomic
def send_digest(recipient_index: str, *, actor: Actor) -> int:
    """Send one message with all parts of the address whose time has come; returns how many it has.

    Obsolete and refused parts are left out; without any other nothing is sent. A second run finds no parts.
    """
    require(actor, "messaging.prepare")
    waiting = Message.objects.filter(
        status=MessageStatus.DIGEST, recipient_index=recipient_index, due_at__lte=timezone.now()
    )
    verdicts = {part: verdict(part) for part in waiting.order_by("pk").select_for_update()}
    parts = [part for part, status in verdicts.items() if status == MessageStatus.IN_DIGEST]
    digest = _send(parts) if parts else None
    for part, status in verdicts.items():
        move(part, status, digest=digest if part in parts else None, text="", finished_at=timezone.now())
    return len(parts)


def _send(parts: list[Message]) -> Message | None:
    """The digest as it stands in the outbox; None where there is none (the mail goes at once)."""
    address = parts[0].recipient
    user = User.objects.filter(email=plain_email(address)).first()
    values = {
        "osloveni": user.salutation if user else "",
        "pocet": counted(len(parts), "zpráva,zprávy,zpráv"),
        "zpravy": in_one_text(parts),
    }
    notify(DIGEST_LETTER.code, address, values)
    sent = Message.objects.filter(notification=DIGEST_LETTER.code, recipient_index=parts[0].recipient_index)
    return sent.order_by("-pk").first()
