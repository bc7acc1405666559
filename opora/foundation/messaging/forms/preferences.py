"""How often somebody wants messages of each category."""

from collections.abc import Iterable
from typing import Any

from django import forms

from opora.foundation.core.forms import Form
from opora.foundation.messaging.enums import Frequency
from opora.foundation.messaging.selectors.preferences import Choice


class PreferencesForm(Form):
    """A field for each category, named by its code."""

    def __init__(self, choices: Iterable[Choice], data: Any = None) -> None:
        super().__init__(data)
        for choice in choices:
            self.fields[choice.category.code] = forms.TypedChoiceField(
                label=choice.category.title,
                help_text=choice.category.description,
                choices=Frequency.choices,
                coerce=Frequency,
                initial=choice.frequency,
                widget=forms.RadioSelect,
            )
