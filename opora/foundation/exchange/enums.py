"""Choices of packages of counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Whether the package was made here or came."""

    OUT = "out", _("odchozí")
    IN = "in", _("příchozí")


class PackageStatus(models.TextChoices):
    """State of a package on this side."""

    MADE = "made", _("vytvořen")
    WAITING = "waiting", _("čeká na odeslání")
    SENT = "sent", _("předán")
    ACCEPTED = "accepted", _("přijat")
    REJECTED = "rejected", _("odmítnut")


TRANSITIONS: dict[str, set[str]] = {
    PackageStatus.MADE: {PackageStatus.WAITING, PackageStatus.SENT},
    PackageStatus.WAITING: {PackageStatus.SENT, PackageStatus.ACCEPTED, PackageStatus.REJECTED},
    PackageStatus.SENT: {PackageStatus.ACCEPTED, PackageStatus.REJECTED},
    PackageStatus.ACCEPTED: set(),
    PackageStatus.REJECTED: set(),
}
