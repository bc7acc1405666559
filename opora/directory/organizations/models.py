"""Organizations and memberships of people in them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.models import BaseModel


class Organization(BaseModel):
    """A body whose people use Opora."""

    kind = models.CharField(_("druh organizace"), max_length=20, choices=OrganizationKind)
    name = models.CharField(_("název"), max_length=200)
    ico = models.CharField(_("IČO"), max_length=8, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("území"), null=True, blank=True, related_name="+")

    class PersonalData:
        none = "údaje o organizacích"

    class Meta:
        verbose_name = _("organizace")
        verbose_name_plural = _("organizace")
        constraints = [
            models.UniqueConstraint(fields=["ico"], condition=~Q(ico=""), name="organizations_organization_one_per_ico")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    """Named conditions on memberships."""

    def in_force(self):
        """Memberships that give rights today."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today()), valid_from__lte=today())

    def visible_to(self, actor: Actor):
        """A regional administrator sees all, everybody their own."""
        if actor.is_job or actor.has_role(Role.REGIONAL_ADMINISTRATOR):
            return self
        return self.filter(user=actor.user) if actor.user else self.none()


class Membership(BaseModel):
    """One person in one role of one organization, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("účet"), related_name="memberships"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organizace"), related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=40, choices=Role)
    valid_from = models.DateField(_("od"), default=today)
    valid_to = models.DateField(_("do"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class PersonalData:
        personal = {"user", "role", "organization"}
        special: set[str] = set()
        impersonal = {"valid_from", "valid_to"}
        basis = "čl. 6/1 e) GDPR – výkon úkolu ve veřejném zájmu; přístup do systému"
        retention = "accounts.user"

    class Meta:
        verbose_name = _("členství")
        verbose_name_plural = _("členství")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organizations_membership_to_not_before_from",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.organization}"
