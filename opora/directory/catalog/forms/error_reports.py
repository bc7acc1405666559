"""Reporting an error on a card, and settling the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import REPORT_TRANSITIONS, ReportReason, ReportStatus
from opora.directory.catalog.imports.screening import ADDRESS_LIKE
from opora.directory.catalog.models import ErrorReport
from opora.directory.catalog.selectors.card_parts import betrays_address
from opora.directory.catalog.selectors.error_reports import ANSWER, ANSWER_WORDS, WAITING
from opora.foundation.core.forms import Form
from opora.foundation.privacy.selectors.consents import newest_wording

LONGEST_TEXT, LONGEST_ANSWER = 2000, 1000
AGES = {"": _("jakkoli dlouho"), "tyden": _("déle než týden"), "dva-tydny": _("déle než dva týdny"),
        "mesic": _("déle než měsíc")}  # fmt: skip
TRAP = "kontrola"  # a field that no person sees: who fills it in is a robot


class ReportErrorForm(Form):
    """What is wrong, and an address for the answer only with a consent in its exact words."""

    reason = forms.ChoiceField(
        label=_("Co je špatně?"),
        choices=ReportReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, co je špatně. Když se nic nehodí, vyberte „něco jiného“.")},
    )
    text = forms.CharField(
        label=_("Jak je to správně?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Třeba „telefon nikdo nebere, nové číslo mají na webu“. O sobě ani o svém zdraví nic nepište."),
    )
    email = forms.EmailField(
        label=_("E-mail, když chcete vědět, jak to dopadlo"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Například jana@priklad.cz. Bez něj uvidíte výsledek na stránce, kterou vám po odeslání ukážeme."),
        error_messages={"invalid": _("Zadejte e-mail ve tvaru jana@priklad.cz, nebo pole nechte prázdné.")},
    )
    consent = forms.BooleanField(required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        wording = newest_wording(ANSWER)
        self.fields["consent"].label = wording.text if wording else ANSWER_WORDS
        self.fields["consent"].short_label = _("Souhlas")

    @property
    def is_trapped(self) -> bool:
        """True when the field that people do not see was filled in."""
        return bool(self.data.get(TRAP))

    def clean(self) -> dict[str, Any]:
        """Words where the reason says nothing, and an address exactly with its consent."""
        values = super().clean() or self.cleaned_data
        if values.get("reason") == ReportReason.OTHER and not values.get("text") and "text" not in self.errors:
            self.add_error("text", _("Napište pár slov o tom, co je špatně."))
        if values.get("email") and not values.get("consent"):
            self.add_error("consent", _("Bez souhlasu vám odpověď poslat nesmíme. Zaškrtněte ho, nebo e-mail smažte."))
        if values.get("consent") and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("Napište e-mail, na který máme odpovědět, nebo souhlas odškrtněte."))
        return values


class MoveReportForm(Form):
    """Where the report goes now, and words for the one who reported it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    status = forms.ChoiceField(
        label=_("Jak to je?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jak to s hlášením je.")},
    )
    answer = forms.CharField(
        label=_("Odpověď"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Přečte si ji, kdo chybu nahlásil. Když je údaj správně, je nutná. Jména lidí do ní nepište."),
    )

    def __init__(self, report: ErrorReport, data: Any = None) -> None:
        super().__init__(data, initial={"version": report.version, "answer": report.answer})
        self.hidden = report.service.hidden_address
        ways = [state for state in ReportStatus if state in REPORT_TRANSITIONS[ReportStatus(report.status)]]
        self.fields["status"].choices = [(state.value, state.label) for state in ways]

    def clean_answer(self) -> str:
        """Words without an address where that is secret: whoever has the link reads them."""
        answer = self.cleaned_data["answer"]
        if self.hidden and (ADDRESS_LIKE.search(answer) or betrays_address(answer)):
            raise forms.ValidationError(_("Adresa této služby je utajená. Smažte ji i z odpovědi."))
        return answer


class ReportFilterForm(Form):
    """Which reports to look through."""

    mark_optional = False
    stav = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[(WAITING, _("čekají na vyřízení")), *ReportStatus.choices, ("vse", _("všechny"))],
        initial=WAITING,
    )
    starsi = forms.ChoiceField(label=_("Jak dlouho čeká"), required=False, choices=list(AGES.items()))

    @property
    def state(self) -> str:
        """State asked for; those that wait when the address says something else."""
        return self.cleaned_data.get("stav") or WAITING

    @property
    def age(self) -> str:
        """Age asked for; any when the address says something else."""
        return self.cleaned_data.get("starsi", "")
