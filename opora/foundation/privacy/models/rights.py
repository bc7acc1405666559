"""What people ask about their data, extracts made for them, and processing they had restricted."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.actor import Actor
from opora.foundation.core.models import BaseModel
from opora.foundation.privacy.enums import EXTRACT_TRANSITIONS, Channel, ExtractStatus, RequestKind, RequestStatus
from opora.foundation.privacy.fields import EncryptedTextField

BASIS = "čl. 6/1 c) GDPR – vyřízení žádosti subjektu údajů (čl. 12 až 22)"


class RightsQuerySet(models.QuerySet):
    """The gate to all rows of this module: they are seen by those who handle requests."""

    def visible_to(self, actor: Actor):
        """All rows for those who handle requests, none for others."""
        return self if actor.is_job or actor.has_right("privacy.handle_request") else self.none()


class DataRequest(BaseModel):
    """A person's request by čl. 15–22 GDPR; a month to answer it (čl. 12/3)."""

    kind = models.CharField(_("čeho se žádá"), max_length=15, choices=RequestKind)
    subject_name = EncryptedTextField(_("jméno a příjmení"))
    subject_email = EncryptedTextField(_("e-mail"))
    subject_index = models.CharField(_("otisk e-mailu"), max_length=64, db_index=True, editable=False)
    received_on = models.DateField(_("přijato dne"))
    due_on = models.DateField(_("vyřídit do"))
    channel = models.CharField(_("jak žádost přišla"), max_length=10, choices=Channel)
    proof = models.CharField(_("jak byla ověřena totožnost"), max_length=300)
    text = EncryptedTextField(_("co člověk žádá"), blank=True)
    status = models.CharField(
        _("stav"), max_length=10, choices=RequestStatus, default=RequestStatus.RECEIVED, db_index=True
    )
    outcome = EncryptedTextField(_("jak bylo vyřízeno"), blank=True)
    recorded_by = models.CharField(_("zapsal"), max_length=200)
    decided_by = models.CharField(_("vyřídil"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("vyřízeno"), null=True, editable=False)

    objects = RightsQuerySet.as_manager()

    class PersonalData:
        personal = {
            "kind", "subject_name", "subject_email", "subject_index", "proof", "text", "outcome", "recorded_by",
            "decided_by",
        }  # fmt: skip
        special: set[str] = set()
        impersonal = {"received_on", "due_on", "channel", "status", "decided_at"}
        unreadable = {"subject_index"}
        basis = BASIS
        retention = "privacy.request"

    class Meta:
        verbose_name = _("žádost o údaje")
        verbose_name_plural = _("žádosti o údaje")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} č. {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """True until it is settled."""
        return self.status == RequestStatus.RECEIVED


class Extract(BaseModel):
    """Everything Opora holds of one person, frozen as a draft; one person hides what concerns others, another approves.

    `content` is JSON: sections of rows of fields; `hidden` is JSON: which field of which row is hidden, and why.
    """

    request = models.ForeignKey(DataRequest, models.PROTECT, verbose_name=_("žádost"), related_name="extracts")
    status = models.CharField(
        _("stav"), max_length=12, choices=ExtractStatus, default=ExtractStatus.DRAFT, db_index=True
    )
    content = EncryptedTextField(_("obsah"), blank=True)
    hidden = EncryptedTextField(_("co je skryto a proč"), blank=True)
    prepared_by = models.CharField(_("připravil"), max_length=200)
    prepared_by_id = models.CharField(_("číslo účtu, který připravil"), max_length=20)
    submitted_at = models.DateTimeField(_("předloženo"), null=True, editable=False)
    approved_by = models.CharField(_("schválil"), max_length=200, blank=True)
    approved_by_id = models.CharField(_("číslo účtu, který schválil"), max_length=20, blank=True)
    approved_at = models.DateTimeField(_("schváleno"), null=True, editable=False)
    returned_reason = models.CharField(_("proč bylo vráceno"), max_length=300, blank=True)
    sha256 = models.CharField(_("otisk schváleného obsahu"), max_length=64, blank=True, editable=False)
    handed_over_at = models.DateTimeField(_("předáno"), null=True, editable=False)
    handed_over_how = models.CharField(_("jak bylo předáno"), max_length=200, blank=True)

    objects = RightsQuerySet.as_manager()

    class PersonalData:
        personal = {
            "request", "content", "hidden", "prepared_by", "prepared_by_id", "approved_by", "approved_by_id",
            "returned_reason", "handed_over_how",
        }  # fmt: skip
        special: set[str] = set()
        impersonal = {"status", "submitted_at", "approved_at", "sha256", "handed_over_at"}
        unreadable = {"content", "hidden"}  # copies of what stands in the other parts
        basis = BASIS
        retention = "privacy.extract"

    class Meta:
        verbose_name = _("výpis údajů")
        verbose_name_plural = _("výpisy údajů")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by_id="") | ~models.Q(approved_by_id=models.F("prepared_by_id")),
                name="privacy_extract_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(status__in=["draft", "submitted", "approved"]),
                name="privacy_extract_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"výpis č. {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:extract", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """True until it is handed over or cancelled."""
        return bool(EXTRACT_TRANSITIONS[self.status])

    @property
    def is_draft(self) -> bool:
        """True while its preparer changes it."""
        return self.status == ExtractStatus.DRAFT

    @property
    def waits_for_approval(self) -> bool:
        """True once it was submitted."""
        return self.status == ExtractStatus.SUBMITTED

    @property
    def is_approved(self) -> bool:
        """True until it is handed over."""
        return self.status == ExtractStatus.APPROVED

    @property
    def may_be_downloaded(self) -> bool:
        """True from the approval until the content is erased."""
        return self.status in {ExtractStatus.APPROVED, ExtractStatus.HANDED_OVER} and bool(self.content)


class Restriction(BaseModel):
    """Processing of one person's data restricted by čl. 18 GDPR: kept, but neither shown, written to, nor erased."""

    request = models.ForeignKey(DataRequest, models.PROTECT, verbose_name=_("žádost"), null=True, related_name="+")
    subject_email = EncryptedTextField(_("e-mail"))  # who is told before it is lifted (čl. 18/3)
    subject_index = models.CharField(_("otisk e-mailu"), max_length=64, db_index=True, editable=False)
    reason = models.CharField(_("důvod"), max_length=300)
    set_by = models.CharField(_("omezil"), max_length=200)
    lifted_at = models.DateTimeField(_("zrušeno"), null=True, editable=False)
    lifted_by = models.CharField(_("zrušil"), max_length=200, blank=True, editable=False)
    lifted_reason = models.CharField(_("důvod zrušení"), max_length=300, blank=True)

    objects = RightsQuerySet.as_manager()

    class PersonalData:
        personal = {"request", "subject_email", "subject_index", "reason", "set_by", "lifted_by", "lifted_reason"}
        special: set[str] = set()
        impersonal = {"lifted_at"}
        unreadable = {"subject_index"}
        basis = BASIS
        retention = "privacy.request"

    class Meta:
        verbose_name = _("omezení zpracování")
        verbose_name_plural = _("omezení zpracování")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_index"],
                condition=models.Q(lifted_at__isnull=True),
                name="privacy_restriction_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return self.reason

    def get_absolute_url(self) -> str:
        return reverse("privacy:restriction", args=[self.pk])
