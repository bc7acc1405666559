"""allauth's forms of the second factor with labels, hints and habits of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal.auth import parse_authentication_response
from django import forms

from opora.foundation.accounts.forms import sign_in
from opora.foundation.accounts.operations.second_factor import LAST_FACTOR
from opora.foundation.core.forms import FormMixin

WRONG_CODE = "Kód nesouhlasí, nebo už byl použitý. Opište z aplikace nový."
LONGEST_NAME = 60
CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


@contextmanager
def refusing_nonsense() -> Iterator[None]:
    """What no key sends is a failed proof: the library that reads it ends in errors of its own."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CodeField(forms.CharField):
    """Digits as people read them: in groups, pasted with spaces around; longer than any code they are refused."""

    def __init__(self, **options) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs=CODE_ATTRIBUTES), **options)

    def to_python(self, value) -> str:
        return "".join((super().to_python(value) or "").split()).replace("-", "")


class CodeForm(FormMixin):
    """A wrong code and one that was used before get the same sentence."""

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            raise forms.ValidationError(WRONG_CODE) from None


class AuthenticateForm(CodeForm, sign_in.AuthenticateForm):
    """Second step of sign-in by a code."""

    code = CodeField(label="Kód", help_text="Mezery nevadí.")


class ReauthenticateForm(CodeForm, sign_in.ReauthenticateCodeForm):
    """Proof in the middle of a session by a code."""

    code = CodeField(label="Kód", help_text="Šest číslic z ověřovací aplikace, nebo záložní kód. Mezery nevadí.")


class ActivateAppForm(FormMixin, totp.ActivateTOTPForm):
    """The first code of an app proves that it has the right secret."""

    code = CodeField(label="Kód z aplikace", help_text="Šest číslic. Mezery nevadí, kód můžete vložit.")

    def clean_code(self) -> str:
        try:
            return super().clean_code()
        except forms.ValidationError:
            raise forms.ValidationError("Kód nesouhlasí. Opište z aplikace nový; tajný kód zůstává stejný.") from None


class DeactivateAppForm(FormMixin, totp.DeactivateTOTPForm):
    """The last factor stays while a role needs it."""

    def clean(self):
        try:
            return super().clean()
        except forms.ValidationError:
            raise forms.ValidationError(LAST_FACTOR) from None


class LoginByKeyForm(webauthn.LoginWebAuthnForm):
    """Sign-in by a passkey; the public may send anything.

    The key itself must have verified the person, whatever the challenge in the session asked for: in the second step
    a touch is enough, and a key that somebody found must never open the account alone.
    """

    def clean_credential(self) -> Authenticator:
        with refusing_nonsense():
            answer = parse_authentication_response(self.cleaned_data["credential"])
            if not answer.response.authenticator_data.is_user_verified():
                raise get_adapter().validation_error("incorrect_code")
            return super().clean_credential()


class AuthenticateByKeyForm(webauthn.AuthenticateWebAuthnForm):
    """Second step of sign-in by a key."""

    def clean_credential(self) -> Authenticator:
        with refusing_nonsense():
            return super().clean_credential()


class ReauthenticateByKeyForm(webauthn.ReauthenticateWebAuthnForm):
    """Proof in the middle of a session by a key."""

    def clean_credential(self) -> Authenticator:
        with refusing_nonsense():
            return super().clean_credential()


class AddKeyForm(FormMixin, webauthn.AddWebAuthnForm):
    """A key with a name; on demand one that signs in without the password."""

    name = forms.CharField(
        label="Název klíče",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Například „telefon“ nebo „klíč na svazku“.",
    )
    passwordless = forms.BooleanField(
        label="Přihlašovat se jen klíčem, bez hesla",
        required=False,
        help_text="Klíč pak sám ověří, že jste to vy: otiskem, tváří nebo PINem.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = "Klíč jsme nepřečetli. Použijte tlačítko Přidat klíč."

    def clean(self) -> dict[str, Any]:
        with refusing_nonsense():
            return super().clean()


class EditKeyForm(FormMixin, webauthn.EditWebAuthnForm):
    """Another name of a key."""

    name = forms.CharField(label="Název klíče", max_length=LONGEST_NAME)
