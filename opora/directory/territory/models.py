"""Territory of the state: from the country down to the obec, as RÚIAN and ČSÚ know it."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.models import BaseModel


class Area(BaseModel):
    """One unit of territory. `code` is its natural key within the level, as the register and addresses use it."""

    class Level(models.TextChoices):
        COUNTRY = "stat", _("stát")
        KRAJ = "kraj", _("kraj")
        OKRES = "okres", _("okres")
        ORP = "orp", _("správní obvod obce s rozšířenou působností")
        POU = "pou", _("správní obvod pověřeného obecního úřadu")
        OBEC = "obec", _("obec")

    class Status(models.TextChoices):
        CAPITAL = "H", _("hlavní město")
        STATUTORY_CITY = "S", _("statutární město")
        TOWN = "M", _("město")
        TOWNLET = "T", _("městys")
        MUNICIPALITY = "O", _("obec")
        MILITARY = "U", _("vojenský újezd")

    level = models.CharField(_("úroveň"), max_length=5, choices=Level)
    code = models.CharField(_("kód"), max_length=10)
    ruian_code = models.CharField(_("kód RÚIAN"), max_length=10, blank=True)
    csu_code = models.CharField(_("kód ČSÚ"), max_length=10, blank=True)
    nuts_code = models.CharField(_("kód NUTS/LAU"), max_length=10, blank=True)
    name = models.CharField(_("název"), max_length=80)
    label = models.CharField(_("název rozlišený od stejných"), max_length=160)
    folded_name = models.CharField(_("název pro hledání"), max_length=80, db_index=True)
    czech_sort = models.CharField(_("klíč řazení"), max_length=400, db_index=True)
    status = models.CharField(_("statut obce"), max_length=1, choices=Status, blank=True)
    kraj = models.ForeignKey("self", models.PROTECT, verbose_name=_("kraj"), null=True, related_name="+")
    okres = models.ForeignKey("self", models.PROTECT, verbose_name=_("okres"), null=True, related_name="+")
    orp = models.ForeignKey("self", models.PROTECT, verbose_name=_("ORP"), null=True, related_name="+")
    pou = models.ForeignKey("self", models.PROTECT, verbose_name=_("POÚ"), null=True, related_name="+")
    latitude = models.FloatField(_("zeměpisná šířka"), null=True)
    longitude = models.FloatField(_("zeměpisná délka"), null=True)
    population = models.PositiveIntegerField(_("počet obyvatel"), null=True)
    population_on = models.DateField(_("počet obyvatel ke dni"), null=True)
    population_source = models.CharField(_("zdroj počtu obyvatel"), max_length=120, blank=True)

    class PersonalData:
        none = "veřejný číselník území"

    class Meta:
        verbose_name = _("území")
        verbose_name_plural = _("území")
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="territory_area_one_per_code")]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """The area in an address of a page: „obec-562335“."""
        return f"{self.level}-{self.code}"


class Outline(models.Model):
    """Generalised outline; in a table of its own, so that lists never read it."""

    area = models.OneToOneField(Area, models.CASCADE, verbose_name=_("území"), related_name="outline")
    geojson = models.TextField(_("obrys (GeoJSON)"))

    class PersonalData:
        none = "veřejná geometrie území"

    class Meta:
        verbose_name = _("obrys území")
        verbose_name_plural = _("obrysy území")

    def __str__(self) -> str:
        return str(self.area)


class PostalCode(models.Model):
    """PSČ and one of the obce in which its postal places lie; with 0 places only the point of another one's."""

    code = models.CharField(_("PSČ"), max_length=5)
    area = models.ForeignKey(Area, models.CASCADE, verbose_name=_("obec"), related_name="postal_codes")
    places = models.PositiveSmallIntegerField(_("počet poštovních míst"))

    class PersonalData:
        none = "veřejný číselník PSČ"

    class Meta:
        verbose_name = _("PSČ")
        verbose_name_plural = _("PSČ")
        constraints = [models.UniqueConstraint(fields=["code", "area"], name="territory_postalcode_once_per_area")]

    def __str__(self) -> str:
        return self.code


class Indicator(models.Model):
    """What a figure of an area says: name, unit, source and the time it describes (a year, or a day)."""

    code = models.CharField(_("kód"), max_length=60)
    level = models.CharField(_("úroveň území"), max_length=5, choices=Area.Level)
    name = models.CharField(_("název"), max_length=200)
    unit = models.CharField(_("jednotka"), max_length=40)
    source = models.CharField(_("zdroj"), max_length=200)
    as_of = models.CharField(
        _("stav k"), max_length=10, validators=[RegexValidator(r"^\d{4}(-\d{2}-\d{2})?\Z")]
    )  # a source that states only the year gets no invented day

    class PersonalData:
        none = "popis statistického ukazatele"

    class Meta:
        verbose_name = _("ukazatel")
        verbose_name_plural = _("ukazatele")
        constraints = [models.UniqueConstraint(fields=["code", "as_of"], name="territory_indicator_once_per_time")]

    def __str__(self) -> str:
        return self.name


class AreaFigure(models.Model):
    """Value of an indicator in an area."""

    area = models.ForeignKey(Area, models.CASCADE, verbose_name=_("území"), related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("ukazatel"), related_name="figures")
    value = models.FloatField(_("hodnota"))

    class PersonalData:
        none = "souhrnná statistika území"

    class Meta:
        verbose_name = _("údaj o území")
        verbose_name_plural = _("údaje o území")
        constraints = [models.UniqueConstraint(fields=["area", "indicator"], name="territory_areafigure_once")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class TerritoryLoad(models.Model):
    """One run of loading that changed something; the token of the last one is the version of the territory."""

    token = models.UUIDField(_("verze"), default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("kdy"), default=timezone.now, editable=False)

    class PersonalData:
        none = "technický záznam o načtení území"

    class Meta:
        verbose_name = _("načtení území")
        verbose_name_plural = _("načtení území")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
