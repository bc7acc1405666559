"""What messages do when something below them changes."""

from typing import Any

from django.dispatch import receiver

from opora.foundation.core.actor import Actor
from opora.foundation.messaging.operations.consents import forget_messages
from opora.foundation.privacy.models import Consent
from opora.foundation.privacy.selectors.consents import consent_withdrawn


@receiver(consent_withdrawn)
def erase_messages(consent: Consent, actor: Actor, **_event: Any) -> None:
    """The address stands on the consent alone, so it goes from messages too."""
    if consent.subject_index and consent.object_id:
        forget_messages(consent, actor=actor)
