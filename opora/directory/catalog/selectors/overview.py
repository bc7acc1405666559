"""How big the register is, for the home page and the page about Opora."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.kind_pages import newest_source
from opora.foundation.core.actor import Actor

REGISTERED = Q(scope=RegisterScope.RPSS)


@dataclass(frozen=True)
class Overview:
    """Services of the register and their providers, services beside it; source of the register, and its day.

    Those that have not ended, as search shows them; no samples.
    """

    services: int
    providers: int
    unregistered: int
    source: str
    as_of: date | None


def overview(*, actor: Actor) -> Overview:
    """What is here today, in two queries."""
    counts = Service.objects.visible_to(actor).not_ended().filter(is_sample=False).aggregate(
        services=Count("pk", filter=REGISTERED),
        providers=Count("provider", filter=REGISTERED, distinct=True),
        unregistered=Count("pk", filter=~REGISTERED),
    )  # fmt: skip
    source, as_of = newest_source(actor=actor)
    return Overview(**counts, source=source, as_of=as_of)
