"""How often somebody wants messages of each category."""

from collections.abc import Iterable
from typing import Any

from django import forms

from opora.foundation.core.forms import Form
from opora.foundation.messaging.enums import Frequency
from opora.foundation.messaging.selectors.preferences import Choice


class PreferencesForm(Form):
    """A field for each category, named by its code. One that was not on the page stays as it is."""

    mark_optional = False

    def __init__(self, choices: Iterable[Choice], data: Any = None) -> None:
        super().__init__(data)
        for choice in choices:
            self.fields[choice.category.code] = forms.TypedChoiceField(
                label=choice.category.title,
                help_text=choice.category.description,
                choices=Frequency.choices,
                coerce=Frequency,
                initial=choice.frequency,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def wanted(self) -> dict[str, Frequency]:
        """What was chosen."""
        return {code: Frequency(frequency) for code, frequency in self.cleaned_data.items() if frequency}
