"""The contact of a social department."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.forms.fields import PastDayField
from opora.directory.catalog.models import SocialDepartment
from opora.foundation.core.forms import PHONE_HINT, Form, PhoneField, readable


class SocialDepartmentForm(Form):
    """Contact of a social department, where it comes from and when somebody checked it."""

    mark_optional = False  # one contact will do, and it needs its source and day

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    name = forms.CharField(
        label=_("Název pracoviště"),
        max_length=200,
        validators=[readable],
        required=False,
        help_text=_("Bez vyplnění „sociální odbor“ a název úřadu."),
    )
    phone = PhoneField(label=_("Telefon"), required=False, help_text=PHONE_HINT)
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
    checked_on = PastDayField(label=_("Kdy jste údaj ověřili"), required=False)

    @classmethod
    def of(cls, department: SocialDepartment | None, data: Any = None) -> "SocialDepartmentForm":
        """The form over what is known; `data` of a sent one."""
        return cls(data, initial=cls.known(department))

    @staticmethod
    def known(department: SocialDepartment | None) -> dict[str, Any]:
        """Values of the fields of the department, with its version."""
        return model_to_dict(department) | {"version": department.version} if department else {}

    def clean(self) -> dict[str, Any]:
        """A contact says where it comes from and when it was checked; an empty form clears the record."""
        values = super().clean() or self.cleaned_data
        if any(values.get(name) for name in ("phone", "email", "web", "address")):
            if not values.get("source") and "source" not in self.errors:
                self.add_error("source", _("Napište, odkud údaj máte, například „web města“."))
            if not values.get("checked_on") and "checked_on" not in self.errors:
                self.add_error("checked_on", _("Zadejte den, kdy jste údaj ověřili."))
        return values
