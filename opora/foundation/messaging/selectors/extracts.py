"""What messages hold of a person, for the extract; links that open somebody's page are left out of texts."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from opora.foundation.core.registries import message_categories, notifications
from opora.foundation.messaging.models import DeliveryAttempt, Message, Preference
from opora.foundation.messaging.selectors.outbox import without_links
from opora.foundation.messaging.selectors.titles import Titles
from opora.foundation.privacy.selectors.sources import ExtractSource, Subject


def messages_to(subject: Subject) -> "QuerySet[Message]":
    """Messages to the address."""
    return Message.objects.filter(recipient_index=subject.index).order_by("pk")


def _message(message: Message) -> Mapping[str, Any]:
    return {
        "vytvořena": message.created_at,
        "druh zprávy": Titles(notifications).get(message.notification, message.notification),
        "komu": message.recipient,
        "předmět": message.subject,
        "text zprávy": without_links(message.text or ""),
        "stav": message.get_status_display(),
    }


def attempts_to(subject: Subject) -> "QuerySet[DeliveryAttempt]":
    """What servers answered to messages to the address."""
    return DeliveryAttempt.objects.filter(message__recipient_index=subject.index)


def _attempt(attempt: DeliveryAttempt) -> Mapping[str, Any]:
    return {"kdy": attempt.at, "výsledek": attempt.get_outcome_display(), "odpověď serveru": attempt.answer}


def preferences_of(subject: Subject) -> "QuerySet[Preference]":
    """What the person wants to be told of: by the account, or by the address."""
    found = Preference.objects.filter(Q(user__in=subject.accounts) | Q(recipient_index=subject.index))
    return found.select_related("user").order_by("pk")


def _preference(preference: Preference) -> Mapping[str, Any]:
    titles = Titles(message_categories)
    return {
        "druh zpráv": titles.get(preference.category, preference.category),
        "jak často": preference.get_frequency_display(),
    }


SOURCES = [
    ExtractSource("messaging.Message", "Zprávy", messages_to, values=_message),
    ExtractSource("messaging.DeliveryAttempt", "Pokusy o doručení", attempts_to, values=_attempt),
    ExtractSource("messaging.Preference", "Předvolby zpráv", preferences_of, values=_preference),
]
