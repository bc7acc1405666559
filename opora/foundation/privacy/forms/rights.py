"""Forms of requests, extracts and restrictions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator, capfirst

from opora.foundation.core.dates import today
from opora.foundation.core.forms import DayField, Form, readable
from opora.foundation.privacy.enums import Channel, RequestKind, RequestStatus
from opora.foundation.privacy.models import Extract
from opora.foundation.privacy.operations.requests import NewRequest
from opora.foundation.privacy.selectors.extracts import Field, Record

EMAIL = {
    "required": "Vyplňte e-mail: podle něj se údaje hledají.",
    "invalid": "Zadejte e-mail, například jana@obec.cz.",
}
LONG = forms.Textarea(attrs={"rows": 5})
HOW_PROVEN = (
    "Například: osobně občanským průkazem, z ověřené datové schránky, odpovědí z adresy, které se údaje týkají."
)


class RequestForm(Form):
    """What came and from whom."""

    kind = forms.ChoiceField(
        label="Čeho se žádá",
        choices=[("", "vyberte"), *RequestKind.choices],
        error_messages={"required": "Vyberte, o co člověk žádá."},
    )
    name = forms.CharField(
        label="Jméno a příjmení",
        max_length=200,
        validators=[readable],
        error_messages={"required": "Vyplňte jméno člověka, který žádá."},
    )
    email = forms.EmailField(
        label="E-mail", help_text="Podle této adresy se údaje hledají.", error_messages=EMAIL, max_length=254
    )
    received_on = DayField(
        label="Přijato dne",
        help_text="Od tohoto dne běží měsíc na vyřízení (čl. 12/3 GDPR).",
        initial=today,
        error_messages={"required": "Vyplňte den, kdy žádost přišla."},
    )
    channel = forms.ChoiceField(
        label="Jak žádost přišla",
        choices=[("", "vyberte"), *((code, label) for code, label in Channel.choices if code != Channel.LINK)],
        error_messages={"required": "Vyberte, jak žádost přišla."},
    )
    proof = forms.CharField(
        label="Jak byla ověřena totožnost",
        max_length=300,
        help_text=HOW_PROVEN,
        validators=[readable],
        error_messages={"required": "Napište, jak víte, že žádá právě tento člověk."},
    )
    text = forms.CharField(label="Co člověk žádá", max_length=10_000, required=False, widget=LONG)

    def new_request(self) -> NewRequest:
        """What the operation takes; the form has to be valid."""
        return NewRequest(**self.cleaned_data)


class VersionForm(Form):
    """A button whose page has to be fresh."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def of(cls, row: Any, data: Any = None) -> "VersionForm":
        """The form for the row as it is stored."""
        return cls(data, initial={"version": row.version})


class SettleForm(VersionForm):
    """How a request ended; of a correction also which fields changed."""

    status = forms.ChoiceField(
        label="Výsledek",
        choices=[(RequestStatus.DONE, "vyřízeno"), (RequestStatus.REFUSED, "odmítnuto")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vyberte, jak žádost skončila."},
    )
    corrected = forms.MultipleChoiceField(
        label="Opravená pole",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Zapíšou se jen názvy polí, nikdy staré ani nové hodnoty.",
    )
    outcome = forms.CharField(
        label="Jak bylo vyřízeno",
        help_text="U odmítnutí důvod. Člověku se sděluje i to, že si může stěžovat u Úřadu pro ochranu osobních údajů.",
        max_length=10_000,
        widget=LONG,
        validators=[readable],
        error_messages={"required": "Napište, jak bylo vyřízeno, nebo proč se odmítá."},
    )

    def __init__(self, *args: Any, correctable: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if correctable:
            self.fields["corrected"].choices = correctable  # type: ignore[attr-defined]
        else:
            del self.fields["corrected"]


class HideForm(VersionForm):
    """Which fields of one record are not handed over, and why."""

    mark_optional = False
    fields_hidden = forms.MultipleChoiceField(
        label="Skryté údaje", required=False, widget=forms.CheckboxSelectMultiple, help_text="Odškrtnutý se zase ukáže."
    )
    reason = forms.CharField(
        label="Důvod",
        max_length=200,
        required=False,
        help_text="Stojí ve výpisu místo údaje, nepište do něj nic o té druhé osobě.",
        initial="týká se jiné osoby",
    )

    @classmethod
    def of_record(cls, extract: Extract, record: Record, data: Any = None) -> "HideForm":
        """The form over the record, with what is hidden now."""
        hidden = record.hidden
        initial = {"version": extract.version, "fields_hidden": [field.name for field in hidden]}
        if hidden:
            initial["reason"] = hidden[0].reason
        form = cls(data, initial=initial)
        form.fields["fields_hidden"].choices = [(field.name, _labelled(field)) for field in record.fields]  # type: ignore[attr-defined]
        return form

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("fields_hidden") and not any(char.isalnum() for char in values.get("reason", "")):
            self.add_error("reason", "Napište, proč se údaj skrývá.")
        return values


def _labelled(field: Field) -> str:
    """„E-mail: jana@opora.example“, long values shortened."""
    return f"{capfirst(field.title)}: {Truncator(field.value).chars(80)}"


class ReasonForm(VersionForm):
    """An act with a reason."""

    reason = forms.CharField(
        label="Důvod", max_length=300, validators=[readable], error_messages={"required": "Napište důvod."}
    )


class HandOverForm(VersionForm):
    """How the extract reached the person."""

    how = forms.CharField(
        label="Jak bylo předáno",
        max_length=200,
        help_text="Například: osobně na datovém nosiči, do datové schránky.",
        validators=[readable],
        error_messages={"required": "Napište, jak se výpis k člověku dostal."},
    )


class RestrictForm(Form):
    """Whose processing is restricted and why."""

    email = forms.EmailField(label="E-mail", error_messages=EMAIL, max_length=254)
    reason = forms.CharField(
        label="Důvod",
        max_length=300,
        help_text="Například: přesnost údajů se ověřuje, člověk vznesl námitku.",
        validators=[readable],
        error_messages={"required": "Napište důvod omezení."},
    )
