"""The upload of the register."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.forms.fields import FIRST_DAY
from opora.foundation.core.dates import today
from opora.foundation.core.forms import Form


class RegisterUploadForm(Form):
    """The file of the register and how to read it."""

    file = forms.FileField(
        label=_("Soubor registru"),
        help_text=_("Soubor rpss.json z otevřených dat ministerstva, může být zabalený (rpss.json.gz)."),
        error_messages={
            "required": _("Vyberte soubor registru."),
            "empty": _("Vybraný soubor je prázdný. Stáhněte registr znovu."),
        },
    )
    source = forms.CharField(
        label=_("Zdroj, jak se ukáže u služeb"),
        max_length=200,
        required=False,
        help_text=_("Bez vyplnění „Registr poskytovatelů sociálních služeb MPSV“."),
    )
    as_of = forms.DateField(
        label=_("Ke kterému dni registr platí"),
        required=False,
        help_text=_("Bez vyplnění dnešní den."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Zadejte den, například 1. 4. 2026.")},
    )
    seat_addresses = forms.BooleanField(
        label=_("Adresy v souboru jsou sídla poskytovatelů"),
        required=False,
        help_text=_(
            "Takový je výpis dodaný s ukázkou. Údaj o utajení v něm chybí, proto adresy azylových domů "
            "a podobných služeb skryjeme. Předvyplněno podle posledního načtení."
        ),
    )
    dry_run = forms.BooleanField(
        label=_("Jen nanečisto"),
        required=False,
        help_text=_("Spočítá a ukáže rozdíly, do katalogu nic nezapíše."),
    )
    confirm = forms.BooleanField(
        label=_("Zapsat, i když se počet služeb liší o víc než 5 %"),
        required=False,
        help_text=_("Zaškrtněte, jen když víte, proč služeb tolik přibylo nebo ubylo. Zkuste nejdřív „nanečisto“."),
    )

    def clean_as_of(self) -> date | None:
        """A day that has come: services would otherwise stand to a day nobody has seen yet."""
        day = self.cleaned_data["as_of"]
        if day and not FIRST_DAY <= day <= today():
            raise forms.ValidationError(_("Zadejte den, který už byl, nejdřív 1. 1. 2007."))
        return day
