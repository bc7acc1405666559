"""How the owner of an account wants to be addressed in mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.foundation.accounts.models import User
from opora.foundation.accounts.selectors.salutations import suggested_salutations
from opora.foundation.core.forms import Form
from opora.foundation.core.mail import SALUTATION

OWN = "own"


class SalutationForm(Form):
    """One of the suggested ones, or words of the person's own."""

    chosen = forms.ChoiceField(label=_("Oslovení"), widget=forms.RadioSelect)
    salutation = forms.CharField(
        label=_("Vlastní oslovení"),
        required=False,
        max_length=60,
        help_text=_("Vyplňte, jen když vám nevyhovuje žádné z nabídnutých. Čárku za ním doplníme."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, user: User, data: Any = None) -> "SalutationForm":
        """The form of the account, filled in with what is stored."""
        form = cls(data, initial=known(user))
        offered = suggested_salutations(user.full_name)
        form.fields["chosen"].choices = [*((words, words) for words in offered), (OWN, _("Vlastní"))]  # type: ignore[attr-defined]
        return form

    def clean(self) -> dict[str, Any]:
        """Own words must not be missing when they are wanted."""
        data = super().clean() or {}
        if data.get("chosen") == OWN and not data.get("salutation"):
            self.add_error("salutation", _("Napište, jak vás máme oslovovat."))
        return data

    @property
    def words(self) -> str:
        """What the person chose."""
        chosen = self.cleaned_data["chosen"]
        return self.cleaned_data["salutation"] if chosen == OWN else chosen


def known(user: User) -> dict[str, Any]:
    """Values of the form as they are stored."""
    stored = user.salutation or SALUTATION
    offered = stored in suggested_salutations(user.full_name)
    return {
        "chosen": stored if offered else OWN,
        "salutation": "" if offered else stored,
        "version": user.version,
    }
