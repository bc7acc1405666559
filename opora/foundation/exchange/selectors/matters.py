"""What of the exchange waits for somebody."""

from collections.abc import Iterator
from datetime import timedelta

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
    ours, now = Package.objects.filter(direction=Direction.OUT), timezone.now()
    rejected = ours.filter(status=PackageStatus.REJECTED, finished_at__gte=now - RECENTLY).count()
    silent = ours.filter(status=PackageStatus.WAITING, updated_at__lt=now - LATE_AFTER).count()
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
