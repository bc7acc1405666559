"""Messages that stood on a consent."""

from django.db import transaction
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.messaging.models import Message
from opora.foundation.messaging.operations.holdings import FORGOTTEN
from opora.foundation.privacy.models import Consent

WAITING = (MessageStatus.QUEUED, MessageStatus.DIGEST)


@transaction.atomic
def forget_messages(consent: Consent, *, actor: Actor) -> None:
    """Erase address and text of messages about the object of a withdrawn consent; those that wait will not go.

    One that a worker holds just now is left to its term.
    """
    require(actor, "privacy.withdraw_consent", consent)
    about = Message.objects.filter(
        target_type=consent.object_type, target_id=consent.object_id, recipient_index=consent.subject_index
    )
    about.filter(status__in=WAITING).update(status=MessageStatus.OBSOLETE, finished_at=timezone.now(), **FORGOTTEN)
    about.exclude(status=MessageStatus.SENDING).update(**FORGOTTEN)
