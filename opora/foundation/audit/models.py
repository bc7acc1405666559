"""Append-only records of what was done and what was read, and blocks that seal them.

No foreign keys: the record outlives what it speaks of.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NEVER_CHANGED = "What was recorded is never changed nor deleted."


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are only added and read."""

    def update(self, **values):
        raise TypeError(NEVER_CHANGED)

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError(NEVER_CHANGED)

    def delete(self):
        raise TypeError(NEVER_CHANGED)


class Record(models.Model):
    """Who, when, in which membership and request, on which object: ids, codes and names of fields, no values."""

    at = models.DateTimeField(_("kdy"), default=timezone.now, db_index=True, editable=False)
    actor_kind = models.CharField(_("druh původce"), max_length=10, editable=False)
    actor_id = models.CharField(_("číslo původce"), max_length=40, blank=True, editable=False)
    actor_label = models.CharField(_("původce"), max_length=200, editable=False)
    membership_id = models.CharField(_("členství"), max_length=40, blank=True, editable=False)
    organization_id = models.CharField(_("organizace"), max_length=40, blank=True, editable=False)
    target_type = models.CharField(_("druh předmětu"), max_length=80, blank=True, editable=False)
    target_id = models.CharField(_("číslo předmětu"), max_length=40, blank=True, editable=False)
    request_id = models.CharField(_("číslo požadavku"), max_length=32, blank=True, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Only new rows: what was recorded is never changed."""
        if self.pk is not None:
            raise TypeError(NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(NEVER_CHANGED)


class AuditEvent(Record):
    """One act."""

    action = models.CharField(_("úkon"), max_length=80, db_index=True, editable=False)
    data = models.JSONField(_("údaje"), default=dict, editable=False)

    class PersonalData:
        personal = {"actor_id", "actor_label", "membership_id"}
        special: set[str] = set()
        impersonal = {
            "at", "action", "actor_kind", "organization_id", "target_type", "target_id", "data", "request_id",
        }  # fmt: skip
        basis = "čl. 6/1 c) GDPR – doložení, kdo s údaji nakládal (čl. 5/2, čl. 32)"
        retention = "audit.event"

    class Meta:
        verbose_name = _("událost")
        verbose_name_plural = _("události")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_event_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class ReadEvent(Record):
    """One look at a person's record. The reason is there when somebody looked outside of their own work."""

    reason = models.CharField(_("důvod nahlédnutí"), max_length=300, blank=True, editable=False)

    class PersonalData:
        personal = {"actor_id", "actor_label", "membership_id", "target_id", "reason"}
        special: set[str] = set()
        impersonal = {"at", "actor_kind", "organization_id", "target_type", "request_id"}
        basis = "čl. 6/1 c) GDPR – doložení, kdo do záznamů o lidech nahlížel (čl. 5/2, čl. 32)"
        retention = "audit.event"

    class Meta:
        verbose_name = _("nahlédnutí")
        verbose_name_plural = _("nahlédnutí")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_read_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.target_type} {self.target_id}"


class SealedBlock(models.Model):
    """A run of records under one hash that also holds the hash of the block before: a chain nobody can mend."""

    class Stream(models.TextChoices):
        EVENTS = "events", _("události")
        READS = "reads", _("nahlédnutí")

    stream = models.CharField(_("druh záznamů"), max_length=10, choices=Stream, editable=False)
    number = models.PositiveIntegerField(_("číslo bloku"), editable=False)
    sealed_at = models.DateTimeField(_("zapečetěno"), default=timezone.now, editable=False)
    records = models.TextField(_("čísla záznamů"), editable=False)  # „1-40,42“: a late transaction may come later
    count = models.PositiveIntegerField(_("počet záznamů"), editable=False)
    last_record = models.BigIntegerField(_("nejvyšší číslo záznamu"), editable=False)
    previous_hash = models.CharField(_("otisk předchozího bloku"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("otisk"), max_length=64, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class PersonalData:
        none = "otisky záznamů"

    class Meta:
        verbose_name = _("zapečetěný blok")
        verbose_name_plural = _("zapečetěné bloky")
        ordering = ["stream", "number"]
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="audit_sealedblock_one_per_number")]

    def __str__(self) -> str:
        return f"{self.stream} {self.number}"

    save = Record.save
    delete = Record.delete
