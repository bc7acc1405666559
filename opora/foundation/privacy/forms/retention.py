"""Forms of terms, proposals of erasing, and holds."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict

from opora.foundation.core.dates import today
from opora.foundation.core.forms import DayField, Form, readable
from opora.foundation.privacy.enums import RetentionAction
from opora.foundation.privacy.models import RetentionRule
from opora.foundation.privacy.operations.retention import EDITED
from opora.foundation.privacy.selectors.holdings import holdings, possible_actions
from opora.foundation.privacy.selectors.rules import rules_in_force

LONGEST = 1_200  # months


class RuleForm(Form):
    """The term of one rule, what happens after it, by what, and whether somebody has verified it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    months = forms.IntegerField(
        label="Lhůta v měsících",
        min_value=1,
        max_value=LONGEST,
        help_text="Rok je 12 měsíců.",
        error_messages={
            "required": "Napište, kolik měsíců se záznamy uchovávají.",
            "invalid": "Napište počet měsíců číslicemi, například 12.",
            "min_value": "Nejkratší lhůta je jeden měsíc.",
            "max_value": "Nejdelší lhůta je 1 200 měsíců.",
        },
    )
    action = forms.ChoiceField(label="Co se po lhůtě stane", widget=forms.RadioSelect)
    legal_reference = forms.CharField(
        label="Předpis nebo metodika",
        max_length=300,
        validators=[readable],
        help_text="Odkud lhůta plyne, například „§ 629 občanského zákoníku“ nebo „metodika provozovatele“.",
        error_messages={"required": "Napište, odkud lhůta plyne."},
    )
    verified = forms.BooleanField(
        label="Lhůtu ověřil právník nebo pověřenec pro ochranu osobních údajů", required=False
    )

    def __init__(self, data: Any, *, rule: RetentionRule) -> None:
        super().__init__(data, initial=self.known(rule))
        able = possible_actions(rule.code)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            choice for choice in RetentionAction.choices if choice[0] in able
        ]
        if len(able) == 1:  # nothing to choose
            self.fields["action"].disabled, self.fields["action"].widget = True, forms.HiddenInput()

    @staticmethod
    def known(rule: RetentionRule) -> dict[str, Any]:
        """Values of the rule as it is now, with its version."""
        return model_to_dict(rule, EDITED) | {"version": rule.version}

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {name: self.cleaned_data[name] for name in EDITED}


class LeaveOutForm(Form):
    """Why a record is left out of a proposal."""

    reason = forms.CharField(
        label="Proč záznam zatím nemazat",
        max_length=300,
        validators=[readable],
        help_text="Například „běží stížnost“. Jména lidí sem nepište.",
        error_messages={"required": "Napište důvod."},
    )


class ApproveForm(Form):
    """The number of records, typed: nobody approves by a slip of a finger."""

    count = forms.IntegerField(
        label="Počet záznamů",
        min_value=0,
        error_messages={"required": "Napište počet záznamů.", "invalid": "Napište počet číslicemi."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, count: int) -> None:
        super().__init__(data)
        self.fields["count"].help_text = f"Opište číslo {count}. Co se vymaže, už nejde vrátit."


class HoldForm(Form):
    """What to keep, why, and when to think of it again."""

    rule_code = forms.ChoiceField(
        label="Všechny záznamy podle pravidla", required=False, help_text="Nebo níže vyberte jen jeden záznam."
    )
    object_type = forms.ChoiceField(label="Druh jednoho záznamu", required=False)
    object_id = forms.CharField(
        label="Číslo záznamu", required=False, max_length=40, help_text="Stojí v návrhu výmazu nebo v adrese stránky."
    )
    reason = forms.CharField(
        label="Proč nemazat",
        max_length=300,
        validators=[readable],
        help_text="Například „soudní spor“ a číslo jednací. Jména lidí sem nepište.",
        error_messages={"required": "Napište důvod."},
    )
    review_on = DayField(
        label="Kdy to znovu posoudit", error_messages={"required": "Zadejte den, kdy důvod znovu posoudíte."}
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        rules = sorted((str(rule), code) for code, rule in rules_in_force().items() if possible_actions(code))
        kinds = sorted((str(one.model._meta.verbose_name), one.label) for one in holdings if one.is_proposed)
        for name, found in (("rule_code", rules), ("object_type", kinds)):
            self.fields[name].choices = [("", "–"), *((code, title) for title, code in found)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Either a rule, or one record; the review is ahead."""
        values = super().clean() or self.cleaned_data
        one = values.get("object_type") or values.get("object_id")
        if values.get("rule_code") and one:
            self.add_error("rule_code", "Vyberte buď pravidlo, nebo jeden záznam, ne obojí.")
        elif not values.get("rule_code") and not (values.get("object_type") and values.get("object_id")):
            self.add_error("object_id" if one else "rule_code", "Vyberte pravidlo, nebo druh záznamu a jeho číslo.")
        if values.get("object_id") and not (values["object_id"].isascii() and values["object_id"].isdecimal()):
            self.add_error("object_id", "Číslo záznamu napište číslicemi.")
        if values.get("review_on") and values["review_on"] <= today():
            self.add_error("review_on", "Den posouzení musí být v budoucnu.")
        return values
