"""What a provider said of free places."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import Accepts, StatementOrigin
from opora.directory.catalog.forms.fields import PastDayField
from opora.directory.catalog.imports.screening import ADDRESS_LIKE
from opora.directory.catalog.models import Availability
from opora.foundation.core.dates import today
from opora.foundation.core.forms import Form

OLDEST = timedelta(days=365)
MOST_PLACES = 10_000


class AvailabilityForm(Form):
    """The statement, its day and the way it came."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    accepts = forms.ChoiceField(
        label=_("Přijímá služba nové klienty?"),
        choices=Accepts,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, co poskytovatel řekl.")},
    )
    free_places = forms.IntegerField(
        label=_("Kolik má volných míst"),
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        help_text=_("Jen když poskytovatel řekl číslo."),
        error_messages={"invalid": _("Napište celé číslo, například 3.")},
    )
    note = forms.CharField(
        label=_("Poznámka pro veřejnost"),
        max_length=300,
        required=False,
        help_text=_("Například „pro ženy od ledna“. Jména lidí sem nepište."),
    )
    as_of = PastDayField(
        label=_("Kdy to poskytovatel řekl"), error_messages={"required": _("Zadejte den, kdy to poskytovatel řekl.")}
    )
    origin = forms.ChoiceField(
        label=_("Jak jste se to dozvěděli"),
        choices=StatementOrigin,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jak jste se to dozvěděli.")},
    )

    hidden = False

    @classmethod
    def of(cls, statement: Availability | None, data: Any = None, *, hidden: bool = False) -> "AvailabilityForm":
        """The form over the last statement; `data` of a sent one, `hidden` of a service with a secret address."""
        form = cls(data, initial=cls.known(statement))
        form.hidden = hidden
        return form

    @staticmethod
    def known(statement: Availability | None) -> dict[str, Any]:
        """Values of the fields of the statement, with its version."""
        return model_to_dict(statement) | {"version": statement.version} if statement else {}

    def clean_note(self) -> str:
        """A sentence without an address where that is secret."""
        note = self.cleaned_data["note"]
        if self.hidden and ADDRESS_LIKE.search(note):
            raise forms.ValidationError(_("Adresa této služby je utajená. Smažte ji i z poznámky."))
        return note

    def clean_as_of(self) -> date:
        """A day within the last year: what was said earlier says nothing of today."""
        day = self.cleaned_data["as_of"]
        if day < today() - OLDEST:
            raise forms.ValidationError(_("Údaj je starší než rok. Zeptejte se poskytovatele znovu."))
        return day

    def clean(self) -> dict[str, Any]:
        """Free places are only where somebody is accepted."""
        values = super().clean() or self.cleaned_data
        if values.get("free_places") and values.get("accepts") not in (None, Accepts.YES):
            self.add_error(
                "free_places", _("Když služba teď nepřijímá, volná místa nemá. Smažte číslo, nebo změňte odpověď.")
            )
        return values


class WithdrawForm(Form):
    """Which statement is to be forgotten."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
