"""What a kind of service is, told in plain words; one page for each kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.models import BaseModel


class KindPage(BaseModel):
    """Texts of the page of one kind, in our own words. Until verified, the page says so."""

    kind_code = models.CharField(_("druh"), max_length=40, unique=True)
    what = models.TextField(_("co to je"))
    for_whom = models.TextField(_("pro koho to je"))
    activities = models.JSONField(_("co pro vás udělá"), default=list)  # sentences, basic activities in plain words
    price = models.TextField(_("kolik to stojí"))
    start = models.TextField(_("jak začít"))
    differences = models.JSONField(_("čím se liší od podobných"), default=list)  # [{"kind": "4", "text": "…"}]
    easy_to_read = models.JSONField(_("snadné čtení"), default=list)  # short sentences, one thought each
    source = models.CharField(_("zdroj"), max_length=300)
    verified = models.BooleanField(_("ověřeno"), default=False)
    checked_on = models.DateField(_("ověřeno dne"), null=True)

    class PersonalData:
        none = "vlastní výklad veřejného číselníku"

    class Meta:
        verbose_name = _("stránka druhu služby")
        verbose_name_plural = _("stránky druhů služeb")

    def __str__(self) -> str:
        return self.kind_code
