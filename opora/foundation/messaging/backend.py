"""The project's e-mail backend: Django's way of sending writes to the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from opora.foundation.messaging.operations import outbox


class OutboxBackend(BaseEmailBackend):
    """Messages become rows of the transaction that runs; they leave once it holds, and never when it does not."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return outbox.enqueue(email_messages)
