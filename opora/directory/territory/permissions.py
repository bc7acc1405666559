"""Who may change the territory."""

from typing import Any

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import permission


@permission("territory.load", "načíst území, PSČ a ukazatele ze souborů aplikace")
def load(actor: Actor, _target: Any) -> bool:
    """Only a command or a job of the system loads the territory."""
    return actor.is_job
