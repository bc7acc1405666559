"""Deciding on reach that was read out of texts of the register."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.selectors.reach_suggestions import Group
from opora.foundation.core.forms import Form

STATES = {
    "": _("čeká na rozhodnutí"),
    "potvrzeno": _("potvrzené"),
    "odmitnuto": _("odmítnuté"),
}
STATUSES = {
    "": SuggestionStatus.PROPOSED,
    "potvrzeno": SuggestionStatus.CONFIRMED,
    "odmitnuto": SuggestionStatus.REFUSED,
}
DECISIONS = {
    "potvrdit": SuggestionStatus.CONFIRMED,
    "odmitnout": SuggestionStatus.REFUSED,
    "vratit": SuggestionStatus.PROPOSED,
}


class ReachFilterForm(Form):
    """Which suggestions to look through."""

    mark_optional = False
    q = forms.CharField(label=_("Služba, poskytovatel nebo slova věty"), required=False, max_length=200)
    stav = forms.ChoiceField(label=_("Které návrhy"), choices=list(STATES.items()), required=False)

    @property
    def narrowed(self) -> bool:
        """True when the address asks for anything else than all that waits."""
        return bool(self.data.get("q") or self.status != SuggestionStatus.PROPOSED)

    @property
    def status(self) -> SuggestionStatus:
        """State asked for; the waiting ones when the address says something else."""
        return STATUSES.get(self.data.get("stav", ""), SuggestionStatus.PROPOSED)

    @property
    def text(self) -> str:
        """Words asked for; none when they are too long."""
        return self.cleaned_data.get("q", "") if self.is_valid() or "q" not in self.errors else ""


class ReachDecisionForm(Form):
    """Areas of one sentence, the decision by the button, and whether it holds for all services with the sentence."""

    areas = forms.MultipleChoiceField(
        label=_("Co jsme ve větě poznali"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vyberte aspoň jedno území."),
            "invalid_choice": _("Návrhy se mezitím změnily. Zkontrolujte výběr a odešlete ho znovu."),
        },
    )
    everywhere = forms.BooleanField(required=False)
    group = forms.CharField(widget=forms.HiddenInput, max_length=40)
    decision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, group: Group, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"group": group.token})
        self.token, choices = group.token, list(group.areas)
        self.fields["areas"].choices = choices  # type: ignore[attr-defined]
        self.fields["areas"].initial = [key for key, _label in choices]
        if group.others:
            label = _("Rozhodnout stejně i o dalších službách s touto větou ({number})")
            self.fields["everywhere"].label = label.format(number=len(group.others))
            self.fields["everywhere"].initial = True
        else:
            del self.fields["everywhere"]

    def clean_group(self) -> str:
        """The very sentence that was shown."""
        if self.cleaned_data["group"] != self.token:
            raise forms.ValidationError(_("Věta se mezitím změnila. Přečtěte si ji znovu a rozhodněte."))
        return self.token

    def clean_decision(self) -> SuggestionStatus:
        """The decision of the pressed button."""
        name = self.cleaned_data["decision"]
        if name not in DECISIONS:
            raise forms.ValidationError(_("Zvolte jedno z tlačítek pod územími."))
        return DECISIONS[name]
