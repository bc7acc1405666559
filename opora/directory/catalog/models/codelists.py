"""Code lists as effective-dated data: what the law says today may not be what it says next year."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.models import BaseModel


class CodeListQuerySet(models.QuerySet):
    """Named conditions on code list rows."""

    def in_force(self, on: date):
        """Rows valid on the day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class CodeList(BaseModel):
    """One row of a code list, valid from a day to a day; until verified, no paragraph is shown to the public."""

    code = models.CharField(_("kód v registru"), max_length=40)
    name = models.CharField(_("úřední název"), max_length=200)
    plain_name = models.CharField(_("název běžnou řečí"), max_length=120, blank=True)
    legal_reference = models.CharField(_("odkaz na předpis"), max_length=200, blank=True)
    verified = models.BooleanField(_("ověřeno"), default=False)
    valid_from = models.DateField(_("platí od"))
    valid_to = models.DateField(_("platí do"), null=True, blank=True)
    source = models.CharField(_("zdroj"), max_length=300, blank=True)

    objects = CodeListQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="%(app_label)s_%(class)s_one_per_day")
        ]

    def __str__(self) -> str:
        return self.name


class ServiceKind(CodeList):
    """Kind of social service by Act 108/2006 (`DruhSocialniSluzby`)."""

    class Group(models.TextChoices):
        COUNSELLING = "poradenstvi", _("sociální poradenství")
        CARE = "pece", _("služby sociální péče")
        PREVENTION = "prevence", _("služby sociální prevence")

    singular = models.CharField(_("název v jednotném čísle"), max_length=200)
    summary = models.CharField(_("vysvětlení jednou větou"), max_length=300, blank=True)
    short = models.CharField(_("zkratka"), max_length=20, blank=True)
    group = models.CharField(_("skupina"), max_length=20, choices=Group, blank=True)
    forms = models.JSONField(_("formy podle zákona"), default=list)
    secondary_forms = models.JSONField(_("formy „popřípadě“"), default=list)
    activities = models.JSONField(_("základní činnosti (písmena § 35)"), default=list)
    free_of_charge = models.BooleanField(_("bezplatná"), null=True)
    decree_reference = models.CharField(_("odkaz na vyhlášku"), max_length=200, blank=True)
    hides_address = models.BooleanField(_("bez údaje o utajení se adresa skrývá"), default=False)
    lay_words = models.JSONField(_("slova, kterými se lidé ptají"), default=list)
    slug = models.SlugField(_("název v adrese stránky"), max_length=80, blank=True)
    anonymous = models.BooleanField(_("podle zákona i bez udání jména"), null=True)

    class PersonalData:
        none = "veřejný číselník"

    class Meta(CodeList.Meta):
        verbose_name = _("druh sociální služby")
        verbose_name_plural = _("druhy sociálních služeb")

    def get_absolute_url(self) -> str:
        """Page of the kind; empty for a kind without a name in the address."""
        return reverse("catalog:kind", args=[self.slug]) if self.slug else ""


class OtherKind(CodeList):
    """Kind of help that is not a registered social service (club, follow-up, counselling); codes begin „o-“."""

    singular = models.CharField(_("název v jednotném čísle"), max_length=200)
    summary = models.CharField(_("vysvětlení jednou větou"), max_length=300, blank=True)
    lay_words = models.JSONField(_("slova, kterými se lidé ptají"), default=list)

    class PersonalData:
        none = "veřejný číselník"

    class Meta(CodeList.Meta):
        verbose_name = _("druh neregistrované služby")
        verbose_name_plural = _("druhy neregistrovaných služeb")


class TargetGroup(CodeList):
    """Circle of persons a service is for (`CilovaSkupinaOsoby`)."""

    hides_address = models.BooleanField(_("bez údaje o utajení se adresa skrývá"), default=False)
    lay_words = models.JSONField(_("slova, kterými se lidé ptají"), default=list)
    audience = models.CharField(_("volba „Pro koho“"), max_length=40, blank=True)

    class PersonalData:
        none = "veřejný číselník"

    class Meta(CodeList.Meta):
        verbose_name = _("cílová skupina")
        verbose_name_plural = _("cílové skupiny")


class BasicActivity(CodeList):
    """Basic activity of a social service (§ 35 odst. 1 of Act 108/2006); the code is its letter."""

    class PersonalData:
        none = "veřejný číselník"

    class Meta(CodeList.Meta):
        verbose_name = _("základní činnost")
        verbose_name_plural = _("základní činnosti")


class ServiceForm(CodeList):
    """Form of provision (`FormaSocialniSluzby`)."""

    explanation = models.CharField(_("vysvětlení"), max_length=300, blank=True)

    class PersonalData:
        none = "veřejný číselník"

    class Meta(CodeList.Meta):
        verbose_name = _("forma poskytování")
        verbose_name_plural = _("formy poskytování")


class CapacityUnit(CodeList):
    """Unit of registered capacity (`TypKapacitySocialniSluzby`), with its plural forms „lůžko,lůžka,lůžek“."""

    plural_forms = models.CharField(_("tvary 1, 2–4, 5+"), max_length=200)
    explanation = models.CharField(_("vysvětlení"), max_length=300, blank=True)

    class PersonalData:
        none = "veřejný číselník"

    class Meta(CodeList.Meta):
        verbose_name = _("jednotka kapacity")
        verbose_name_plural = _("jednotky kapacity")


class AgeGroup(CodeList):
    """Age category of users (`VekovaSkupinaOsoby`), in years; no limit is None."""

    age_from = models.PositiveSmallIntegerField(_("věk od"), null=True)
    age_to = models.PositiveSmallIntegerField(_("věk do"), null=True)

    class PersonalData:
        none = "veřejný číselník"

    class Meta(CodeList.Meta):
        verbose_name = _("věková skupina")
        verbose_name_plural = _("věkové skupiny")
