"""Messages for tests: written by the project's backend, delivered to a real server."""

from django.core.mail import EmailMessage

from opora.foundation.core.actor import Actor
from opora.foundation.messaging.models import Message
from opora.foundation.messaging.operations.delivery import deliver

JOB = Actor.job("zkouška")
JANA = "jana@opora.example"
OUTBOX = {"default": {"BACKEND": "opora.foundation.messaging.backend.OutboxBackend"}}


def written(subject: str = "Zkouška", text: str = "Žluťoučký kůň.\n", to: str = JANA, **values) -> Message:
    """One message in the outbox; `values` change its row."""
    letter = EmailMessage(subject, text, to=[to])
    letter.send()
    message = Message.objects.order_by("pk").last()
    if values:
        Message.objects.filter(pk=message.pk).update(**values)
        message.refresh_from_db()
    return message


def delivered(message: Message) -> Message:
    """The message after one run of the delivery, whenever its turn is."""
    Message.objects.filter(pk=message.pk, status="queued").update(due_at=message.created_at)
    deliver(actor=JOB)
    message.refresh_from_db()
    return message
