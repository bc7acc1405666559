"""Consents: to what, in which words, given and withdrawn when and how."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.actor import Actor
from opora.foundation.core.models import BaseModel
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.fields import EncryptedTextField

NEVER_CHANGED = "A wording never changes; write a new version."
WORDS = {"purpose", "number", "text", "sha256"}


class WordingQuerySet(models.QuerySet):
    """Versions whose words are only added and read."""

    def update(self, **values):
        if WORDS & set(values):
            raise TypeError(NEVER_CHANGED)
        return super().update(**values)


class ConsentWording(BaseModel):
    """Exact words of the consent of one purpose. A new wording is a new version; an old one never changes."""

    purpose = models.CharField(_("účel"), max_length=60)
    number = models.PositiveSmallIntegerField(_("číslo znění"))
    text = models.TextField(_("znění"))
    sha256 = models.CharField(_("otisk znění"), max_length=64, editable=False)
    written_by = models.CharField(_("napsal"), max_length=200)

    objects = WordingQuerySet.as_manager()

    class PersonalData:
        personal = {"written_by"}
        special: set[str] = set()
        impersonal = {"purpose", "number", "text", "sha256"}
        basis = "čl. 6/1 c) GDPR – doložení souhlasu (čl. 7/1)"
        retention = "privacy.proof"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("znění souhlasu")
        verbose_name_plural = _("znění souhlasů")
        ordering = ["purpose", "-number"]
        constraints = [models.UniqueConstraint(fields=["purpose", "number"], name="privacy_consentwording_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"

    def save(self, *args, **kwargs) -> None:
        """Only new versions: people consented to these very words."""
        if not self._state.adding:
            raise TypeError(NEVER_CHANGED)
        super().save(*args, **kwargs)


class ConsentQuerySet(models.QuerySet):
    """Named conditions on consents."""

    def visible_to(self, actor: Actor):
        """All of them for those who manage consents, none for others."""
        return self if actor.is_job or actor.has_right("privacy.manage_consents") else self.none()

    def in_force(self):
        """Consents that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(BaseModel):
    """One person's consent in one wording, to the use of data of one object; withdrawn as easily as given (čl. 7/3)."""

    wording = models.ForeignKey(ConsentWording, models.PROTECT, verbose_name=_("znění"), related_name="consents")
    subject_name = EncryptedTextField(_("jméno a příjmení"), blank=True)
    subject_email = EncryptedTextField(_("e-mail"), blank=True)
    subject_index = models.CharField(_("otisk e-mailu"), max_length=64, db_index=True, blank=True, editable=False)
    object_type = models.CharField(_("druh záznamu"), max_length=60, blank=True)
    object_id = models.CharField(_("číslo záznamu"), max_length=40, blank=True)
    given_at = models.DateTimeField(_("dán"), default=timezone.now)
    given_how = models.CharField(_("jak byl dán"), max_length=10, choices=Channel)
    recorded_by = models.CharField(_("zapsal"), max_length=200)
    withdrawn_at = models.DateTimeField(_("odvolán"), null=True, editable=False)
    withdrawn_how = models.CharField(_("jak byl odvolán"), max_length=10, choices=Channel, blank=True)

    objects = ConsentQuerySet.as_manager()

    class PersonalData:
        personal = {
            "wording", "subject_name", "subject_email", "subject_index", "object_type", "object_id", "recorded_by",
        }  # fmt: skip
        special: set[str] = set()
        impersonal = {"given_at", "given_how", "withdrawn_at", "withdrawn_how"}
        basis = "čl. 6/1 c) GDPR – doložení souhlasu (čl. 7/1)"
        retention = "privacy.consent"
        unreadable = {"subject_index"}

    class Meta:
        verbose_name = _("souhlas")
        verbose_name_plural = _("souhlasy")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="privacy_consent_object")]

    def __str__(self) -> str:
        return f"souhlas č. {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:consent", args=[self.pk])

    @property
    def is_in_force(self) -> bool:
        """True until it is withdrawn."""
        return self.withdrawn_at is None
