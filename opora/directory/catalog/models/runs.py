"""Runs of the import: what came, what changed, what was refused and why."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import ChangeKind, RegisterScope, RunStatus
from opora.foundation.core.dates import czech_date
from opora.foundation.core.models import BaseModel
from opora.foundation.documents.models import StoredFile


class ImportRun(BaseModel):
    """One reading of the register from a file or an address. At most one runs at a time."""

    scope = models.CharField(_("okruh"), max_length=10, choices=RegisterScope, default=RegisterScope.RPSS)
    status = models.CharField(_("stav"), max_length=10, choices=RunStatus, default=RunStatus.RUNNING)
    reason = models.TextField(_("důvod"), blank=True)
    source = models.CharField(_("zdroj"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("soubor"), null=True, related_name="+")
    started_by = models.CharField(_("spustil"), max_length=200)
    as_of = models.DateField(_("stav registru ke dni"))
    dry_run = models.BooleanField(_("jen nanečisto"), default=False)
    seat_addresses = models.BooleanField(_("adresy zařízení jsou sídla poskytovatele"), default=False)
    confirmed = models.BooleanField(_("potvrzeno přes pojistku"), default=False)
    process = models.CharField(_("proces"), max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(_("přečteno procent"), default=0)
    heartbeat_at = models.DateTimeField(_("poslední známka života"), default=timezone.now)
    finished_at = models.DateTimeField(_("skončil"), null=True)
    read = models.PositiveIntegerField(_("přečteno"), default=0)
    services = models.PositiveIntegerField(_("služeb v souboru"), default=0)
    added = models.PositiveIntegerField(_("nových"), default=0)
    changed = models.PositiveIntegerField(_("změněných"), default=0)
    ended = models.PositiveIntegerField(_("ukončených"), default=0)
    returned = models.PositiveIntegerField(_("vrácených"), default=0)
    unchanged = models.PositiveIntegerField(_("beze změny"), default=0)
    rejected = models.PositiveIntegerField(_("odmítnutých řádků"), default=0)
    warnings = models.JSONField(_("upozornění"), default=list)
    seconds = models.FloatField(_("trvání v sekundách"), null=True)
    # by these three a file read before is known without reading it again
    fingerprint = models.CharField(_("otisk souboru a způsobu čtení"), max_length=64, blank=True, db_default="")
    state = models.CharField(_("otisk zapsaných služeb"), max_length=64, blank=True, db_default="")
    turns_on = models.DateField(_("den, kdy se čtení téhož souboru změní"), null=True)

    class PersonalData:
        personal = {"started_by"}
        special: set[str] = set()
        impersonal = {
            "scope", "status", "reason", "source", "file", "as_of", "dry_run", "seat_addresses", "confirmed",
            "process", "percent", "heartbeat_at", "finished_at", "read", "services",
            "added", "changed", "ended", "returned", "unchanged", "rejected", "warnings", "seconds",
            "fingerprint", "state", "turns_on",
        }  # fmt: skip
        basis = "čl. 6/1 e) GDPR – doložení změn veřejného registru"
        retention = "catalog.import_run"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("načtení registru")
        verbose_name_plural = _("načtení registru")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["status"], condition=Q(status="running"), name="catalog_importrun_one_runs")
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {czech_date(self.created_at)}"


class StagedService(models.Model):
    """A row of the file waiting outside the live tables until the whole file is read."""

    run = models.ForeignKey(ImportRun, models.CASCADE, verbose_name=_("načtení"), related_name="staged")
    identifier = models.CharField(_("identifikátor"), max_length=20)
    content_hash = models.CharField(_("otisk obsahu"), max_length=64)
    payload = models.JSONField(_("obsah"))
    search = models.JSONField(_("řádek hledání"), default=dict)

    class PersonalData:
        none = "veřejný registr poskytovatelů; utajené adresy se neukládají"

    class Meta:
        verbose_name = _("připravený řádek registru")
        verbose_name_plural = _("připravené řádky registru")
        constraints = [models.UniqueConstraint(fields=["run", "identifier"], name="catalog_stagedservice_once_per_run")]

    def __str__(self) -> str:
        return self.identifier


class ServiceChange(models.Model):
    """What a run or a person did to one service, or why a run refused a row; never an address that is secret."""

    run = models.ForeignKey(ImportRun, models.CASCADE, verbose_name=_("načtení"), null=True, related_name="changes")
    at = models.DateTimeField(_("kdy"), db_default=Now())
    made_by = models.CharField(_("kdo"), max_length=200, blank=True, db_default="")  # empty: the import
    kind = models.CharField(_("co se stalo"), max_length=10, choices=ChangeKind)
    identifier = models.CharField(_("identifikátor"), max_length=20, blank=True, db_index=True)
    fields = models.JSONField(_("změněná pole"), default=list)
    # [{"field": "capacity", "before": […], "after": […]}]: lines of text as people read them, nothing secret
    details = models.JSONField(_("hodnoty před a po"), default=list, db_default=Value([], models.JSONField()))
    pointer = models.CharField(_("místo v souboru"), max_length=200, blank=True)
    message = models.TextField(_("vysvětlení"), blank=True)

    class PersonalData:
        personal = {"made_by"}
        special: set[str] = set()
        impersonal = {"run", "at", "kind", "identifier", "fields", "details", "pointer", "message"}
        basis = "čl. 6/1 e) GDPR – doložení změn veřejného registru"
        retention = "catalog.import_run"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("změna služby")
        verbose_name_plural = _("změny služeb")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.identifier}: {self.get_kind_display()}"
