"""What is kept of messages under rules of retention, and what becomes of it."""

from functools import partial

from opora.foundation.messaging.models import DeliveryAttempt, Message, MessageTemplate, Preference
from opora.foundation.messaging.selectors.retention import answers_of_servers, delivered_messages
from opora.foundation.privacy.operations.retention import erase_rows, overwrite
from opora.foundation.privacy.selectors.holdings import ANONYMISED, Holding, named_since

FORGOTTEN = {
    "recipient": "", "recipient_index": "", "subject": "", "text": "", "headers": "", "target_id": "",
    "last_answer": "",
}  # fmt: skip
HOLDINGS = [
    Holding(
        "messaging.message",
        Message,
        delivered_messages,
        anonymise=partial(overwrite, Message, FORGOTTEN),
        subject=lambda message: message.recipient_index,
    ),
    Holding(
        "messaging.message",
        DeliveryAttempt,
        answers_of_servers,
        anonymise=partial(overwrite, DeliveryAttempt, {"answer": ""}),
        subject=lambda attempt: attempt.message.recipient_index,
    ),
    Holding(
        "privacy.proof",
        MessageTemplate,
        named_since(MessageTemplate, "written_by"),
        anonymise=partial(overwrite, MessageTemplate, {"written_by": ANONYMISED}),
    ),
]
UNHELD = {"messaging.preference": "maže se s účtem; u adresy bez účtu trvá, aby jí nechodilo, co nechce"}
erase_preferences = partial(erase_rows, Preference, by="user_id")
