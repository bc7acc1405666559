"""The new address of the own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.forms import Form


class EmailChangeForm(Form):
    """One address; whether it is somebody's account is not said."""

    email = forms.EmailField(
        label=_("Nový e-mail"),
        max_length=254,
        help_text=_("Přijde na něj odkaz. Dokud ho nepotvrdíte, platí dosavadní e-mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Napište nový e-mail."),
            "invalid": _("Zadejte celou adresu, například jana@organizace.example."),
        },
    )
