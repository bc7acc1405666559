"""Forms of the catalogue's staff pages."""

import re
from datetime import date
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.models import SocialDepartment
from opora.foundation.core.dates import today
from opora.foundation.core.forms import Form

FIRST_DAY = date(2007, 1, 1)  # when the register began
PHONE = re.compile(r"\+?[\d ()/,;-]+", re.ASCII)
SHORTEST_PHONE = 9  # digits


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


def _digits_of(text: str) -> str:
    return "".join(filter(str.isdigit, text))


class SocialDepartmentForm(Form):
    """Contact of a social department, where it comes from and when somebody checked it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    name = forms.CharField(
        label=_("Název pracoviště"),
        max_length=200,
        required=False,
        help_text=_("Bez vyplnění „sociální odbor“ a název úřadu."),
    )
    phone = forms.CharField(
        label=_("Telefon"), max_length=40, required=False, help_text=_("Například 416 000 000 nebo +420 416 000 000.")
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Zadejte celou adresu, například socialni@mesto.example.")},
    )
    web = forms.URLField(
        label=_("Webová stránka"),
        required=False,
        max_length=200,
        error_messages={"invalid": _("Zadejte celou adresu stránky, například https://www.mesto.example/socialni.")},
    )
    address = forms.CharField(label=_("Adresa pracoviště"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Poznámka pro veřejnost"),
        max_length=300,
        required=False,
        help_text=_("Například úřední hodiny nebo že se předem volá. Jména lidí sem nepište."),
    )
    source = forms.CharField(
        label=_("Odkud údaj je"), max_length=200, required=False, help_text=_("Například „web města“ nebo „telefonát“.")
    )
    checked_on = forms.DateField(
        label=_("Kdy jste údaj ověřili"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Zadejte den, například 1. 4. 2026.")},
    )

    @classmethod
    def of(cls, department: SocialDepartment | None, data: Any = None) -> "SocialDepartmentForm":
        """The form over what is known; `data` of a sent one."""
        return cls(data, initial=model_to_dict(department) | {"version": department.version} if department else None)

    def clean_phone(self) -> str:
        """A number that can be called: nothing but digits, spaces and marks, at least nine digits."""
        phone = self.cleaned_data["phone"]
        if phone and not (PHONE.fullmatch(phone) and len(_digits_of(phone)) >= SHORTEST_PHONE):
            raise forms.ValidationError(_("Zadejte telefon číslicemi, například 416 000 000."))
        return phone

    def clean_checked_on(self) -> date | None:
        """A day that has come."""
        day = self.cleaned_data["checked_on"]
        if day and not FIRST_DAY <= day <= today():
            raise forms.ValidationError(_("Zadejte den, který už byl."))
        return day

    def clean(self) -> dict[str, Any]:
        """A contact says where it comes from and when it was checked; an empty form clears the record."""
        values = super().clean() or self.cleaned_data
        if any(values.get(name) for name in ("phone", "email", "web", "address")):
            if not values.get("source") and "source" not in self.errors:
                self.add_error("source", _("Napište, odkud údaj máte, například „web města“."))
            if not values.get("checked_on") and "checked_on" not in self.errors:
                self.add_error("checked_on", _("Zadejte den, kdy jste údaj ověřili."))
        return values
