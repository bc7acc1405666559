"""What a provider says of its service beside the register, what waits for the region, and errors people report."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import (
    OPEN_REPORT,
    AttachmentKind,
    ProposalStatus,
    PublicationStatus,
    ReportReason,
    ReportStatus,
    Rhythm,
)
from opora.directory.catalog.models.services import Service
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date
from opora.foundation.core.models import BaseModel
from opora.foundation.documents.models import StoredFile
from opora.foundation.privacy.fields import EncryptedTextField

BASIS = "čl. 6/1 e) GDPR – doložení úprav veřejného katalogu"


class ServiceRecord(BaseModel):
    """The provider's own layer over the register: it stands beside what the register says and never replaces it."""

    service = models.OneToOneField(Service, models.PROTECT, verbose_name=_("služba"), related_name="record")
    description = models.TextField(_("co služba nabízí"), blank=True)
    start_person = models.TextField(_("jak začít, když pomoc potřebujete"), blank=True)
    start_professional = models.TextField(_("jak začít, když doporučujete klienta"), blank=True)
    price = models.TextField(_("kolik to stojí"), blank=True)
    documents = models.TextField(_("co vzít s sebou"), blank=True)
    languages = models.JSONField(_("jazyky"), default=list, blank=True)
    accessibility = models.JSONField(_("přístupnost prostor"), default=list, blank=True)
    accessibility_note = models.TextField(_("přístupnost slovy"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    web = models.URLField(_("webová stránka"), blank=True)
    hours = models.TextField(_("kdy se dovoláte a kdy je otevřeno"), blank=True)
    pause_from = models.DateField(_("přerušení od"), null=True, blank=True)
    pause_to = models.DateField(_("přerušení do"), null=True, blank=True)
    pause_note = models.CharField(_("poznámka k přerušení"), max_length=300, blank=True)
    planned_end = models.DateField(_("plánovaný konec"), null=True, blank=True)
    rhythm = models.PositiveSmallIntegerField(_("jak často údaje ověřovat"), choices=Rhythm, default=Rhythm.QUARTER)
    confirmed_on = models.DateField(_("ověřeno dne"), null=True, editable=False)
    confirmed_by = models.CharField(_("ověřil"), max_length=200, blank=True, editable=False)
    reminded_on = models.DateField(_("připomenuto dne"), null=True, editable=False)

    class PersonalData:
        personal = {"confirmed_by"}
        special: set[str] = set()
        impersonal = {
            "service", "description", "start_person", "start_professional", "price", "documents", "languages",
            "accessibility", "accessibility_note", "phone", "email", "web", "hours", "pause_from", "pause_to",
            "pause_note", "planned_end", "rhythm", "confirmed_on", "reminded_on",
        }  # fmt: skip
        basis = BASIS
        retention = "catalog.statement"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("údaje poskytovatele")
        verbose_name_plural = _("údaje poskytovatelů")
        constraints = [
            models.CheckConstraint(
                condition=Q(pause_to__isnull=True) | Q(pause_from__lte=models.F("pause_to")),
                name="catalog_servicerecord_pause_has_order",
            )
        ]

    def __str__(self) -> str:
        return str(self.service_id)


class RecordField(BaseModel):
    """Whether a field of the provider's layer waits for the region. Telephone, hours and free places never do."""

    name = models.CharField(_("pole"), max_length=40, unique=True)
    waits = models.BooleanField(_("čeká na schválení"), default=True)

    class PersonalData:
        none = "nastavení"

    class Meta:
        verbose_name = _("schvalované pole")
        verbose_name_plural = _("schvalovaná pole")

    def __str__(self) -> str:
        return self.name


class RecordProposalQuerySet(models.QuerySet):
    """Named conditions on proposed changes."""

    def waiting(self):
        """Those that the region has not decided and nobody took back."""
        return self.filter(status=ProposalStatus.WAITING)

    def visible_to(self, actor: Actor):
        """The region sees all, people of a provider those about services whose record they edit."""
        if actor.is_job or actor.has_right("catalog.approve_record"):
            return self
        if not actor.has_right("catalog.edit_record"):
            return self.none()
        return self.filter(service__in=Service.objects.reached_by(actor))


class RecordProposal(BaseModel):
    """Changes of one service that wait for the region: what stands now and what the provider wants there."""

    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("služba"), related_name="proposals")
    organization_id = models.CharField(_("číslo organizace"), max_length=20, blank=True)  # empty: a job
    status = models.CharField(_("stav"), max_length=10, choices=ProposalStatus, default=ProposalStatus.WAITING)
    before = models.JSONField(_("co platilo"), default=dict)
    values = models.JSONField(_("co poskytovatel navrhuje"), default=dict)
    note = models.CharField(_("vzkaz kraji"), max_length=300, blank=True)
    proposed_by = models.CharField(_("navrhl"), max_length=200)
    proposed_by_id = models.CharField(_("číslo účtu, který navrhl"), max_length=20, blank=True)
    decided_by = models.CharField(_("rozhodl"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("rozhodnuto"), null=True, editable=False)
    decision_note = models.CharField(_("vzkaz poskytovateli"), max_length=300, blank=True)

    objects = RecordProposalQuerySet.as_manager()

    class PersonalData:
        personal = {"proposed_by", "proposed_by_id", "decided_by"}
        special: set[str] = set()
        impersonal = {
            "service", "organization_id", "status", "before", "values", "note", "decided_at", "decision_note",
        }  # fmt: skip
        basis = BASIS
        retention = "catalog.statement"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("návrh změny údajů")
        verbose_name_plural = _("návrhy změn údajů")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=Q(status="waiting"), name="catalog_recordproposal_one_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {czech_date(self.created_at)}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:proposal", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status == ProposalStatus.WAITING


class ServiceAttachmentQuerySet(models.QuerySet):
    """Named conditions on attachments of services."""

    def public(self):
        """Those that cards show."""
        return self.filter(status=PublicationStatus.PUBLIC)

    def waiting(self):
        """Those that wait for the region, of services that last."""
        return self.filter(status=PublicationStatus.WAITING, service__in=Service.objects.not_ended())

    def visible_to(self, actor: Actor):
        """Public ones of lasting services for everybody; the region sees all, people of a provider all of theirs."""
        if actor.is_job or actor.has_right("catalog.approve_record"):
            return self
        public = Q(status=PublicationStatus.PUBLIC, service__in=Service.objects.not_ended())
        if not actor.has_right("catalog.edit_record"):
            return self.filter(public)
        return self.filter(public | Q(service__in=Service.objects.reached_by(actor)))


class ServiceAttachment(BaseModel):
    """A leaflet, price list, form or photo of a service; a photo always says in words what is on it."""

    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("služba"), related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("soubor"), related_name="+")
    thumbnail = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("náhled fotografie"), null=True, blank=True, related_name="+"
    )
    width = models.PositiveSmallIntegerField(_("šířka náhledu"), null=True, blank=True)  # pixels
    height = models.PositiveSmallIntegerField(_("výška náhledu"), null=True, blank=True)
    kind = models.CharField(_("druh přílohy"), max_length=12, choices=AttachmentKind)
    title = models.CharField(_("název"), max_length=120)
    alt_text = models.CharField(_("co je na fotografii"), max_length=300, blank=True)
    issued_on = models.DateField(_("platí od"), null=True, blank=True)
    status = models.CharField(
        _("stav"), max_length=10, choices=PublicationStatus, default=PublicationStatus.WAITING, db_index=True
    )
    added_by = models.CharField(_("přidal"), max_length=200)
    decided_by = models.CharField(_("rozhodl"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("rozhodnuto"), null=True, editable=False)
    decision_note = models.CharField(_("vzkaz poskytovateli"), max_length=300, blank=True)

    objects = ServiceAttachmentQuerySet.as_manager()

    class PersonalData:
        personal = {"added_by", "decided_by", "file", "thumbnail"}
        special: set[str] = set()
        impersonal = {
            "service", "kind", "title", "alt_text", "issued_on", "status", "decided_at", "decision_note", "width",
            "height",
        }  # fmt: skip
        basis = BASIS
        retention = "catalog.statement"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("příloha služby")
        verbose_name_plural = _("přílohy služby")
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="photo") | ~Q(alt_text=""), name="catalog_serviceattachment_photo_has_words"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ErrorReportQuerySet(models.QuerySet):
    """Named conditions on reported errors."""

    def open(self):
        """Those that nobody has settled yet."""
        return self.filter(status__in=OPEN_REPORT)

    def visible_to(self, actor: Actor):
        """The region sees all, people of a provider those about services that they reach."""
        if not actor.is_job and not actor.has_right("catalog.handle_report"):
            return self.none()
        if actor.is_job or actor.membership.oversees_instance:
            return self
        return self.filter(service__in=Service.objects.reached_by(actor))


