"""The page of one's account, second factors on it, and the page for those who must have one."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import AuthenticateView as SecondStepView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.accounts.operations import second_factor as operations
from opora.foundation.accounts.operations.second_factor import LAST_FACTOR
from opora.foundation.accounts.operations.sessions import end_sessions
from opora.foundation.accounts.operations.sign_ins import spend_code
from opora.foundation.accounts.selectors.protection import identities, needs_second_factor, protection, provider_name
from opora.foundation.accounts.selectors.sessions import SECOND_FACTOR, passed_second_factor
from opora.foundation.accounts.views.wrapping import counting_failures, passing_first_step, unprocessable
from opora.foundation.core.errors import OperationError
from opora.foundation.core.web import public, render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

GOING_TO = "second_factor_next"  # key of the session: where the person was going before having to add a factor
proved_again = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")


def prove(request: "Request", *, first: bool) -> None:
    """Adding a factor after fresh proof of identity is a proof of it. The first one ends sign-ins that began without:
    who knows the password only must not stay inside and put a factor of their own in its place.
    """
    request.session[SECOND_FACTOR] = True
    if first:
        end_sessions(request.user, actor=request.actor, keep=request.session.session_key or "")


def unprove(request: HttpRequest) -> None:
    """Without any factor the session has proved none: a role given later asks for a new one at once."""
    if not protection(request.user).any:
        request.session[SECOND_FACTOR] = False


def go_on(request: HttpRequest) -> str:
    """Where the person was going, once; else the page of the account."""
    return request.session.pop(GOING_TO, "") or resolve_url("mfa_index")


class AuthenticateView(SecondStepView):
    """Second step of sign-in; a refused key is a failure as much as a refused code."""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        stored, context = protection(self.stage.login.user), super().get_context_data(**kwargs)
        if stored.app and self.request.method == "GET":  # after a failure the summary of errors is read first
            context["form"].fields["code"].widget.attrs["autofocus"] = True
        return {**context, "has_app": stored.app is not None, "has_keys": bool(stored.keys)}

    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class LoginByKeyView(LoginWebAuthnView):
    """Sign-in by a passkey alone: the script asks for a challenge, then sends what the key answered."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.accepts("application/json") or request.accepts("text/html"):
            return redirect("account_login")
        options = {"request_options": begin_authentication(user=None)}
        return JsonResponse(options, headers={"Cache-Control": "no-store"})


class AccountView(IndexView):
    """Everything about the own account on one page."""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "protection": protection(user),
            "identities": identities(user),
            "provider": provider_name(),
            "needed": needs_second_factor(user),
            "proved": passed_second_factor(self.request),
        }


@proved_again
class AppView(ActivateTOTPView):
    """Switch the app on, or put a new one in the place of the old one, without a moment in between."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return View.dispatch(self, request, *args, **kwargs)  # allauth sends away those who have an app

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "replacing": protection(self.request.user).app is not None}

    @transaction.atomic
    def form_valid(self, form) -> HttpResponse:
        user, actor = self.request.user, self.request.actor
        first = not protection(user).any
        operations.make_room_for_app(user, actor=actor)
        response = super().form_valid(form)
        app = protection(user).app
        spend_code(app, form.cleaned_data["code"], actor=actor)
        operations.note_factor_added(user, app.type, actor=actor)
        prove(self.request, first=first)
        return response

    def get_success_url(self) -> str:
        return resolve_url("mfa_view_recovery_codes") if self.did_generate_recovery_codes else go_on(self.request)


class NoAppView(DeactivateTOTPView):
    """Switch the app off; allauth's form says when it must not be."""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        is_last = protection(self.request.user).is_last(self.authenticator)
        return {**super().get_context_data(**kwargs), "is_last": is_last}

    def form_valid(self, form) -> HttpResponse:
        operations.remove_factor(self.authenticator, actor=self.request.actor)
        unprove(self.request)
        messages.success(self.request, "Ověřovací aplikace je vypnutá.")
        return redirect("mfa_index")


class AddKeyView(AddWebAuthnView):
    """Add a security key or a passkey."""

    @transaction.atomic
    def form_valid(self, form) -> HttpResponse:
        first = not protection(self.request.user).any
        response = super().form_valid(form)
        operations.note_factor_added(self.request.user, Authenticator.Type.WEBAUTHN, actor=self.request.actor)
        prove(self.request, first=first)
        return response

    def get_success_url(self) -> str:
        return resolve_url("mfa_view_recovery_codes") if self.did_generate_recovery_codes else go_on(self.request)


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def remove_key(request: "Request", pk: int) -> HttpResponse:
    """Ask, then take the key away."""
    key = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk)
    is_last = protection(request.user).is_last(key)
    context = {"key": key, "is_last": is_last}
    if request.method == "POST":
        try:
            operations.remove_factor(key, actor=request.actor)
        except OperationError as error:
            context["refused"] = str(error)
            return render_page(request, "mfa/webauthn/remove.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        unprove(request)
        messages.success(request, "Klíč je odebraný.")
        return redirect("mfa_index")
    context["refused"] = LAST_FACTOR if is_last and needs_second_factor(request.user) else ""
    return render_page(request, "mfa/webauthn/remove.html", context)


class CodesView(ViewRecoveryCodesView):
    """Recovery codes as text; after the first set-up the way on to where the person was going."""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        going_to = self.request.session.get(GOING_TO, "")
        return {**super().get_context_data(**kwargs), "going_to": going_to}


class NewCodesView(GenerateRecoveryCodesView):
    """New recovery codes instead of the old ones."""

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        kind = Authenticator.Type.RECOVERY_CODES
        operations.note_factor_added(self.request.user, kind, actor=self.request.actor)
        return response


class ProveByKeyView(ReauthenticateWebAuthnView):
    """Proof in the middle of a session by a key; after a failure the same page."""

    def form_invalid(self, form) -> HttpResponse:
        messages.error(self.request, "Ověření klíčem se nepodařilo. Zkuste to znovu, nebo zvolte jiný způsob.")
        return redirect(self.passthrough_next_url(self.request.path))


@require_safe
def required(request: "Request") -> HttpResponse:
    """Why the account needs a second factor and how to get one; those who proved it go on."""
    user: Any = request.user
    wanted, stored = request.GET.get("next", ""), protection(user)
    if not (wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)):
        wanted = ""
    if passed_second_factor(request) or not needs_second_factor(user):
        return redirect(wanted or go_on(request))
    if wanted and not stored.any:
        request.session[GOING_TO] = wanted  # setting a factor up takes several pages
    return render_page(request, "mfa/required.html", {"protection": stored, "going_to": wanted})


account = AccountView.as_view()
add_key = unprocessable(AddKeyView.as_view())
app = unprocessable(AppView.as_view())
authenticate = public(counting_failures(AuthenticateView.as_view(), passing_first_step))
codes = CodesView.as_view()
login_by_key = public(LoginByKeyView.as_view())
new_codes = unprocessable(NewCodesView.as_view())
no_app = NoAppView.as_view()
prove_by_key = ProveByKeyView.as_view()
