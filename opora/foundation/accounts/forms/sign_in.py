"""Forms of allauth under the rules of the house; `ACCOUNT_FORMS` and `MFA_FORMS` name them."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from opora.foundation.accounts.operations.passwords import ask_for_new_password
from opora.foundation.accounts.operations.sign_ins import spend_code
from opora.foundation.core.actor import Actor

NEW_PASSWORD = (
    "Alespoň 12 znaků, nejlépe několik slov za sebou, která znáte jen vy. "
    "Jedno běžné slovo, jméno nebo řada kláves nestačí."
)


class LoginForm(account.LoginForm):
    """E-mail and password; managers of passwords recognise both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = self.fields["login"].widget.attrs
        attributes["autocomplete"] = "username"
        if not self.is_bound and "login" not in self.initial:  # a summary of errors or a wait is read first
            attributes["autofocus"] = True
        self.fields["password"].help_text = ""


class ChangePasswordForm(account.ChangePasswordForm):
    """The old password is guessed as slowly as at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = NEW_PASSWORD

    def clean_oldpassword(self) -> str:
        typed = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ResetPasswordForm(account.ResetPasswordForm):
    """Ask for a link to a new password; nobody learns whether the account exists, neither from the time it takes."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        ask_for_new_password(self.users[0] if self.users else None, actor=Actor.public())
        return self.cleaned_data["email"]


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """A new password instead of a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = NEW_PASSWORD


class CodeOnce:
    """A time-based code is worth something only once, whichever process has taken it."""

    def clean_code(self: Any) -> str:
        code = super().clean_code()  # type: ignore[misc]
        is_totp = self.authenticator.type == Authenticator.Type.TOTP
        if is_totp and not spend_code(self.authenticator, code, actor=Actor.public()):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CodeOnce, mfa.AuthenticateForm):
    """Code of the second step."""


class ReauthenticateCodeForm(CodeOnce, mfa.ReauthenticateForm):
    """Code of somebody signed in, before a change of security."""
