"""What the catalogue does when something below it changes."""

from typing import Any

from django.dispatch import receiver

from opora.directory.catalog.operations.error_reports import forget_reporter
from opora.directory.catalog.operations.search_words import forget_columns
from opora.directory.catalog.selectors.error_reports import ANSWER
from opora.directory.territory.operations import territory_loaded
from opora.foundation.core.actor import Actor
from opora.foundation.privacy.models import Consent
from opora.foundation.privacy.selectors.consents import consent_withdrawn


@receiver(territory_loaded)
def forget_positions(actor: Actor, **_event: Any) -> None:
    """Positions of obce and what lies in what are remembered with the columns of search."""
    forget_columns(actor=actor)


@receiver(consent_withdrawn)
def erase_address(consent: Consent, actor: Actor, **_event: Any) -> None:
    """The e-mail of a reporter stands on the consent alone."""
    if consent.wording.purpose == ANSWER:
        forget_reporter(consent, actor=actor)
