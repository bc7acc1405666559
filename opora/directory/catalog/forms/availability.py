"""What a provider said of free places: one line for each part of the service, then the day and the way it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import Accepts, StatementOrigin
from opora.directory.catalog.forms.fields import PastDayField
from opora.directory.catalog.imports.screening import ADDRESS_LIKE
from opora.directory.catalog.operations.availability import VALUES
from opora.directory.catalog.selectors.availability import Part, PartKey, ShownStatement
from opora.directory.catalog.selectors.card_parts import betrays_address
from opora.foundation.core.dates import today
from opora.foundation.core.forms import Form

OLDEST = timedelta(days=365)
MOST_PLACES, MOST_WEEKS = 10_000, 520
NUMBER = {"invalid": _("Napište celé číslo, například 3.")}
CHOICES = [("", _("neuvedeno")), *Accepts.choices]
TOLD = [(value, label) for value, label in StatementOrigin.choices if value != StatementOrigin.OWN]


@dataclass(frozen=True)
class Line:
    """Fields of one part; the name is empty for the whole service."""

    name: str
    fields: list[BoundField]
    note: BoundField


def part_fields() -> dict[str, forms.Field]:
    """Fields of one part of a service."""
    return {
        "accepts": forms.ChoiceField(label=_("Přijímáte nové klienty?"), choices=CHOICES, required=False),
        "free_places": forms.IntegerField(
            label=_("Volných míst"), required=False, min_value=0, max_value=MOST_PLACES, error_messages=NUMBER
        ),
        "waiting_weeks": forms.IntegerField(
            label=_("Čekání v týdnech"), required=False, min_value=0, max_value=MOST_WEEKS, error_messages=NUMBER
        ),
        "note": forms.CharField(label=_("Poznámka pro veřejnost"), max_length=300, required=False),
    }


class AvailabilityForm(Form):
    """Statements of all parts. People of the provider say how it is today, others what they heard, when and how."""

    mark_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, shown: ShownStatement, data: Any = None, *, own: bool, hidden: bool) -> None:
        self.own, self.hidden = own, hidden
        said = {(row.form, row.facility_key) for row in shown.statements}
        several = len(shown.parts) > 1
        self.parts = [part for part in shown.parts if part.name or not (several and own) or part.key in said]
        super().__init__(data, initial=self.known(shown))
        for part in self.parts:
            fields = part_fields()
            fields["accepts"].label = _("Přijímáte nové klienty?") if own else _("Přijímá nové klienty?")
            self.fields |= {f"{name}_{suffix(part)}": field for name, field in fields.items()}
        if not own:
            self.fields |= self._told()

    @staticmethod
    def known(shown: ShownStatement) -> dict[str, Any]:
        """What stands, as values of the fields."""
        values: dict[str, Any] = {"version": shown.version}
        for row in shown.statements:
            end = suffix(Part(row.form, row.facility_key, ""))
            values |= {f"{name}_{end}": getattr(row, name) for name in VALUES}
            values |= {"as_of": row.as_of, "origin": row.origin}
        return values

    @staticmethod
    def _told() -> dict[str, forms.Field]:
        return {
            "as_of": PastDayField(
                label=_("Kdy to poskytovatel řekl"),
                error_messages={"required": _("Zadejte den, kdy to poskytovatel řekl.")},
            ),
            "origin": forms.ChoiceField(
                label=_("Jak jste se to dozvěděli"),
                choices=TOLD,
                widget=forms.RadioSelect,
                error_messages={"required": _("Vyberte, jak jste se to dozvěděli.")},
            ),
        }

    def lines(self) -> Iterator[Line]:
        """Parts with their fields."""
        for part in self.parts:
            *short, note = (self[f"{name}_{suffix(part)}"] for name in VALUES)
            yield Line(part.name, short, note)

    def rows(self) -> dict[PartKey, dict[str, Any]]:
        """What was said of each part; nothing of those that nobody knows."""
        found = {
            part.key: {name: self.cleaned_data[f"{name}_{suffix(part)}"] for name in VALUES} for part in self.parts
        }
        return {key: values for key, values in found.items() if values["accepts"]}

    def clean(self) -> dict[str, Any]:
        """Numbers only where they make sense, and no address where that is secret."""
        values = super().clean() or self.cleaned_data
        for part in self.parts:
            self._check({name: values.get(f"{name}_{suffix(part)}") for name in VALUES}, suffix(part))
        day = values.get("as_of")
        if isinstance(day, date) and day < today() - OLDEST:
            self.add_error("as_of", _("Údaj je starší než rok. Zeptejte se poskytovatele znovu."))
        return values

    def _check(self, said: dict[str, Any], end: str) -> None:
        if said["accepts"] == "" and any(said[name] not in (None, "") for name in VALUES):
            self.add_error(
                f"accepts_{end}", _("Vyberte, zda přijímá nové klienty. Bez toho se číslo ani text neukáže.")
            )
        if said["free_places"] and said["accepts"] not in ("", None, Accepts.YES):
            sentence = _("Když služba teď nepřijímá, volná místa nemá. Smažte číslo, nebo změňte odpověď.")
            self.add_error(f"free_places_{end}", sentence)
        note = said["note"] or ""
        if self.hidden and (ADDRESS_LIKE.search(note) or betrays_address(note)):
            self.add_error(f"note_{end}", _("Adresa této služby je utajená. Smažte ji i z poznámky."))


class SameForm(Form):
    """Which state is to be confirmed for today."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def suffix(part: Part) -> str:
    """End of names of the fields of a part, the same whatever other parts there are; says nothing of the place."""
    return sha256(repr(part.key).encode()).hexdigest()[:8]
