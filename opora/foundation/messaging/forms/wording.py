"""Editing of the wording of a message."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.forms import Form
from opora.foundation.core.registries import Notification
from opora.foundation.messaging.selectors.wording import LONGEST_SUBJECT, LONGEST_TEXT, check_wording


class WordingForm(Form):
    """Subject and text with placeholders; `version` is the number of the one that was on the page, 0 = none."""

    subject = forms.CharField(label=_("Předmět"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label=_("Text zprávy"),
        max_length=LONGEST_TEXT,
        help_text=_("Značky v hranatých závorkách doplní systém. Odkaz nechte na řádku samotný."),
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, notification: Notification, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.notification = notification

    def clean(self) -> dict[str, Any]:
        """What is missing, unknown or unreadable is said at the field."""
        data = super().clean() or {}
        try:
            check_wording(self.notification, data.get("subject", ""), data.get("text", ""))
        except ValidationError as error:
            for name, faults in error.error_dict.items():
                if name in data:  # an empty field has its sentence already
                    self.add_error(name, faults)
        return data
