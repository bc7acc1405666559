"""What the catalogue does when something below it changes."""

from typing import Any

from django.dispatch import receiver

from opora.directory.catalog.operations.search_words import forget_columns
from opora.directory.territory.operations import territory_loaded
from opora.foundation.core.actor import Actor


@receiver(territory_loaded)
def forget_positions(actor: Actor, **_event: Any) -> None:
    """Positions of obce and what lies in what are remembered with the columns of search."""
    forget_columns(actor=actor)
