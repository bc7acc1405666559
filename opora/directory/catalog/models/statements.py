"""What people said of services beside the register: reach read out of texts, free places, offices that advise."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import Accepts, StatementOrigin, SuggestionStatus
from opora.directory.catalog.models.services import Service
from opora.directory.territory.models import Area
from opora.foundation.core.dates import czech_date
from opora.foundation.core.models import BaseModel

BY_PROVIDER = "Sdělil poskytovatel"  # stands in place of the sentence where no text, but the provider says the area


class ReachSuggestion(BaseModel):
    """An area, or a circle around an obec, that a text of the register names as the reach; people decide on it."""

    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("služba"), related_name="reach_suggestions")
    level = models.CharField(_("úroveň"), max_length=5, choices=Area.Level)
    code = models.CharField(_("kód území"), max_length=10)
    radius_km = models.PositiveSmallIntegerField(_("okruh v km"), default=0)  # 0: the area itself
    sentence = models.TextField(_("věta, ze které to plyne"))
    status = models.CharField(
        _("stav"), max_length=10, choices=SuggestionStatus, default=SuggestionStatus.PROPOSED, db_index=True
    )
    decided_by = models.CharField(_("rozhodl"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("rozhodnuto"), null=True)

    class PersonalData:
        personal = {"decided_by"}
        special: set[str] = set()
        impersonal = {"service", "level", "code", "radius_km", "sentence", "status", "decided_at"}
        basis = "čl. 6/1 e) GDPR – doložení úprav veřejného katalogu"
        retention = "catalog.statement"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("návrh působnosti")
        verbose_name_plural = _("návrhy působnosti")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "level", "code", "radius_km"], name="catalog_reachsuggestion_once"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """„obec-562335“, or „okruh-562335-30“ for a circle of 30 km around the obec."""
        return f"okruh-{self.code}-{self.radius_km}" if self.radius_km else f"{self.level}-{self.code}"


class Availability(BaseModel):
    """What a provider said of free places of one part of a service, and when; nothing is known until it is said.

    A part is a form in a facility; both empty mean the whole service. All parts of a service are said at once.
    """

    service = models.ForeignKey(Service, models.CASCADE, verbose_name=_("služba"), related_name="availability")
    form = models.CharField(_("forma"), max_length=40, blank=True)
    facility_key = models.CharField(_("zařízení"), max_length=64, blank=True)  # `Facility.key`
    accepts = models.CharField(_("přijímá nové klienty"), max_length=10, choices=Accepts)
    free_places = models.PositiveIntegerField(_("volných míst"), null=True, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField(_("čekání v týdnech"), null=True, blank=True)
    note = models.CharField(_("poznámka"), max_length=300, blank=True)
    as_of = models.DateField(_("sděleno dne"))
    origin = models.CharField(_("jak to poskytovatel sdělil"), max_length=10, choices=StatementOrigin)
    recorded_by = models.CharField(_("zapsal"), max_length=200)

    class PersonalData:
        personal = {"recorded_by"}
        special: set[str] = set()
        impersonal = {
            "service", "form", "facility_key", "accepts", "free_places", "waiting_weeks", "note", "as_of", "origin",
        }  # fmt: skip
        basis = "čl. 6/1 e) GDPR – doložení úprav veřejného katalogu"
        retention = "catalog.statement"
        not_extracted = "jméno toho, kdo úkon udělal; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("volná místa")
        verbose_name_plural = _("volná místa")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "form", "facility_key"], name="catalog_availability_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_accepts_display()} ({czech_date(self.as_of)})"


class SocialDepartment(BaseModel):
    """Social department of the office of an ORP: the human door of its territory. Contacts are empty until known."""

    orp = models.OneToOneField(Area, models.PROTECT, verbose_name=_("ORP"), related_name="+")
    name = models.CharField(_("název"), max_length=200, blank=True)  # empty: made from the name of the office
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    web = models.URLField(_("webová stránka"), blank=True)
    address = models.CharField(_("adresa"), max_length=200, blank=True)
    note = models.CharField(_("poznámka pro veřejnost"), max_length=300, blank=True)
    source = models.CharField(_("odkud údaj je"), max_length=200)
    checked_on = models.DateField(_("ověřeno dne"))

    class PersonalData:
        none = "úřední kontakty pracoviště, ne osob"

    class Meta:
        verbose_name = _("sociální odbor")
        verbose_name_plural = _("sociální odbory")
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="", email="", web="", address=""), name="catalog_socialdepartment_has_a_contact"
            )
        ]

    def __str__(self) -> str:
        return self.name or f"sociální odbor – {self.orp.name}"
