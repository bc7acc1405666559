"""Forms of invitations: whom to invite and to what, and the account of somebody who accepts one."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opora.directory.organizations.forms.memberships import GrantForm
from opora.directory.organizations.operations.invitations import Offer
from opora.foundation.accounts.forms.sign_in import NEW_PASSWORD
from opora.foundation.accounts.models import User
from opora.foundation.core.forms import Form, persons_name


class InviteForm(GrantForm):
    """A role for somebody who has only an address so far."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Přijde na něj pozvánka a člověk se jím bude přihlašovat."),
        error_messages={
            "required": _("Napište e-mail člověka, kterého zvete."),
            "invalid": _("Zadejte celou adresu, například jana@organizace.example."),
        },
    )
    full_name = forms.CharField(
        label=_("Jméno a příjmení"),
        max_length=200,
        validators=[persons_name],
        help_text=_("Při přijetí si je člověk může opravit."),
        error_messages={"required": _("Napište jméno a příjmení.")},
    )
    field_order = ["email", "full_name", "role", "scope", "branch", "area", "valid_to"]

    def offer(self) -> Offer:
        """What the valid form says."""
        asked = self.cleaned_data
        return Offer(asked["email"], asked["full_name"], asked["role"], self.reach())


class NewAccountForm(Form):
    """Name and password of the account that an invitation makes; the address is the one it was sent to."""

    full_name = forms.CharField(
        label=_("Jméno a příjmení"),
        max_length=200,
        validators=[persons_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Napište jméno a příjmení.")},
    )
    password = forms.CharField(
        label=_("Heslo"),
        strip=False,
        help_text=NEW_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Zvolte si heslo.")},
    )
    again = forms.CharField(
        label=_("Heslo ještě jednou"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Napište heslo ještě jednou.")},
    )

    def __init__(self, email: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        password = values.get("password")
        if password and values.get("again") and password != values["again"]:
            self.add_error("again", _("Hesla se liší. Napište obě znovu."))
        if password:
            try:
                validate_password(password, User(email=self.email, full_name=values.get("full_name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return values
