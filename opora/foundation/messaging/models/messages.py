"""The outbox: one row for one message to one address, written in the transaction of what it tells."""

import json

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.actor import Actor
from opora.foundation.core.models import BaseModel
from opora.foundation.messaging.enums import FAILED, MessageStatus
from opora.foundation.privacy.fields import EncryptedTextField

BASIS = "čl. 6/1 e) GDPR – výkon úkolu ve veřejném zájmu; doložení, co komu odešlo"


class MessageQuerySet(models.QuerySet):
    """Named conditions on messages."""

    def visible_to(self, actor: Actor):
        """Messages are the matter of the whole instance: who watches them sees all, nobody else any."""
        return self if actor.is_job or actor.has_right("messaging.read_outbox") else self.none()

    def due(self):
        """Those whose turn has come, the longest waiting first."""
        return self.filter(status=MessageStatus.QUEUED, due_at__lte=timezone.now()).order_by("due_at", "pk")

    def left_by_dead_workers(self):
        """Those that a worker took and never gave back."""
        return self.filter(status=MessageStatus.SENDING, lease_until__lt=timezone.now())


class Message(BaseModel):
    """One message to one address. Address and text are encrypted: texts hold links that open somebody's page.

    `notification` is the code under which its kind is registered, `target` what it speaks of; by both the delivery asks
    whether it is still needed. `lease_until` belongs to the worker named in `claimed_by`; `handed_at` is written just
    before the server is asked to accept it, so that after a death of the worker it is known what may have left.
    """

    notification = models.CharField(_("druh zprávy"), max_length=60, db_index=True)
    organization_id = models.CharField(_("číslo organizace"), max_length=20, blank=True)
    target_type = models.CharField(_("čeho se týká"), max_length=60, blank=True)
    target_id = models.CharField(_("číslo předmětu"), max_length=40, blank=True)
    recipient = EncryptedTextField(_("komu"))
    recipient_index = models.CharField(_("otisk adresy"), max_length=64, db_index=True, editable=False)
    sender = models.CharField(_("odesílatel"), max_length=320)
    subject = EncryptedTextField(_("předmět"), blank=True)
    text = EncryptedTextField(_("text zprávy"), blank=True)
    headers = EncryptedTextField(_("další hlavičky"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True, editable=False)
    status = models.CharField(_("stav"), max_length=10, choices=MessageStatus, default=MessageStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("pokusů"), default=0)
    due_at = models.DateTimeField(_("na řadě"), default=timezone.now)
    claimed_by = models.CharField(_("odesílá"), max_length=60, blank=True)
    lease_until = models.DateTimeField(_("zabráno do"), null=True)
    handed_at = models.DateTimeField(_("předáno serveru"), null=True)
    finished_at = models.DateTimeField(_("konec"), null=True)
    last_answer = models.CharField(_("poslední odpověď serveru"), max_length=300, blank=True)
    noticed_at = models.DateTimeField(_("vzato na vědomí"), null=True)
    digest = models.ForeignKey("self", models.PROTECT, verbose_name=_("souhrn"), null=True, related_name="parts")

    objects = MessageQuerySet.as_manager()

    class PersonalData:
        personal = {"recipient", "recipient_index", "subject", "text", "headers", "target_id", "last_answer"}
        special: set[str] = set()
        impersonal = {
            "notification", "organization_id", "target_type", "sender", "message_id", "status", "attempts",
            "due_at", "claimed_by", "lease_until", "handed_at", "finished_at", "noticed_at",
            "digest",
        }  # fmt: skip
        basis = BASIS
        retention = "messaging.message"
        unreadable = {"recipient_index"}

    class Meta:
        verbose_name = _("zpráva")
        verbose_name_plural = _("zprávy")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "due_at"], name="messaging_message_due"),
            models.Index(fields=["target_type", "target_id"], name="messaging_message_target"),
        ]

    def __str__(self) -> str:
        return f"zpráva č. {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("messaging:message", args=[self.pk])

    @property
    def extra_headers(self) -> dict[str, str]:
        """Headers beyond the usual ones, by their names."""
        return json.loads(self.headers) if self.headers else {}

    @property
    def failed(self) -> bool:
        """True when it did not arrive, or may not have."""
        return self.status in FAILED


class DeliveryAttempt(models.Model):
    """One attempt to hand a message over, and what the server said."""

    message = models.ForeignKey(Message, models.CASCADE, verbose_name=_("zpráva"), related_name="history")
    at = models.DateTimeField(_("kdy"), default=timezone.now)
    outcome = models.CharField(_("výsledek"), max_length=10, choices=MessageStatus)
    code = models.PositiveSmallIntegerField(_("kód odpovědi"), null=True)
    answer = models.CharField(_("odpověď serveru"), max_length=300, blank=True)

    class PersonalData:
        personal = {"answer"}
        special: set[str] = set()
        impersonal = {"message", "at", "outcome", "code"}
        basis = BASIS
        retention = "messaging.message"

    class Meta:
        verbose_name = _("pokus o doručení")
        verbose_name_plural = _("pokusy o doručení")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M}"
