"""Organizations, their branches, memberships of people in them and invitations."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.directory.organizations.enums import InvitationStatus, OrganizationKind, Role, Scope
from opora.directory.organizations.roles import ROLES, RoleCard, resting_roles
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.models import BaseModel

BASIS = "čl. 6/1 e) GDPR – výkon úkolu ve veřejném zájmu; přístup do systému"


class OrganizationQuerySet(models.QuerySet):
    """Named conditions on organizations."""

    def open(self):
        """Organizations that have not been closed."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today()))

    def visible_to(self, actor: Actor):
        """Everybody's own; roles of the region and networkers see all."""
        if actor.is_job or actor.has_right("organizations.read_all"):
            return self
        return self.filter(pk=actor.membership.organization_id) if actor.membership else self.none()


class Organization(BaseModel):
    """A body whose people use Opora. An OSPOD is a part of its municipality and may share its IČO."""

    kind = models.CharField(_("druh organizace"), max_length=20, choices=OrganizationKind)
    name = models.CharField(_("název"), max_length=200)
    ico = models.CharField(_("IČO"), max_length=8, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("území"), null=True, blank=True, related_name="+")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("nadřazená organizace"), null=True, blank=True, related_name="parts"
    )
    address = models.CharField(_("adresa"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    closed_on = models.DateField(_("zanikla dne"), null=True, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class PersonalData:
        none = "údaje o organizacích"

    class Meta:
        verbose_name = _("organizace")
        verbose_name_plural = _("organizace")
        constraints = [
            models.UniqueConstraint(
                fields=["ico", "kind"], condition=~Q(ico=""), name="organizations_organization_one_per_ico_and_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organizations:organization", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """True from the day it was closed on."""
        return self.closed_on is not None and self.closed_on <= today()

    @property
    def orp(self) -> Area | None:
        """SO ORP of the organization's territory: the area itself, or the one that its obec lies in."""
        if self.area is None or self.area.level == Area.Level.ORP:
            return self.area
        return self.area.orp


class BranchQuerySet(models.QuerySet):
    """Named conditions on branches."""

    def visible_to(self, actor: Actor):
        """Branches of organizations that the actor sees."""
        return self.filter(organization__in=Organization.objects.visible_to(actor))


class Branch(BaseModel):
    """A workplace of an organization (pracoviště, odbočka)."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organizace"), related_name="branches"
    )
    name = models.CharField(_("název pracoviště"), max_length=200)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("obec"), null=True, blank=True, related_name="+")
    address = models.CharField(_("adresa"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    closed_on = models.DateField(_("zrušeno dne"), null=True, blank=True)

    objects = BranchQuerySet.as_manager()

    class PersonalData:
        none = "údaje o pracovištích organizací"

    class Meta:
        verbose_name = _("pracoviště")
        verbose_name_plural = _("pracoviště")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(closed_on__isnull=True),
                name="organizations_branch_one_open_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """True for one that works no more; memberships and records keep it."""
        return self.closed_on is not None


class Reaching(models.Model):
    """A role in an organization and how far it reaches there; shared by memberships and invitations."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organizace"), related_name="%(class)ss"
    )
    role = models.CharField(_("role"), max_length=40, choices=Role)
    scope = models.CharField(_("rozsah"), max_length=20, choices=Scope, default=Scope.ORGANIZATION)
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name=_("pracoviště"), null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("území"), null=True, blank=True, related_name="+")
    valid_to = models.DateField(_("do"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def card(self) -> RoleCard:
        """What the role is for and what it gives."""
        return ROLES[Role(self.role)]

    @property
    def scope_text(self) -> str:
        """„pracoviště Teplice“, „celá organizace“."""
        within = self.branch or self.area
        return f"{self.get_scope_display()} {within}" if within else str(self.get_scope_display())

    @property
    def recorded(self) -> dict[str, str]:
        """Role and reach for the record of acts; never whose they are."""
        return {"role": self.role, "reach": self.scope_text}


class MembershipQuerySet(models.QuerySet):
    """Named conditions on memberships."""

    def lasting(self):
        """Neither ended nor past their last day: in force, or to begin later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today()), ended_at__isnull=True)

    def in_force(self):
        """Memberships that give rights today; a substitution only while what it stands for lasts, and while the
        substitute has a role of their own in the organization.
        """
        now = today()
        own = Membership.objects.lasting().filter(
            user=OuterRef("user"),
            organization=OuterRef("organization"),
            substitute_for__isnull=True,
            valid_from__lte=now,
        )
        original = Q(substitute_for__isnull=True) | (
            Q(substitute_for__ended_at__isnull=True)
            & Q(substitute_for__user__is_active=True)
            & (Q(substitute_for__valid_to__isnull=True) | Q(substitute_for__valid_to__gte=now))
            & Exists(own)
        )
        running = self.lasting().exclude(role__in=resting_roles())
        return running.filter(original, valid_from__lte=now, user__is_active=True)

    def upcoming(self):
        """Granted, not ended, beginning later."""
        return self.filter(ended_at__isnull=True, valid_from__gt=today())

    def visible_to(self, actor: Actor):
        """Everybody's own; colleagues of the organization; for the region also those whom it appoints elsewhere."""
        if actor.is_job:
            return self
        if actor.membership is None:
            return self.filter(user=actor.user) if actor.user else self.none()
        seen = Q(user=actor.user)
        if actor.has_right("organizations.read_people"):
            seen |= Q(organization=actor.membership.organization_id)
        if actor.has_right("organizations.manage"):
            seen |= Q(role__in=actor.membership.card.grants_elsewhere)
        return self.filter(seen)


class Membership(Reaching, BaseModel):
    """One person in one role of one organization, from a day to a day, or standing in for a colleague."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("účet"), related_name="memberships"
    )
    valid_from = models.DateField(_("od"), default=today)
    ended_at = models.DateTimeField(_("ukončeno"), null=True, editable=False)
    substitute_for = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("zástup za"), null=True, blank=True, related_name="substitutions"
    )

    objects = MembershipQuerySet.as_manager()

    class PersonalData:
        personal = {"user", "role", "organization", "scope", "branch", "area", "substitute_for"}
        special: set[str] = set()
        impersonal = {"valid_from", "valid_to", "ended_at"}
        basis = BASIS
        retention = "accounts.user"

    class Meta:
        verbose_name = _("členství")
        verbose_name_plural = _("členství")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organizations_membership_to_not_before_from",
            ),
            models.CheckConstraint(
                condition=(Q(scope="branch") & Q(branch__isnull=False)) | (~Q(scope="branch") & Q(branch__isnull=True)),
                name="organizations_membership_branch_with_its_scope",
            ),
            models.CheckConstraint(
                condition=(Q(scope="area") & Q(area__isnull=False)) | (~Q(scope="area") & Q(area__isnull=True)),
                name="organizations_membership_area_with_its_scope",
            ),
            models.CheckConstraint(
                condition=Q(substitute_for__isnull=True) | Q(valid_to__isnull=False),
                name="organizations_membership_substitution_has_end",
            ),
            models.UniqueConstraint(
                "user",
                "organization",
                "role",
                Coalesce("branch", 0),
                Coalesce("area", 0),
                condition=Q(ended_at__isnull=True) & Q(substitute_for__isnull=True) & Q(valid_to__isnull=True),
                name="organizations_membership_once",
                violation_error_message=_("Tuto roli tu člověk už má."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("organizations:membership", args=[self.pk])

    @property
    def in_words(self) -> str:
        """„sociální pracovník – Oblastní charita (zástup: Jana Ukázková)“."""
        return f"{self} (zástup: {self.substitute_for.user})" if self.substitute_for else str(self)

    @property
    def rights(self) -> frozenset[str]:
        """Names of permissions that the role gives."""
        return self.card.rights

    @property
    def oversees_instance(self) -> bool:
        """True in the kraj that runs the instance: its auditor reads records of all organizations."""
        return self.organization.kind == OrganizationKind.REGION

    @property
    def is_over(self) -> bool:
        """True once it was ended or its last day has passed."""
        return self.ended_at is not None or (self.valid_to is not None and self.valid_to < today())

    def is_in_force(self, on: date | None = None) -> bool:
        """True when the membership itself gives rights on the day (today)."""
        on = on or today()
        return self.ended_at is None and self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)


class InvitationQuerySet(models.QuerySet):
    """Named conditions on invitations."""

    def waiting(self):
        """Nobody answered them yet; some may be too late."""
        return self.filter(status=InvitationStatus.WAITING)

    def late(self):
        """Nobody answered them in time."""
        return self.waiting().filter(expires_at__lte=timezone.now())

    def visible_to(self, actor: Actor):
        """Those who manage people see invitations into their organization; the region also those it sent elsewhere."""
        if actor.is_job:
            return self
        if actor.membership is None or not actor.has_right("organizations.manage_people"):
            return self.none()
        seen = Q(organization=actor.membership.organization_id)
        if actor.has_right("organizations.manage"):
            seen |= Q(role__in=actor.membership.card.grants_elsewhere)
        return self.filter(seen)


class Invitation(Reaching, BaseModel):
    """An offer of a membership sent by e-mail; the link in it is a magic link with this invitation as its object."""

    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("jméno a příjmení"), max_length=200)
    status = models.CharField(
        _("stav"), max_length=12, choices=InvitationStatus, default=InvitationStatus.WAITING, editable=False
    )
    expires_at = models.DateTimeField(_("platí do"), editable=False)
    invited_by = models.CharField(_("pozval"), max_length=200, editable=False)
    invited_by_id = models.CharField(_("číslo účtu, který pozval"), max_length=40, blank=True, editable=False)
    sent_at = models.DateTimeField(_("odesláno"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("připomenuto"), null=True, editable=False)
    membership = models.OneToOneField(
        Membership, models.PROTECT, verbose_name=_("vzniklé členství"), null=True, editable=False, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class PersonalData:
        personal = {
            "email", "full_name", "invited_by", "invited_by_id", "organization", "role", "scope", "branch", "area",
            "membership",
        }  # fmt: skip
        special: set[str] = set()
        impersonal = {"status", "expires_at", "sent_at", "reminded_at", "valid_to"}
        basis = BASIS
        retention = "organizations.invitation"

    class Meta:
        verbose_name = _("pozvánka")
        verbose_name_plural = _("pozvánky")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email", "role"],
                condition=Q(status="waiting"),
                name="organizations_invitation_one_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} – {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return reverse("organizations:invitation", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """True until somebody answers it or takes it back, even when it is too late."""
        return self.status == InvitationStatus.WAITING

    @property
    def is_late(self) -> bool:
        """True when nobody answered in time; it may be renewed."""
        return self.is_waiting and self.expires_at <= timezone.now()
