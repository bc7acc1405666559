"""Signed packages of counts between instances. They hold numbers by territory and period, never rows of people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.models import BaseModel
from opora.foundation.exchange.enums import Direction, PackageStatus


class Peer(BaseModel):
    """Another instance: its public key, by which its packages are known, and the address that takes ours."""

    name = models.CharField(_("název"), max_length=200)
    key_id = models.CharField(_("označení klíče"), max_length=16, unique=True)
    public_key = models.CharField(_("veřejný klíč"), max_length=64)  # Ed25519, 32 bytes in base64
    address = models.URLField(_("adresa pro příjem"), blank=True)  # empty: packages go by file only
    receives_from = models.BooleanField(_("přijímáme od ní"), default=True)
    sends_to = models.BooleanField(_("posíláme jí"), default=False)
    ended_at = models.DateTimeField(_("ukončeno"), null=True, editable=False)

    class PersonalData:
        none = "jiná instance systému, ne člověk"

    class Meta:
        verbose_name = _("protistrana")
        verbose_name_plural = _("protistrany")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Package(BaseModel):
    """One package: who counted what by which method, for which territory and period, and its signature.

    `body` is the canonical JSON that was signed, byte for byte; the columns beside it repeat its head for lists.
    """

    uuid = models.UUIDField(_("označení balíku"))
    direction = models.CharField(_("směr"), max_length=3, choices=Direction)
    peer = models.ForeignKey(
        Peer, models.PROTECT, verbose_name=_("protistrana"), null=True, blank=True, related_name="packages"
    )
    sender = models.CharField(_("odesílatel"), max_length=200)
    countable = models.CharField(_("co se počítalo"), max_length=60)
    method_version = models.CharField(_("verze metodiky"), max_length=20)
    territory_code = models.CharField(_("kód kraje"), max_length=10)
    period_from = models.DateField(_("období od"))
    period_to = models.DateField(_("období do"))
    body = models.TextField(_("obsah"))
    signature = models.CharField(_("podpis"), max_length=100)
    key_id = models.CharField(_("označení klíče"), max_length=16)
    status = models.CharField(_("stav"), max_length=10, choices=PackageStatus)
    reasons = models.JSONField(_("důvody odmítnutí"), default=list, blank=True)
    how = models.CharField(_("cesta"), max_length=10, blank=True)  # file or http
    finished_at = models.DateTimeField(_("předáno nebo přijato"), null=True, blank=True)

    class PersonalData:
        none = "počty za území a období, malé se neuvádějí; nikdy řádky lidí"

    class Meta:
        verbose_name = _("balík počtů")
        verbose_name_plural = _("balíky počtů")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["uuid", "direction"], name="exchange_package_once"),
            models.CheckConstraint(condition=Q(period_from__lte=models.F("period_to")), name="exchange_package_period"),
        ]

    def __str__(self) -> str:
        return f"{self.countable} {self.period_from:%Y-%m-%d}–{self.period_to:%Y-%m-%d}"
