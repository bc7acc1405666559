"""Sign-in by an account of one's organization (OpenID Connect), and linking that account to the one here."""

from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from opora.foundation.accounts.operations import second_factor as operations
from opora.foundation.accounts.selectors.protection import is_only_way_in, protection
from opora.foundation.accounts.selectors.sessions import passed_second_factor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.web import public, render_page

SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds by which clocks of two machines may differ
KEPT_CLAIMS = ("sub", "email", "name", "preferred_username")


class OrganizationAdapter(OpenIDConnectOAuth2Adapter):
    """The protocol with what allauth leaves to the transport: signature, issuer and nonce are always checked."""

    nonce = ""

    @property
    def openid_config(self) -> dict:
        """Addresses of the provider; OAuth2Error when what it says of itself makes no sense."""
        try:
            config = super().openid_config
            expected, said = self.get_provider().app.settings["server_url"], config["issuer"]
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The provider does not describe itself") from error
        if said.rstrip("/") != expected.rstrip("/"):
            raise OAuth2Error("The provider calls itself otherwise")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("openid_connect_callback"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs):
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("No id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        config = self.openid_config
        try:
            _algorithm, key = jwtkit.fetch_key(id_token, config["jwks_uri"], jwtkit.lookup_kid_jwk)
            claims = jwt.decode(
                id_token, key, algorithms=SIGNATURES, audience=app.client_id, issuer=config["issuer"], leeway=LEEWAY,
                options={"require": ["exp", "iat", "sub", "nonce"]},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, TypeError) as error:
            raise OAuth2Error("Invalid id_token") from error
        if not constant_time_compare(claims["nonce"], self.nonce):
            raise OAuth2Error("Another nonce")
        return claims


class OrganizationProvider(OpenIDConnectProvider):
    """The one provider of this instance, under addresses of the house; keeps only what names the person."""

    oauth2_adapter_class = OrganizationAdapter

    def get_login_url(self, request: HttpRequest, **kwargs) -> str:
        return reverse("openid_connect_login")

    def get_callback_url(self) -> str:
        return reverse("openid_connect_callback")

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict:
        return self.get_auth_params()

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def redirect(self, request: HttpRequest, process: str, next_url=None, data=None, **kwargs) -> HttpResponse:
        nonce = get_random_string(32)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)

    def extract_extra_data(self, data: dict) -> dict:
        claims = data["id_token"]
        return {"id_token": {name: str(claims[name]) for name in KEPT_CLAIMS if name in claims}}


class Callback(OAuth2CallbackView):
    """The way back; the nonce of the state goes to the check of the token."""

    def _get_state(self, request: HttpRequest, provider: OrganizationProvider):
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
        return state, response


def speaking_of_failures(view):
    """Say in Czech that the provider is silent or talks nonsense; without a provider there is no such page."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not settings.OIDC_NAME:
            raise Http404
        try:
            return view(request)
        except (RequestException, OAuth2Error):
            return render_page(
                request, "socialaccount/unavailable.html", {"provider": settings.OIDC_NAME},
                status=HTTPStatus.BAD_GATEWAY,
            )  # fmt: skip

    return wrapped


def organization_adapter(request: HttpRequest) -> OrganizationAdapter:
    """The protocol for this request."""
    return OrganizationAdapter(request, settings.OIDC_PROVIDER)


@public
@require_http_methods(["GET", "POST"])
@speaking_of_failures
def login(request: HttpRequest) -> HttpResponse:
    """Set out to the provider. The policy of forms forbids a redirect elsewhere, so that a page leads there."""
    if request.method != "POST":
        return redirect("account_login")
    process = request.GET.get("process", AuthProcess.LOGIN)
    if process not in {AuthProcess.LOGIN, AuthProcess.CONNECT}:
        raise Http404
    if process == AuthProcess.CONNECT and not may_link(request):
        return redirect("socialaccount_connections")
    return set_out(request)


def may_link(request: HttpRequest) -> bool:
    """True after the whole proof: signed in, verified again, and by the second factor when the account has one."""
    if is_reauthentication_required(request, app="allauth.socialaccount"):
        return False
    return passed_second_factor(request) or not protection(request.user).any


def set_out(request: HttpRequest) -> HttpResponse:
    """A page that leads to the provider at once; its link works when the browser does not obey."""
    response = OAuth2LoginView.adapter_view(organization_adapter(request))(request)
    target = response.headers.get("Location", "")
    if not urlsplit(target).netloc:
        return response
    page = render_page(request, "socialaccount/leaving.html", {"provider": settings.OIDC_NAME, "target": target})
    page.headers["Refresh"] = f"0; url={target}"
    return page


@public
@require_safe
@speaking_of_failures
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider with a code: sign in, or link."""
    return Callback.adapter_view(organization_adapter(request))(request)


@public
@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """The person changed their mind at the provider."""
    messages.info(request, "Přihlášení jste zrušili. Nic se nezměnilo.")
    return redirect("mfa_index" if request.user.is_authenticated else "account_login")


@require_safe
@reauthentication_required(app="allauth.socialaccount")
def connections(request: HttpRequest) -> HttpResponse:
    """Ask before linking, after the whole proof."""
    if not settings.OIDC_NAME:
        raise Http404
    if not may_link(request):
        return redirect("second_factor_required")
    return render_page(request, "socialaccount/connect.html", {"provider": settings.OIDC_NAME})


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.socialaccount")
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then break the link."""
    identity = get_object_or_404(SocialAccount, user=request.user, pk=pk)
    refused = operations.ONLY_WAY_IN if is_only_way_in(identity) else ""
    passkeys = any(key.wrap().is_passwordless for key in protection(request.user).keys)
    context = {"identity": identity, "provider": settings.OIDC_NAME, "refused": refused, "passkeys": passkeys}
    if request.method == "POST":
        try:
            operations.unlink_identity(identity, provider=settings.OIDC_NAME, actor=request.actor)
        except OperationError as error:
            context["refused"] = str(error)
            return render_page(
                request, "socialaccount/disconnect.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY
            )
        messages.success(request, "Účet je odpojený.")
        return redirect("mfa_index")
    return render_page(request, "socialaccount/disconnect.html", context)
