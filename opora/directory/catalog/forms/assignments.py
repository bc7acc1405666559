"""Ticking services of a colleague."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.models import Service
from opora.foundation.core.forms import Form


class MemberServicesForm(Form):
    """Services ticked; `seen` remembers what was ticked when the page was made, so that only changes are sent on."""

    mark_optional = False

    services = forms.TypedMultipleChoiceField(
        label=_("Služby"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Tato služba v nabídce není. Vyberte z toho, co nabízí formulář.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10_000)

    @classmethod
    def of(cls, services: Iterable[Service], held: set[int], data: Any = None) -> "MemberServicesForm":
        """The form over services to choose from and keys of those that are assigned; `data` of a sent one."""
        book = codebook()
        choices = [(service.pk, _name(service, book)) for service in services]
        ticked = [key for key, _label in choices if key in held]
        form = cls(data, initial={"services": ticked, "seen": ",".join(map(str, ticked))})
        form.fields["services"].choices = choices  # type: ignore[attr-defined]
        return form

    def clean_seen(self) -> set[int]:
        """Keys that were ticked on the page; what is no number is left out."""
        return {
            int(key)
            for key in self.cleaned_data["seen"].split(",")
            if key.isascii() and key.isdecimal() and len(key) < 19
        }

    def changes(self) -> dict[str, set[int]]:
        """What the person ticked and unticked, for the operation."""
        chosen, seen = set(self.cleaned_data["services"]), self.cleaned_data["seen"]
        return {"add": chosen - seen, "take": seen - chosen}


def _name(service: Service, book: Codebook) -> str:
    kind = book.kind_plain_name(service.kind_code)
    return f"{service.name} – {kind} ({service.identifier})" + (", skončila" if service.has_ended else "")
