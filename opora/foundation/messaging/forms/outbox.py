"""What staff ask of the outbox."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from opora.foundation.core.forms import DayField, Form
from opora.foundation.messaging.enums import FAILED, MessageStatus
from opora.foundation.messaging.selectors.outbox import title_of

FAILURES = "nedorucene"
STATES = [("", "všechny"), (FAILURES, "nedoručené a nejisté"), *MessageStatus.choices]


class OutboxFilterForm(Form):
    """The filter of messages; `narrow` applies it."""

    mark_optional = False
    stav = forms.ChoiceField(label="Stav", required=False, choices=STATES)
    druh = forms.ChoiceField(label="Druh zprávy", required=False)
    den = DayField(label="Den", required=False)

    def __init__(self, data: Any, *, kinds: QuerySet) -> None:
        super().__init__(data)
        codes = set(kinds.order_by().values_list("notification", flat=True).distinct())
        named = sorted((title_of(code), code) for code in codes - {""})
        self.fields["druh"].choices = [("", "všechny"), *((code, title) for title, code in named)]  # type: ignore[attr-defined]

    def narrow(self, messages: QuerySet) -> QuerySet:
        """The messages that the filter lets through; what was asked wrongly narrows nothing."""
        asked = self.cleaned_data
        if state := asked.get("stav"):
            messages = messages.filter(status__in=FAILED if state == FAILURES else [state])
        if kind := asked.get("druh"):
            messages = messages.filter(notification=kind)
        if day := asked.get("den"):
            begins = timezone.make_aware(datetime.combine(day, time.min))
            messages = messages.filter(created_at__gte=begins, created_at__lt=begins + timedelta(days=1))
        return messages
