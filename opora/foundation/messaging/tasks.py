"""Background work of messages: delivery whenever something waits, undeliverable ones that come back."""

import logging

from django.tasks import task
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.schedule import periodic
from opora.foundation.messaging.operations import bounces, delivery, digests
from opora.foundation.messaging.selectors.digests import recipients_due
from opora.foundation.messaging.selectors.outbox import trouble

logger = logging.getLogger(__name__)


@periodic("* * * * *", "Odesílání zpráv")
@task
def deliver() -> dict[str, int]:
    """Send what waits; an operation that wrote a message calls for it too. Says in the log when the queue stands."""
    counts = delivery.deliver(actor=Actor.job("odesílání zpráv"))
    if since := trouble().since:
        logger.error("mail_queue_stands", extra={"minutes": int((timezone.now() - since).total_seconds() // 60)})
    return counts


@periodic("*/5 * * * *", "Čtení vrácených zpráv")
@task
def read_bounces() -> dict[str, int]:
    """Read what mail servers returned, where the deployment has a folder for it."""
    return bounces.read_bounces(actor=Actor.job("čtení vrácených zpráv"))


@periodic("0 * * * *", "Souhrny zpráv")
@task
def send_digests() -> int:
    """Have a digest sent to everybody whose time has come, each by itself; returns to how many."""
    due = recipients_due()
    for recipient_index in due:
        send_digest.enqueue(recipient_index)
    return len(due)


@task
def send_digest(recipient_index: str) -> int:
    """Put together what waits for one address; returns how many messages."""
    return digests.send_digest(recipient_index, actor=Actor.job("skládání souhrnů"))
