"""What mail servers returned: read from a folder (Maildir) into which the mail of our sender address is delivered."""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.messaging.models import DeliveryAttempt, Message
from opora.foundation.messaging.operations.states import move
from opora.foundation.messaging.operations.transport import without_addresses
from opora.foundation.messaging.selectors.bounces import Report, message_of, report_of

LONGEST = 1_000_000  # bytes; no report needs more
AT_ONCE = 500  # mails of one run
ARRIVED = (MessageStatus.SENT, MessageStatus.UNCERTAIN)
RETURNED, DELAYED, UNKNOWN = "returned", "delayed", "unknown"


def read_bounces(*, actor: Actor) -> dict[str, int]:
    """Read new mail of the folder and say of each message that it came back; how many did, wait on, or are not ours.

    Read mail moves to „cur“ and stays there. Without the folder nothing happens.
    """
    require(actor, "messaging.deliver")
    counts: Counter[str] = Counter()
    new, read = Path(settings.BOUNCES, "new"), Path(settings.BOUNCES, "cur")
    if not settings.BOUNCES or not new.is_dir():
        return {}
    for path in sorted(new.iterdir())[:AT_ONCE]:
        report = report_of(path.read_bytes()) if path.stat().st_size <= LONGEST else None
        counts[_note(report) if report else UNKNOWN] += 1
        path.rename(read / f"{path.name.partition(':')[0]}:2,S")
    return dict(counts)


@transaction.atomic
def _note(report: Report) -> str:
    """Write what the report says to the message it speaks of."""
    found = message_of(report)
    message = Message.objects.select_for_update().get(pk=found.pk) if found else None
    if message is None or message.status not in ARRIVED:
        return UNKNOWN
    words = without_addresses(report.text)
    if report.final:
        move(message, MessageStatus.RETURNED, last_answer=words, finished_at=timezone.now())
    elif report.grade == 2:  # delivered, says somebody who was not asked
        return UNKNOWN
    DeliveryAttempt.objects.create(message=message, outcome=message.status, answer=words)
    return RETURNED if report.final else DELAYED
