"""How allauth behaves in Opora."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from opora.foundation.accounts.models import User, composed
from opora.foundation.accounts.operations import delays, passwords, sign_ins
from opora.foundation.accounts.operations.second_factor import LAST_FACTOR
from opora.foundation.accounts.selectors.protection import needs_second_factor, protection
from opora.foundation.accounts.selectors.sessions import KEPT, NOWHERE
from opora.foundation.accounts.views.oidc import OrganizationProvider
from opora.foundation.core.actor import Actor
from opora.foundation.core.web import client_address, client_network
from opora.foundation.privacy import keyring

WAYS_TO_PROVE = {
    "reauthenticate": "Heslem",
    "mfa_reauthenticate": "Kódem z aplikace nebo záložním kódem",
    "mfa_reauthenticate:webauthn": "Klíčem",
}
KEY_NAMES = ("Hlavní klíč", "Záložní klíč")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation, failures wait longer and longer, addresses to go to are our own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages answer with pages only."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or NOWHERE

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this very instance; „//“ and backslashes lead elsewhere, control characters nowhere."""
        return url.startswith("/") and url.isprintable() and super().is_safe_url(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page whose text waits since the last session ended, else the usual one."""
        kept = request.session.get(KEPT)
        return list(kept)[-1] if kept else super().get_login_redirect_url(request)

    def clean_password(self, password: str, user: Any = None) -> str:
        return super().clean_password(composed(password), user)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is looked at; raises `Delayed` while the wait lasts."""
        delays.attempt(_keys(request, credentials), actor=Actor.public())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account of the right password; a blocked one answers as if it did not exist."""
        user = super().authenticate(request, **credentials)
        if user is None:
            return None
        if not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        delays.forgive(_keys(request, credentials), actor=Actor.public())
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        seconds = _keys(request, credentials).seconds_left()
        sign_ins.note_failure(credentials.get("email", ""), seconds=seconds, actor=Actor.public())

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session and record it; an account blocked between the two steps gets none."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)
        methods = [record["method"] for record in get_authentication_records(request, user)]
        sign_ins.note_signed_in(user, methods=methods, actor=Actor.for_user(user))

    def logout(self, request: HttpRequest) -> None:
        user: Any = request.user
        sign_ins.note_signed_out(user, session_key=request.session.session_key or "", actor=Actor.for_user(user))
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Of two ways to a new password: signed in, or by the link from the mail."""
        if self.request.user.is_authenticated and self.request.user.pk == user.pk and _knows_the_old_one(self.request):
            keep = self.request.session.session_key or ""
            passwords.change_password(user, password=password, keep=keep, actor=Actor.for_user(user))
        else:
            passwords.reset_password(user, password=password, actor=Actor.for_user(user))

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, "Tento účet je zablokovaný. Obraťte se na správce své organizace.")
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Ways to prove again who one is, with Czech names."""
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": WAYS_TO_PROVE[method["id"]]} for method in methods]


def _keys(request: HttpRequest, credentials: dict[str, Any]) -> delays.Keys:
    return delays.Keys.of_password(credentials.get("email", ""), client_network(request))


def _knows_the_old_one(request: HttpRequest) -> bool:
    """True on the page that asks for the old password too."""
    return request.path == reverse("account_change_password")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names of keys in Czech; secrets are stored encrypted; the last factor stays while a role needs it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": LAST_FACTOR,
        "cannot_generate_recovery_codes": "Nejdřív si přidejte aplikaci nebo klíč. Záložní kódy je zastupují.",
        "incorrect_code": "Ověření se nepodařilo. Zkuste to znovu.",
    }

    def encrypt(self, text: str) -> str:
        """Keys of apps and seeds of recovery codes as they are stored: a copy of the database opens no account."""
        return keyring.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return keyring.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user: Any = authenticator.user
        return not (protection(user).is_last(authenticator) and needs_second_factor(user))

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        count = len(protection(user).keys)
        return KEY_NAMES[count] if count < len(KEY_NAMES) else f"Klíč {count + 1}"

    def _get_site_name(self) -> str:
        return settings.PRODUCT_NAME


class IdentityAdapter(DefaultSocialAccountAdapter):
    """An account elsewhere opens only the account it was linked to; nobody registers by it, no e-mail is compared."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Send those whose account elsewhere is not linked to the password; what to do then stands beside it."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        unknown = f"Váš účet u „{settings.OIDC_NAME}“ tu zatím není připojený."
        messages.warning(request, f"{unknown} Přihlaste se heslem a připojte ho na stránce Účet.")
        raise ImmediateHttpResponse(redirect("account_login"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("mfa_index")

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> OrganizationProvider:
        found = super().get_provider(request, provider, client_id=client_id)
        return OrganizationProvider(request, app=found.app)
