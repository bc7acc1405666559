"""Append-only records of what was done and what was read, and blocks that seal them.

No foreign keys: the record outlives what it speaks of.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.actor import Actor

NEVER_CHANGED = "What was recorded is never changed nor deleted."


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are only added and read."""

    def update(self, **values):
        raise TypeError(NEVER_CHANGED)

    def _update(self, values, *args, **options):
        raise TypeError(NEVER_CHANGED)

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError(NEVER_CHANGED)

    def bulk_create(self, objs, *args, **options):
        if options.get("update_conflicts"):
            raise TypeError(NEVER_CHANGED)
        return super().bulk_create(objs, *args, **options)

    def delete(self):
        raise TypeError(NEVER_CHANGED)

    def _raw_delete(self, using):
        raise TypeError(NEVER_CHANGED)


class AppendOnly(models.Model):
    """Base of what is only added and read; `withhold_changes` in `receivers.py` says the same to PostgreSQL."""

    class Meta:
        abstract = True
        base_manager_name = "objects"  # what Django itself would write through

    def save(self, *args, **kwargs) -> None:
        """Only new rows: what was recorded is never changed."""
        if self.pk is not None:
            raise TypeError(NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(NEVER_CHANGED)


class RecordQuerySet(AppendOnlyQuerySet):
    """Named conditions on records."""

    def visible_to(self, actor: Actor):
        """An auditor of the region reads the whole instance, another one the records of the own organization."""
        if actor.is_job:
            return self
        if not actor.has_right("audit.read"):
            return self.none()
        if actor.membership.oversees_instance:
            return self
        return self.filter(organization_id=str(actor.membership.organization_id))


class Record(AppendOnly):
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

    objects = RecordQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        abstract = True


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

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("událost")
        verbose_name_plural = _("události")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_event_target"),
            models.Index(fields=["organization_id", "at"], name="audit_event_organization"),
            models.Index(fields=["actor_id", "at"], name="audit_event_actor"),
        ]

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

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("nahlédnutí")
        verbose_name_plural = _("nahlédnutí")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_read_target"),
            models.Index(fields=["organization_id", "at"], name="audit_read_organization"),
            models.Index(fields=["actor_id", "at"], name="audit_read_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.target_type} {self.target_id}"


class SealedBlock(AppendOnly):
    """A run of records under one hash that also holds the hash of the block before: a chain nobody can mend."""

    class Stream(models.TextChoices):
        EVENTS = "events", _("události")
        READS = "reads", _("nahlédnutí")

    stream = models.CharField(_("druh záznamů"), max_length=10, choices=Stream, editable=False)
    number = models.PositiveIntegerField(_("číslo bloku"), editable=False)
    sealed_at = models.DateTimeField(_("zapečetěno"), default=timezone.now, editable=False)
    records = models.TextField(_("čísla záznamů"), editable=False)  # „1-40,42“: a late transaction may come later
    digests = models.TextField(
        _("otisky záznamů"), editable=False
    )  # one behind another, so that a changed one is known
    count = models.PositiveIntegerField(_("počet záznamů"), editable=False)
    last_record = models.BigIntegerField(_("nejvyšší zapečetěné číslo"), editable=False)  # of all blocks up to this one
    previous_hash = models.CharField(_("otisk předchozího bloku"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("otisk"), max_length=64, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class PersonalData:
        none = "otisky záznamů"

    class Meta(AppendOnly.Meta):
        abstract = False
        verbose_name = _("zapečetěný blok")
        verbose_name_plural = _("zapečetěné bloky")
        ordering = ["stream", "number"]
        indexes = [models.Index(fields=["stream", "last_record"], name="audit_sealedblock_last_record")]
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="audit_sealedblock_one_per_number")]

    def __str__(self) -> str:
        return f"{self.stream} {self.number}"
