"""How forms look and answer: one renderer for the project, one mixin for every form, fields that many forms have."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _
from stdnum.cz import dic

from opora.foundation.core.dates import czech_date
from opora.foundation.core.errors import OperationError, StaleError

Stored = Callable[[], Mapping[str, Any]]  # reads the record as it is now: values of the form's fields and its version

PHONE = re.compile(r"\+?[\d ()/,;-]+", re.ASCII)
SHORTEST_PHONE, LONGEST_PHONE = 9, 40  # digits, characters
PHONE_HINT = _("Například 416 000 000 nebo +420 416 000 000.")
YEARS = range(1900, 2200)
ICO = re.compile(r"\d{1,8}", re.ASCII)
NO_NAME = ("://", "www.", "@")  # marks of addresses: a name must not carry a link into our mails


class Field(BoundField):
    """A field on a page. Placeholders vanish when one types, so they are never shown; hints stay."""

    @property
    def error_target(self) -> str:
        """Id that a link of the error summary leads to: the input, or the first choice of a group."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def name_in_summary(self) -> str:
        """The field's `short_label` where its label is a whole paragraph, else the label."""
        return str(getattr(self.field, "short_label", "") or self.label)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Attributes of the input; False leaves an attribute out."""
        return super().build_widget_attrs({**attrs, "placeholder": False}, widget)


class FormRenderer(DjangoTemplates):
    """Every `{{ form }}`: error summary first, then fields with label, hint and error tied together."""

    form_template_name = "core/forms/form.html"
    formset_template_name = "core/forms/formset.html"
    field_template_name = "core/forms/field.html"
    bound_field_class = Field


def readable(text: str) -> None:
    """Validator of names: raise ValidationError for one of which a reader sees or hears nothing."""
    if not any(char.isalnum() for char in text):
        raise ValidationError("Napište aspoň jedno písmeno nebo číslici.")


def persons_name(text: str) -> None:
    """Validator of names of people: raise ValidationError for addresses and characters that nobody sees."""
    readable(text)
    hidden = any(unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in text)
    if hidden or any(mark in text.lower() for mark in NO_NAME):
        raise ValidationError("Napište jen jméno a příjmení, bez odkazů, e-mailů a zvláštních znaků.")


def check_persons_name(full_name: str) -> None:
    """Raise ValidationError at the field `full_name` for what is no name of a person."""
    try:
        persons_name(full_name)
    except ValidationError as error:
        raise ValidationError({"full_name": error.messages}) from error


class PhoneField(forms.CharField):
    """A number that can be called: nothing but digits, spaces and marks, at least nine digits unless told less."""

    def __init__(self, *, shortest: int = SHORTEST_PHONE, **options: Any) -> None:
        self.shortest = shortest
        super().__init__(max_length=LONGEST_PHONE, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (PHONE.fullmatch(value) and sum(map(str.isdigit, value)) >= self.shortest):
            raise ValidationError(_("Zadejte telefon číslicemi, například 416 000 000."))


class DayField(forms.DateField):
    """A day; browsers offer a calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Zadejte den, například 1. 4. 2026.")}

    def to_python(self, value: Any) -> date | None:
        """The day; years that nobody means, and at whose edges calendars end, are slips of the keyboard."""
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class IcoField(forms.CharField):
    """IČO as eight digits; shorter ones get the zeros that tables of offices lose."""

    def to_python(self, value: Any) -> str:
        text = re.sub(r"\s", "", super().to_python(value) or "")
        return text.zfill(8) if text else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (ICO.fullmatch(value) and dic.is_valid(value)):
            raise ValidationError(_("Takové IČO neexistuje: má osm číslic a poslední je kontrolní. Opravte je."))


class FormMixin:
    """What views need of a form besides validation. `mark_optional = False` leaves out „nepovinné“ (search forms)."""

    mark_optional = True

    @property
    def http_status(self) -> int:
        """422 when the form came back with errors, else 200."""
        return 422 if self.is_bound and self.errors else 200  # type: ignore[attr-defined]

    @contextmanager
    def catching_operation_errors(self, stored: Stored | None = None) -> Iterator[None]:
        """Turn a refusal of an operation into sentences of the error summary.

        A stale edit of a form with `stored` says at the fields what is there now, and may then be saved knowingly.
        """
        try:
            yield
        except StaleError as error:
            self.add_error(None, str(error))  # type: ignore[attr-defined]
            if stored is not None:
                self._compare(stored())
        except OperationError as error:
            self.add_error(None, str(error))  # type: ignore[attr-defined]
        except ValidationError as error:
            known = set(self.fields)  # type: ignore[attr-defined]
            fits = hasattr(error, "error_dict") and set(error.error_dict) <= known
            self.add_error(None, error if fits else error.messages)  # type: ignore[attr-defined]

    def _compare(self: Any, stored: Mapping[str, Any]) -> None:
        """Take over the version that is stored; at fields that differ say what is stored, what was typed stays."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = stored.get("version", 0)
        for bound in self.visible_fields():
            now, typed = stored.get(bound.name), bound.data
            typed = typed.replace("\r\n", "\n") if isinstance(typed, str) else typed
            if bound.field.has_changed(now, typed):
                said = _said(bound.field, now)
                self.add_error(bound.name, f"Teď je uloženo „{said}“." if said else "Teď není uloženo nic.")


def _said(field: forms.Field, value: Any) -> str:
    """A value of a field as people read it; empty when there is none."""
    if value is None or value == "":
        return ""
    choices = getattr(field, "choices", None)
    if choices is not None:
        chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value)}
        return ", ".join(str(label) for code, label in choices if str(code) in chosen)
    return czech_date(value) if isinstance(value, date) else "; ".join(str(value).splitlines())


class Form(FormMixin, forms.Form):
    """Base of the project's forms."""


class ModelForm(FormMixin, forms.ModelForm):
    """Base of the project's forms over a model; it validates, operations write."""