class ErrorReport(BaseModel):
    """What somebody says is wrong on a card; without an account, the contact only if they want an answer."""

    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("služba"), related_name="error_reports")
    reason = models.CharField(_("co je špatně"), max_length=12, choices=ReportReason)
    text = EncryptedTextField(_("podrobnosti"), blank=True)
    contact_email = EncryptedTextField(_("e-mail na odpověď"), blank=True)
    contact_index = models.CharField(_("otisk e-mailu"), max_length=64, blank=True, db_index=True, editable=False)
    status = models.CharField(_("stav"), max_length=10, choices=ReportStatus, default=ReportStatus.NEW, db_index=True)
    answer = models.TextField(_("odpověď"), blank=True)
    handled_by = models.CharField(_("vyřídil"), max_length=200, blank=True)
    handled_at = models.DateTimeField(_("vyřízeno"), null=True, editable=False)

    objects = ErrorReportQuerySet.as_manager()

    class PersonalData:
        personal = {"text", "contact_email", "contact_index", "handled_by", "answer"}
        special: set[str] = set()
        impersonal = {"service", "reason", "status", "handled_at"}
        basis = "čl. 6/1 e) GDPR – správnost veřejného katalogu; e-mail čl. 6/1 a), souhlas"
        retention = "catalog.error_report"
        unreadable = {"contact_index"}

    class Meta:
        verbose_name = _("nahlášená chyba")
        verbose_name_plural = _("nahlášené chyby")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({czech_date(self.created_at)})"

    @property
    def is_open(self) -> bool:
        """True until somebody has settled it."""
        return self.status in OPEN_REPORT
