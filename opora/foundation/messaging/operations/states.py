"""The one way a message changes its state."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from opora.foundation.core.errors import OperationError
from opora.foundation.messaging.enums import TRANSITIONS, MessageStatus
from opora.foundation.messaging.models import Message

NO_WAY = "Se zprávou to teď udělat nejde, její stav je „{status}“."


def move(message: Message, status: MessageStatus, **values: Any) -> bool:
    """Move the row to a state that the table of transitions allows, with other values; False when it has changed since.

    It has not when it is still in the same state and in the hands of the same worker.
    """
    if status not in TRANSITIONS[message.status]:
        raise OperationError(NO_WAY.format(status=message.get_status_display()))
    same = Message.objects.filter(pk=message.pk, status=message.status, claimed_by=message.claimed_by)
    changed = same.update(status=status, version=F("version") + 1, updated_at=timezone.now(), **values)
    if changed:
        message.status, message.version = status, message.version + 1
        for name, value in values.items():
            setattr(message, name, value)
    return bool(changed)
