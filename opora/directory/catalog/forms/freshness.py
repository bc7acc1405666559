"""Confirming that data still hold, and narrowing the list of those that wait."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.selectors.freshness import Freshness
from opora.foundation.core.forms import Form

CHANGED = _("Údaje se mezitím změnily. Podívejte se, co karta říká teď, a potvrďte to znovu.")


class ConfirmForm(Form):
    """Services that still hold, each in the version that was shown; a single one needs no ticking."""

    services = forms.MultipleChoiceField(
        label=_("Co stále platí?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Zaškrtněte aspoň jednu službu, jejíž údaje platí."), "invalid_choice": CHANGED},
    )

    def __init__(self, shown: Sequence[Freshness], data: Any = None) -> None:
        choices = [(f"{one.service.pk}-{one.version}", one.service.name) for one in shown]
        super().__init__(data, initial={"services": [value for value, _name in choices]})
        self.fields["services"].choices = choices
        if len(choices) == 1:
            self.fields["services"].widget = forms.MultipleHiddenInput()

    @property
    def seen(self) -> dict[int, int]:
        """Number of each chosen service → version of its data."""
        pairs = (value.split("-") for value in self.cleaned_data["services"])
        return {int(key): int(version) for key, version in pairs}


class FreshnessFilterForm(Form):
    """Which services to look through."""

    mark_optional = False
    stav = forms.ChoiceField(
        label=_("Které služby"),
        required=False,
        choices=[("", _("všechny")), ("cekaji", _("čekají na ověření")), ("pozde", _("ani po druhém připomenutí"))],
    )

    def takes(self, one: Freshness) -> bool:
        """True for a service that the list shows."""
        asked = self.cleaned_data.get("stav", "")
        return {"cekaji": one.is_due, "pozde": one.is_late}.get(asked, True)
