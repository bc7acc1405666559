"""Wording of messages that organizations have edited, and what people want to be told of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import SUBJECT
from opora.foundation.core.models import BaseModel
from opora.foundation.messaging.enums import Frequency


class MessageTemplateQuerySet(models.QuerySet):
    """Named conditions on versions of wording."""

    def visible_to(self, actor: Actor):
        """Versions that belong to the organization acted in, or to the instance for those who watch its messages."""
        if not actor.has_right("messaging.edit_template"):
            return self.none()
        return self.filter(organization_id=wording_owner(actor))

    def in_force(self):
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)


def wording_owner(actor: Actor) -> str:
    """Whose wording the actor edits: that of the whole instance („“), or of the organization acted in."""
    instance = actor.membership is None or actor.has_right("messaging.read_outbox")
    return "" if instance else str(actor.membership.organization_id)


class MessageTemplate(BaseModel):
    """One version of the wording of a message in one organization; the newest that is not withdrawn is used.

    Placeholders stand in square brackets: „[odkaz]“. Without a version of its own an organization uses that of the
    application.
    """

    notification = models.CharField(_("druh zprávy"), max_length=60)
    organization_id = models.CharField(_("číslo organizace"), max_length=20, blank=True)
    number = models.PositiveSmallIntegerField(_("číslo znění"))
    subject = models.CharField(_("předmět"), max_length=150)
    text = models.TextField(_("text zprávy"))
    written_by = models.CharField(_("napsal"), max_length=200)
    withdrawn_at = models.DateTimeField(_("zrušeno"), null=True, editable=False)

    objects = MessageTemplateQuerySet.as_manager()

    class PersonalData:
        personal = {"written_by"}
        special: set[str] = set()
        impersonal = {"notification", "organization_id", "number", "subject", "text", "withdrawn_at"}
        basis = "čl. 6/1 e) GDPR – doložení, kdo znění zprávy napsal"
        retention = "privacy.proof"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("znění zprávy")
        verbose_name_plural = _("znění zpráv")
        ordering = ["notification", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "organization_id", "number"], name="messaging_messagetemplate_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notification} {self.number}"

    @property
    def whole(self) -> str:
        """The text as files of texts have it, with the subject on the first line."""
        return f"{SUBJECT}{self.subject}\n\n{self.text}"


class Preference(BaseModel):
    """How often an account, or an address without one, wants messages of one category."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("účet"), null=True, related_name="+"
    )
    recipient_index = models.CharField(_("otisk adresy"), max_length=64, blank=True, db_index=True, editable=False)
    category = models.CharField(_("druh zpráv"), max_length=60)
    frequency = models.CharField(_("jak často"), max_length=10, choices=Frequency)

    class PersonalData:
        personal = {"user", "recipient_index", "category", "frequency"}
        special: set[str] = set()
        impersonal: set[str] = set()
        basis = "čl. 6/1 e) GDPR – zprávy jen tomu, kdo je chce"
        retention = "accounts.user"
        unreadable = {"recipient_index"}

    class Meta:
        verbose_name = _("předvolba zpráv")
        verbose_name_plural = _("předvolby zpráv")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category"], condition=Q(user__isnull=False), name="messaging_preference_of_user"
            ),
            models.UniqueConstraint(
                fields=["recipient_index", "category"],
                condition=Q(user__isnull=True),
                name="messaging_preference_of_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.get_frequency_display()}"
