"""Providers and services as the state's register holds them; only the import writes here."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import ContactKind, Form, PositionSource, RegisterScope
from opora.directory.organizations.enums import OrganizationKind, Scope
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.models import BaseModel

WHOLE = {Scope.ORGANIZATION, Scope.BRANCH}  # scopes that reach all services; others only the assigned ones


class Address(models.Model):
    """Parts of a Czech address; everything empty where the address is secret or unknown."""

    street = models.CharField(_("ulice"), max_length=120, blank=True)
    house_number = models.CharField(_("číslo domovní"), max_length=20, blank=True)
    house_number_kind = models.CharField(_("typ čísla"), max_length=10, blank=True)
    orientation_number = models.CharField(_("číslo orientační"), max_length=20, blank=True)
    addition = models.CharField(_("dodatek adresy"), max_length=200, blank=True)
    part_name = models.CharField(_("část obce"), max_length=120, blank=True)
    postal_code = models.CharField(_("PSČ"), max_length=5, blank=True)
    obec_name = models.CharField(_("obec, jak ji uvádí registr"), max_length=120, blank=True)
    obec_code = models.CharField(_("kód obce"), max_length=10, blank=True, db_index=True)
    address_point = models.CharField(_("kód adresního místa"), max_length=12, blank=True)
    okres = models.ForeignKey(Area, models.PROTECT, verbose_name=_("okres"), null=True, related_name="+")

    class Meta:
        abstract = True


class Provider(Address, BaseModel):
    """Who holds the registrations; known by IČO."""

    ico = models.CharField(_("IČO"), max_length=8, unique=True)
    name = models.CharField(_("název"), max_length=300)
    czech_sort = models.CharField(_("klíč řazení"), max_length=1300, db_index=True)
    is_sample = models.BooleanField(_("ukázka"), default=False)

    class PersonalData:
        none = "veřejný registr poskytovatelů (§ 85 zákona č. 108/2006 Sb.); statutární osoby a DIČ se neukládají"

    class Meta:
        verbose_name = _("poskytovatel")
        verbose_name_plural = _("poskytovatelé")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:provider", args=[self.ico])


class ServiceQuerySet(models.QuerySet):
    """Named conditions on services."""

    def visible_to(self, _actor):
        """Registrations are public for everybody."""
        return self

    def not_ended(self, on: date | None = None):
        """Neither ended by its own date nor gone from the register."""
        day = on or today()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), gone_on__isnull=True)

    def active(self, on: date | None = None):
        """Provided on the day: started, not ended."""
        day = on or today()
        return self.not_ended(day).filter(starts_on__lte=day)

    def reached_by(self, actor: Actor):
        """Services that the membership acted in reaches: all of its provider's IČO, or those assigned to it.

        Who stands in for a colleague reaches what the colleague does. Jobs reach all, others none.
        """
        if actor.is_job:
            return self
        member = actor.membership
        if member is None or member.organization.kind != OrganizationKind.PROVIDER or not member.organization.ico:
            return self.none()
        services = self.filter(provider__ico=member.organization.ico)
        if member.scope in WHOLE:
            return services
        held = Service.objects.filter(
            assignments__membership__in=[key for key in (member.pk, member.substitute_for_id) if key],
            assignments__valid_from__lte=today(),
            assignments__ended_at__isnull=True,
        )
        return services.filter(pk__in=held.values("pk"))


class Service(BaseModel):
    """One social service; known by its identifier in the register, or by one of ours („M000001“) if not there."""

    scope = models.CharField(_("okruh"), max_length=10, choices=RegisterScope, default=RegisterScope.RPSS)
    identifier = models.CharField(_("identifikátor"), max_length=20, unique=True)
    portal_id = models.CharField(_("číslo na portálu"), max_length=20, blank=True)
    provider = models.ForeignKey(Provider, models.PROTECT, verbose_name=_("poskytovatel"), related_name="services")
    kind_code = models.CharField(_("druh"), max_length=40, db_index=True)
    name = models.CharField(_("název, pod kterým se služba ukazuje"), max_length=300)
    czech_sort = models.CharField(_("klíč řazení"), max_length=1300, db_index=True)
    starts_on = models.DateField(_("poskytována od"))
    ends_on = models.DateField(_("poskytována do"), null=True)
    gone_on = models.DateField(_("není v registru od"), null=True)
    age_groups = models.JSONField(_("věkové skupiny"), default=list)
    age_note = models.TextField(_("upřesnění věku"), blank=True)
    hidden_address = models.BooleanField(_("adresa se neukazuje"), default=False)
    is_sample = models.BooleanField(_("ukázka"), default=False)
    seat_addresses = models.BooleanField(_("adresy zařízení jsou sídla poskytovatele"), default=False)
    content_hash = models.CharField(_("otisk obsahu"), max_length=64)
    section_hashes = models.JSONField(_("otisky částí"), default=dict)  # which part changed is said by these
    as_of = models.DateField(_("stav registru ke dni"))
    source = models.CharField(_("zdroj"), max_length=200)
    # what the register does not say; the import leaves it alone
    description = models.TextField(_("co služba nabízí"), blank=True, db_default="")
    free_of_charge = models.BooleanField(_("bezplatná"), null=True)
    anonymous = models.BooleanField(_("i bez udání jména"), null=True)

    objects = ServiceQuerySet.as_manager()

    class PersonalData:
        none = "veřejný registr poskytovatelů (§ 85 zákona č. 108/2006 Sb.)"

    class Meta:
        verbose_name = _("sociální služba")
        verbose_name_plural = _("sociální služby")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:service", args=[self.identifier])

    @property
    def is_registered(self) -> bool:
        """False for clubs, follow-up services and counselling that stand beside the register."""
        return self.scope != RegisterScope.UNREGISTERED

    @property
    def has_ended(self) -> bool:
        """Ended by its own date, or gone from the register."""
        return self.gone_on is not None or (self.ends_on is not None and self.ends_on < today())

    @property
    def has_started(self) -> bool:
        return self.starts_on <= today()


class FormOfService(models.Model):
    """A form of one registration, with its schedule. Capacity hangs here, never on a facility."""

    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("služba"), related_name="forms")
    form = models.CharField(_("forma"), max_length=40)  # Form, or a code the code list does not know
    continuous = models.BooleanField(_("nepřetržitě"), null=True)
    schedules = models.JSONField(_("časové rozsahy"), default=list)

    class PersonalData:
        none = "veřejný registr poskytovatelů"

    class Meta:
        verbose_name = _("forma služby")
        verbose_name_plural = _("formy služby")
        constraints = [models.UniqueConstraint(fields=["service", "form"], name="catalog_formofservice_once")]

    def __str__(self) -> str:
        return str(Form(self.form).label) if self.form in Form.values else self.form


class Capacity(models.Model):
    """Registered highest capacity of a form; it says nothing about free places."""

    form = models.ForeignKey(FormOfService, models.CASCADE, verbose_name=_("forma"), related_name="capacities")
    unit_code = models.CharField(_("jednotka"), max_length=40)
    count = models.PositiveIntegerField(_("počet"))
    note = models.TextField(_("popis"), blank=True)

    class PersonalData:
        none = "veřejný registr poskytovatelů"

    class Meta:
        verbose_name = _("registrovaná kapacita")
        verbose_name_plural = _("registrované kapacity")

    def __str__(self) -> str:
        return f"{self.count} {self.unit_code}"


class Facility(Address):
    """Where a service is provided. A secret one keeps its key and okres, nothing finer."""

    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("služba"), related_name="facilities")
    key = models.CharField(_("klíč"), max_length=64)  # HMAC: the register gives facilities no identifier
    name = models.CharField(_("název"), max_length=300, blank=True)
    starts_on = models.DateField(_("od"), null=True)
    ends_on = models.DateField(_("do"), null=True)
    hidden = models.BooleanField(_("adresa se neukazuje"), default=False)
    latitude = models.FloatField(_("zeměpisná šířka"), null=True)
    longitude = models.FloatField(_("zeměpisná délka"), null=True)
    position_source = models.CharField(_("přesnost polohy"), max_length=20, choices=PositionSource, blank=True)

    class PersonalData:
        none = "veřejný registr poskytovatelů; utajené adresy se neukládají"

    class Meta:
        verbose_name = _("zařízení")
        verbose_name_plural = _("zařízení")
        constraints = [
            models.UniqueConstraint(fields=["service", "key"], name="catalog_facility_once"),
            models.CheckConstraint(
                condition=Q(hidden=False)
                | Q(
                    street="",
                    house_number="",
                    orientation_number="",
                    addition="",
                    part_name="",
                    postal_code="",
                    obec_name="",
                    obec_code="",
                    address_point="",
                    latitude=None,
                    longitude=None,
                ),
                name="catalog_facility_hidden_has_no_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Open today by its own dates."""
        day = today()
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or self.ends_on >= day)


