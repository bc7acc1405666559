"""Forms of consents: a new wording, and the choice of what the list shows."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from opora.foundation.core.forms import Form, readable
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.models import Consent
from opora.foundation.privacy.selectors.consents import known_purposes

IN_FORCE, WITHDRAWN = "plati", "odvolane"


class WordingForm(Form):
    """New words of a consent; `version` is the number of the one that was on the page, 0 = none."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label="Znění souhlasu",
        max_length=4_000,
        validators=[readable],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Přesně tahle slova uvidí, kdo souhlas dává. Napište, k čemu je, na jak dlouho a jak se odvolá.",
        error_messages={"required": "Napište znění souhlasu."},
    )


class ConsentFilterForm(Form):
    """Which consents the list shows."""

    mark_optional = False
    ucel = forms.ChoiceField(label="Účel", required=False)
    stav = forms.ChoiceField(
        label="Stav", required=False, choices=[("", "všechny"), (IN_FORCE, "platí"), (WITHDRAWN, "odvolané")]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        purposes = [(one.code, one.title) for one in known_purposes()]
        self.fields["ucel"].choices = [("", "všechny"), *purposes]  # type: ignore[attr-defined]

    def narrow(self, consents: "QuerySet[Consent]") -> "QuerySet[Consent]":
        """Consents that the choice lets through; the form has to be valid."""
        asked = self.cleaned_data
        if asked["ucel"]:
            consents = consents.filter(wording__purpose=asked["ucel"])
        if asked["stav"]:
            consents = consents.filter(withdrawn_at__isnull=asked["stav"] == IN_FORCE)
        return consents


class WithdrawForm(Form):
    """How somebody told staff that they withdraw a consent."""

    how = forms.ChoiceField(
        label="Jak člověk souhlas odvolal",
        choices=[("", "vyberte"), *((code, label) for code, label in Channel.choices if code not in {"form", "link"})],
        error_messages={"required": "Vyberte, jak souhlas odvolal."},
    )
