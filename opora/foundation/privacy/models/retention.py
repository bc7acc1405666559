"""How long records are kept, what stops their erasing, and proposals of what to erase."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.actor import Actor
from opora.foundation.core.models import BaseModel
from opora.foundation.privacy.enums import ItemOutcome, RetentionAction, RunStatus

BASIS = "čl. 6/1 c) GDPR – doložení souladu se zásadami (čl. 5/2)"


class RuleQuerySet(models.QuerySet):
    """Named conditions on rules."""

    def visible_to(self, actor: Actor):
        """All rules for those who read how data are processed."""
        return self if actor.is_job or actor.has_right("privacy.read_processing") else self.none()

    def in_force(self):
        """Rules that hold today."""
        return self.filter(valid_to__isnull=True)


class HoldQuerySet(models.QuerySet):
    """Named conditions on holds."""

    def visible_to(self, actor: Actor):
        """All holds for those who set them."""
        return self if actor.is_job or actor.has_right("privacy.hold") else self.none()

    def in_force(self):
        """Holds that nobody has lifted."""
        return self.filter(lifted_at__isnull=True)


class RunQuerySet(models.QuerySet):
    """Named conditions on proposals."""

    def visible_to(self, actor: Actor):
        """All proposals for those who prepare or approve them."""
        sees = actor.has_right("privacy.prepare_disposal") or actor.has_right("privacy.approve_disposal")
        return self if actor.is_job or sees else self.none()


class RetentionRule(BaseModel):
    """One term, valid from a day to a day; its code is what models name in `PersonalData.retention`."""

    code = models.CharField(_("kód pravidla"), max_length=60, db_index=True)
    title = models.CharField(_("čeho se týká"), max_length=200)
    trigger = models.CharField(_("od kdy se lhůta počítá"), max_length=200)
    months = models.PositiveSmallIntegerField(_("měsíců"))
    action = models.CharField(_("co se stane"), max_length=10, choices=RetentionAction)
    legal_reference = models.CharField(_("předpis nebo metodika"), max_length=300, blank=True)
    verified = models.BooleanField(_("ověřeno"), default=False)
    valid_from = models.DateField(_("platí od"))
    valid_to = models.DateField(_("platí do"), null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class PersonalData:
        none = "lhůty, ne údaje o lidech"

    class Meta:
        verbose_name = _("pravidlo uchování")
        verbose_name_plural = _("pravidla uchování")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="privacy_retentionrule_one_per_day"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="privacy_retentionrule_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LegalHold(BaseModel):
    """Why records are kept although their time is over: all of one rule, or a single object."""

    rule_code = models.CharField(_("pravidlo"), max_length=60, blank=True)
    object_type = models.CharField(_("druh záznamu"), max_length=60, blank=True)
    object_id = models.CharField(_("číslo záznamu"), max_length=40, blank=True)
    reason = models.CharField(_("důvod"), max_length=300)
    review_on = models.DateField(_("znovu posoudit dne"))
    set_by = models.CharField(_("pozastavil"), max_length=200)
    lifted_at = models.DateTimeField(_("zrušeno"), null=True, editable=False)
    lifted_by = models.CharField(_("zrušil"), max_length=200, blank=True, editable=False)

    objects = HoldQuerySet.as_manager()

    class PersonalData:
        personal = {"object_id", "reason", "set_by", "lifted_by"}
        special: set[str] = set()
        impersonal = {"rule_code", "object_type", "review_on", "lifted_at"}
        basis = BASIS
        retention = "privacy.proof"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("pozastavení výmazu")
        verbose_name_plural = _("pozastavení výmazu")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rule_code="") | (~Q(object_type="") & ~Q(object_id="")), name="privacy_legalhold_of_what"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class RetentionRun(BaseModel):
    """A proposal of what to erase on a day. Nothing happens until a person approves it; then it cannot be undone."""

    status = models.CharField(_("stav"), max_length=10, choices=RunStatus, default=RunStatus.PROPOSED, db_index=True)
    as_of = models.DateField(_("ke dni"))
    prepared_by = models.CharField(_("připravil"), max_length=200)
    prepared_by_id = models.CharField(_("číslo účtu, který připravil"), max_length=20, blank=True)  # empty: the job
    decided_by = models.CharField(_("rozhodl"), max_length=200, blank=True)
    decided_by_id = models.CharField(_("číslo účtu, který rozhodl"), max_length=20, blank=True)
    decided_at = models.DateTimeField(_("rozhodnuto"), null=True, editable=False)
    finished_at = models.DateTimeField(_("provedeno"), null=True, editable=False)

    objects = RunQuerySet.as_manager()

    class PersonalData:
        personal = {"prepared_by", "prepared_by_id", "decided_by", "decided_by_id"}
        special: set[str] = set()
        impersonal = {"status", "as_of", "decided_at", "finished_at"}
        basis = BASIS
        retention = "privacy.proof"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("návrh výmazu")
        verbose_name_plural = _("návrhy výmazu")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="proposed"), name="privacy_retentionrun_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "cancelled"])
                | Q(prepared_by_id="")
                | ~Q(decided_by_id=models.F("prepared_by_id")),
                name="privacy_retentionrun_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d} {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:disposal", args=[self.pk])

    @property
    def is_proposed(self) -> bool:
        """True until somebody decides."""
        return self.status == RunStatus.PROPOSED


class RetentionItem(models.Model):
    """One record of a proposal: which, by which rule, since when it is due, and what became of it."""

    run = models.ForeignKey(RetentionRun, models.CASCADE, verbose_name=_("návrh"), related_name="items")
    rule_code = models.CharField(_("pravidlo"), max_length=60)
    object_type = models.CharField(_("druh záznamu"), max_length=60)
    object_id = models.CharField(_("číslo záznamu"), max_length=40)
    action = models.CharField(_("co se stane"), max_length=10, choices=RetentionAction)
    due_on = models.DateField(_("lhůta uplynula"))
    outcome = models.CharField(_("výsledek"), max_length=10, choices=ItemOutcome, default=ItemOutcome.WAITING)
    note = models.CharField(_("poznámka"), max_length=300, blank=True)

    class PersonalData:
        personal = {"object_id", "note"}
        special: set[str] = set()
        impersonal = {"run", "rule_code", "object_type", "action", "due_on", "outcome"}
        basis = BASIS
        retention = "privacy.proof"
        not_extracted = "čísla záznamů, které prošly výmazem; samy o člověku nic neříkají"

    class Meta:
        verbose_name = _("záznam v návrhu výmazu")
        verbose_name_plural = _("záznamy v návrhu výmazu")
        constraints = [
            models.UniqueConstraint(fields=["run", "object_type", "object_id"], name="privacy_retentionitem_once")
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"
