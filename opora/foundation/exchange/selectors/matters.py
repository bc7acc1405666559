"""What of the exchange waits for somebody."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.exchange.enums import Direction, PackageStatus
from opora.foundation.exchange.models import Package

LATE_AFTER = timedelta(hours=1)
RECENTLY = timedelta(days=30)


def unsettled(_actor: Actor) -> Iterator[Matter]:
    """Packages of ours that were rejected lately, and those that nobody answers."""
    now = timezone.now()
    refused = Q(status=PackageStatus.REJECTED, finished_at__gte=now - RECENTLY)
    unanswered = Q(status=PackageStatus.WAITING, updated_at__lt=now - LATE_AFTER)
    ours = Package.objects.filter(refused | unanswered, direction=Direction.OUT)
    statuses = list(ours.values_list("status", flat=True))
    rejected, silent = statuses.count(PackageStatus.REJECTED), statuses.count(PackageStatus.WAITING)
    if rejected:
        yield Matter(
            f"Odmítnuto: {counted(rejected, 'balík počtů,balíky počtů,balíků počtů')}", reverse("exchange:packages")
        )
    if silent:
        words = counted(silent, "balík počtů,balíky počtů,balíků počtů")
        yield Matter(f"Bez odpovědi déle než hodinu: {words}", reverse("exchange:packages"))


def waiting_words(actor: Actor) -> str:
    """What stands on the hub of administration."""
    return "; ".join(matter.text for matter in unsettled(actor))
