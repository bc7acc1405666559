"""How big the register is, for the home page and the page about Opora."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from opora.directory.catalog.models import Service
from opora.foundation.core.actor import Actor


@dataclass(frozen=True)
class Overview:
    """Counts of services and providers active today without samples; the newest source and its day, if there is any."""

    services: int
    providers: int
    source: str
    as_of: date | None


def overview(*, actor: Actor) -> Overview:
    """What the register holds today, in two queries."""
    rows = Service.objects.visible_to(actor).active().filter(is_sample=False)
    counts = rows.aggregate(services=Count("pk"), providers=Count("provider", distinct=True))
    newest = rows.order_by("-as_of").values_list("source", "as_of").first()
    source, as_of = newest or ("", None)
    return Overview(counts["services"], counts["providers"], source, as_of)
