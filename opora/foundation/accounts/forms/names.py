"""The name of an account, corrected on request of its owner."""

from django import forms

from opora.foundation.core.forms import Form, persons_name


class NameForm(Form):
    """The right name."""

    full_name = forms.CharField(
        label="Jméno a příjmení",
        max_length=200,
        validators=[persons_name],
        error_messages={"required": "Vyplňte jméno a příjmení."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
