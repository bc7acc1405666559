"""Which services a member of an organization works in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.models.services import Service
from opora.directory.organizations.models import BASIS, Membership
from opora.foundation.core.dates import today
from opora.foundation.core.models import BaseModel


class ServiceAssignment(BaseModel):
    """A membership tied to a service of the organization's IČO in the register, from a day until it ends."""

    membership = models.ForeignKey(Membership, models.PROTECT, verbose_name=_("členství"), related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("služba"), related_name="assignments")
    valid_from = models.DateField(_("od"), default=today)
    ended_at = models.DateTimeField(_("ukončeno"), null=True, editable=False)

    class PersonalData:
        personal = {"membership", "service"}
        special: set[str] = set()
        impersonal = {"valid_from", "ended_at"}
        basis = BASIS
        retention = "accounts.user"

    class Meta:
        verbose_name = _("přidělení služby")
        verbose_name_plural = _("přidělení služeb")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "service"],
                condition=Q(ended_at__isnull=True),
                name="catalog_serviceassignment_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} – {self.service_id}"
