"""Fields that forms of the catalogue share."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.dates import today
from opora.foundation.core.forms import DayField

FIRST_DAY = date(2007, 1, 1)  # when the register began


class PastDayField(DayField):
    """A day that has come, not older than `first`."""

    def __init__(self, *, first: date = FIRST_DAY, **options: Any) -> None:
        self.first = first
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not self.first <= value <= today():
            raise ValidationError(_("Zadejte den, který už byl."))


class FlagField(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **options: Any) -> None:
        choices = (("", _("nevíme")), ("ano", _("ano")), ("ne", _("ne")))
        super().__init__(
            choices=choices,
            coerce={"ano": True, "ne": False}.get,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Napište ano, ne, nebo nechte prázdné.")},
            **options,
        )
