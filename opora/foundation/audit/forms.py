"""What an auditor asks of the record."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.audit.tables import type_name
from opora.foundation.core.dates import czech_date
from opora.foundation.core.forms import DayField, Form
from opora.foundation.core.personal_data import own_models


class _Blanks(dict):
    """Values of a sentence read as dots."""

    def __missing__(self, key: str) -> str:
        return "…"


def action_choices() -> list[tuple[str, Any]]:
    """Sentences of acts in groups by app; the first of each group is the whole of it. Sign-ins stand apart."""
    groups: dict[str, list[tuple[str, str]]] = {}
    acts = {action: sentence for action, sentence in log.sentences.items() if action not in log.sign_ins}
    for action, sentence in sorted(acts.items(), key=lambda pair: pair[1]):
        groups.setdefault(action.partition(".")[0], []).append((action, sentence.format_map(_Blanks()).rstrip(".")))
    titles = {app: str(apps.get_app_config(app).verbose_name) for app in groups if app in apps.app_configs}
    known = sorted(titles.items(), key=lambda pair: pair[1])
    return [("", "všechno"), *((title, [(app, f"{title}: vše"), *groups[app]]) for app, title in known)]


def type_choices(records: QuerySet, asked: str) -> list[tuple[str, str]]:
    """Kinds of objects that occur in the records, and the one asked for, by their Czech names; one query."""
    labels = set(records.exclude(target_type="").order_by().values_list("target_type", flat=True).distinct())
    labels |= {asked} & {model._meta.label_lower for model in own_models()}
    names = sorted((type_name(label), label) for label in labels)
    return [("", "cokoli"), *((label, name) for name, label in names)]


class RecordFilterForm(Form):
    """The filter of records; `narrow` applies it, `words` says it for the record of an export."""

    mark_optional = False
    od = DayField(label="Od", required=False)
    do = DayField(label="Do", required=False)
    kdo = forms.CharField(label="Kdo", required=False, max_length=200, help_text="Jméno, nebo jen jeho část.")
    ukon = forms.ChoiceField(label="Co se stalo", required=False, choices=action_choices)
    druh = forms.ChoiceField(label="Čeho se to týká", required=False)
    cislo = forms.CharField(label="Číslo předmětu", required=False, max_length=40)
    organizace = forms.CharField(label="Organizace", required=False, max_length=200, help_text="Část názvu.")

    def __init__(self, data: Any, *, records: QuerySet) -> None:
        super().__init__(data)
        self.fields["druh"].choices = type_choices(records, data.get("druh", ""))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("od") and values.get("do") and values["od"] > values["do"]:
            self.add_error("do", "Konec období je dřív než jeho začátek.")
        if values.get("cislo") and not values.get("druh"):
            self.add_error("druh", "Vyberte druh předmětu, kterého je to číslo.")
        return values

    def narrow(self, records: QuerySet) -> QuerySet:
        """The records that the filter lets through; the form has to be valid."""
        asked = self.cleaned_data
        conditions = Q()
        if asked["od"]:
            conditions &= Q(at__gte=_midnight(asked["od"]))
        if asked["do"]:
            conditions &= Q(at__lt=_midnight(asked["do"] + timedelta(days=1)))
        if asked["kdo"]:
            conditions &= Q(actor_id__in=_found("accounts.user", asked["kdo"])) | Q(actor_label=asked["kdo"])
        if asked["organizace"]:
            conditions &= Q(organization_id__in=_found("organizations.organization", asked["organizace"]))
        if asked.get("ukon"):
            conditions &= Q(action__in=_actions(asked["ukon"]))
        if asked["druh"]:
            conditions &= Q(target_type=asked["druh"])
        if asked["cislo"]:
            conditions &= Q(target_id=asked["cislo"])
        return records.filter(conditions)

    def words(self) -> str:
        """What was chosen, „Od: 1. 11. 2026, Kdo: podle jména“, never whose name; „vše“ without any filter."""
        said = [
            f"{self.fields[name].label}: {'podle jména' if name == 'kdo' else _in_words(value)}"
            for name, value in self.cleaned_data.items()
            if value
        ]
        return ", ".join(said) or "vše"


def _in_words(value: Any) -> str:
    return czech_date(value) if isinstance(value, date) else str(value)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _actions(chosen: str) -> list[str]:
    """The action itself, or all actions of the app."""
    return [chosen] if "." in chosen else [action for action in log.sentences if action.startswith(f"{chosen}.")]


def _found(label: str, text: str) -> list[str]:
    describer = log.describers.get(label)
    return list(describer.find(text)) if describer and describer.find else []
