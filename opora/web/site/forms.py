"""Forms of the shell."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.selectors.choices import audience_choices
from opora.foundation.core.forms import Form


class HomeSearchForm(Form):
    """The three questions of the home page; all of them may stay empty. The search page answers them."""

    mark_optional = False
    q = forms.CharField(
        label=_("Co hledáte"),
        help_text=_("Třeba „pečovatelka pro babičku“."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    kde = forms.CharField(
        label=_("Kde"),
        help_text=_("Obec nebo PSČ, třeba „Děčín“."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2", "enterkeyhint": "search"}),
    )
    pro = forms.ChoiceField(
        label=_("Pro koho"), help_text=_("Když nevíte, nechte „kdokoli“."), choices=audience_choices, required=False
    )
