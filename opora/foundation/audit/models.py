"""Append-only record of what was done. No foreign keys: the record outlives what it speaks of."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are only added and read."""

    def update(self, **values):
        raise TypeError("An audit event is never changed.")

    def delete(self):
        raise TypeError("An audit event is never deleted.")


class AuditEvent(models.Model):
    """One act: who, when, what, on which object; ids, codes and names of fields, never personal values."""

    at = models.DateTimeField(_("kdy"), default=timezone.now, db_index=True, editable=False)
    action = models.CharField(_("úkon"), max_length=80, db_index=True, editable=False)
    actor_kind = models.CharField(_("druh původce"), max_length=10, editable=False)
    actor_id = models.CharField(_("číslo původce"), max_length=40, blank=True, editable=False)
    actor_label = models.CharField(_("původce"), max_length=200, editable=False)
    membership_id = models.CharField(_("členství"), max_length=40, blank=True, editable=False)
    target_type = models.CharField(_("druh předmětu"), max_length=80, blank=True, editable=False)
    target_id = models.CharField(_("číslo předmětu"), max_length=40, blank=True, editable=False)
    data = models.JSONField(_("údaje"), default=dict, editable=False)
    request_id = models.CharField(_("číslo požadavku"), max_length=32, blank=True, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class PersonalData:
        personal = {"actor_id", "actor_label", "membership_id"}
        special: set[str] = set()
        impersonal = {"at", "action", "actor_kind", "target_type", "target_id", "data", "request_id"}
        basis = "čl. 6/1 c) GDPR – doložení, kdo s údaji nakládal (čl. 5/2, čl. 32)"
        retention = "audit.event"

    class Meta:
        verbose_name = _("událost")
        verbose_name_plural = _("události")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_event_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args, **kwargs) -> None:
        """Only new rows: what was recorded is never changed."""
        if self.pk is not None:
            raise TypeError("An audit event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An audit event is never deleted.")
