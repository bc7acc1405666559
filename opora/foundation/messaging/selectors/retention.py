"""Messages past their term; `before` is when it began at latest."""

from datetime import datetime

from django.db.models import F, QuerySet

from opora.foundation.messaging.models import DeliveryAttempt, Message


def delivered_messages(before: datetime) -> "QuerySet[Message]":
    """Messages sent or given up, that still say to whom."""
    over = Message.objects.filter(finished_at__lt=before).exclude(recipient_index="")
    return over.annotate(since=F("finished_at"))


def answers_of_servers(before: datetime) -> "QuerySet[DeliveryAttempt]":
    """What servers answered to attempts at messages sent or given up: answers often repeat the address."""
    over = DeliveryAttempt.objects.filter(message__finished_at__lt=before).exclude(answer="")
    return over.select_related("message").annotate(since=F("message__finished_at"))