class Contact(models.Model):
    """Telephone, e-mail or web of a service, or of its provider."""

    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("služba"), null=True, related_name="contacts")
    provider = models.ForeignKey(
        Provider, models.CASCADE, verbose_name=_("poskytovatel"), null=True, related_name="contacts"
    )
    kind = models.CharField(_("druh kontaktu"), max_length=10, choices=ContactKind)
    value = models.CharField(_("kontakt"), max_length=300)
    note = models.CharField(_("poznámka"), max_length=300, blank=True)

    class PersonalData:
        none = "veřejný registr poskytovatelů, kontakty služeb"

    class Meta:
        verbose_name = _("kontakt")
        verbose_name_plural = _("kontakty")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=True) ^ Q(provider__isnull=True), name="catalog_contact_of_one_owner"
            )
        ]

    def __str__(self) -> str:
        return self.value


class ServiceTargetGroup(models.Model):
    """A target group of a service with the text that refines it."""

    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("služba"), related_name="target_groups")
    group_code = models.CharField(_("cílová skupina"), max_length=40, db_index=True)
    note = models.TextField(_("upřesnění"), blank=True)

    class PersonalData:
        none = "veřejný registr poskytovatelů"

    class Meta:
        verbose_name = _("cílová skupina služby")
        verbose_name_plural = _("cílové skupiny služby")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.group_code


class Reach(models.Model):
    """Territory where the service acts, as the register says."""

    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("služba"), related_name="reaches")
    level = models.CharField(_("úroveň"), max_length=5, choices=Area.Level)
    code = models.CharField(_("kód území"), max_length=10)

    class PersonalData:
        none = "veřejný registr poskytovatelů"

    class Meta:
        verbose_name = _("působnost")
        verbose_name_plural = _("působnosti")
        constraints = [models.UniqueConstraint(fields=["service", "level", "code"], name="catalog_reach_once")]
        indexes = [models.Index(fields=["level", "code"], name="catalog_reach_area")]

    def __str__(self) -> str:
        return f"{self.level} {self.code}"
