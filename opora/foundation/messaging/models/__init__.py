"""Models of messages: the outbox, wording edited by organizations, preferences of people."""

from opora.foundation.messaging.models.messages import DeliveryAttempt, Message
from opora.foundation.messaging.models.wording import MessageTemplate, Preference, wording_owner

__all__ = ["DeliveryAttempt", "Message", "MessageTemplate", "Preference", "wording_owner"]
