"""Fields that forms of the catalogue share."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cz import dic

from opora.foundation.core.dates import today

FIRST_DAY = date(2007, 1, 1)  # when the register began
PHONE = re.compile(r"\+?[\d ()/,;-]+", re.ASCII)
SHORTEST_PHONE, LONGEST_PHONE = 9, 40  # digits, characters
PHONE_HINT = _("Například 416 000 000 nebo +420 416 000 000.")
ICO = re.compile(r"\d{1,8}", re.ASCII)


class PhoneField(forms.CharField):
    """A number that can be called: nothing but digits, spaces and marks, at least nine digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_PHONE, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (PHONE.fullmatch(value) and sum(map(str.isdigit, value)) >= SHORTEST_PHONE):
            raise ValidationError(_("Zadejte telefon číslicemi, například 416 000 000."))


class DayField(forms.DateField):
    """A day; browsers offer a calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Zadejte den, například 1. 4. 2026.")}


class PastDayField(DayField):
    """A day that has come, not older than `first`."""

    def __init__(self, *, first: date = FIRST_DAY, **options: Any) -> None:
        self.first = first
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not self.first <= value <= today():
            raise ValidationError(_("Zadejte den, který už byl."))


class IcoField(forms.CharField):
    """IČO as eight digits; shorter ones get the zeros that tables of offices lose."""

    def to_python(self, value: Any) -> str:
        text = re.sub(r"\s", "", super().to_python(value))
        return text.zfill(8) if text else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (ICO.fullmatch(value) and dic.is_valid(value)):
            raise ValidationError(_("Takové IČO neexistuje: má osm číslic a poslední je kontrolní. Opravte je."))


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
