"""What search reads: one row per service, and the words of the whole index."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.models.services import Service


class SearchRow(models.Model):
    """Everything that search, filters and order need of one service, made anew by each change of it.

    `*_words` hold index forms (folded form, lemma, stem) separated by spaces. A service whose address is
    secret has no obec, ORP, latitude or longitude here: it stands at its okres.
    """

    service = models.OneToOneField(
        Service, models.CASCADE, verbose_name=_("služba"), primary_key=True, related_name="search_row"
    )
    name_words = models.TextField(_("slova názvu"))
    kind_words = models.TextField(_("slova druhu"))
    group_words = models.TextField(_("slova cílových skupin"))
    note_words = models.TextField(_("slova upřesnění"))
    kind_code = models.CharField(_("druh"), max_length=40)
    forms = models.CharField(_("formy"), max_length=40)  # ",amb,ter," as registered
    usual_forms = models.CharField(_("formy podle zákona"), max_length=40)
    groups = models.CharField(_("cílové skupiny"), max_length=300)  # ",1,24,"
    places = models.TextField(_("místa zařízení"))  # ",obec-562335,orp-4202,okres-3502,kraj-60,"
    reaches = models.TextField(_("působnost"))  # ",kraj-60,"
    text_reaches = models.TextField(
        _("působnost podle textu"), blank=True, db_default=""
    )  # ",orp-4202,okruh-567027-30,"
    ages = models.CharField(_("věkové skupiny"), max_length=200, blank=True, db_default="")  # ",7,8,"
    free_of_charge = models.BooleanField(_("bezplatná"), null=True)
    anonymous = models.BooleanField(_("i bez udání jména"), null=True)
    latitude = models.FloatField(_("zeměpisná šířka"), null=True)
    longitude = models.FloatField(_("zeměpisná délka"), null=True)
    czech_sort = models.CharField(_("klíč řazení"), max_length=1300)
    starts_on = models.DateField(_("od"))
    ends_on = models.DateField(_("do"), null=True)

    class PersonalData:
        none = "veřejný registr poskytovatelů; bez utajených adres"

    class Meta:
        verbose_name = _("řádek hledání")
        verbose_name_plural = _("řádky hledání")

    def __str__(self) -> str:
        return str(self.service_id)


class SearchState(models.Model):
    """One row: the number that grows with every change of search rows, so that each process knows when to read them."""

    version = models.BigIntegerField(_("verze"), default=1)

    class PersonalData:
        none = "číslo verze rejstříku"

    class Meta:
        verbose_name = _("stav hledání")
        verbose_name_plural = _("stav hledání")

    def __str__(self) -> str:
        return str(self.version)


class SearchWord(models.Model):
    """A word of the index as people write it, for correcting typing errors."""

    word = models.CharField(_("slovo"), max_length=40, unique=True)
    services = models.PositiveIntegerField(_("v kolika službách"))

    class PersonalData:
        none = "slova veřejného registru"

    class Meta:
        verbose_name = _("slovo hledání")
        verbose_name_plural = _("slova hledání")

    def __str__(self) -> str:
        return self.word
