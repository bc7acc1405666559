"""The page that an invitation opens: who invites, to what, and two buttons. Reading it changes nothing."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from opora.directory.organizations.forms.invitations import NewAccountForm
from opora.directory.organizations.models import Invitation
from opora.directory.organizations.operations.invitations import (
    accept_invitation,
    accept_with_new_account,
    decline_invitation,
)
from opora.directory.organizations.permissions import INVITATION_LINK
from opora.directory.organizations.selectors.invitations import account_of, obstacle
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors.links import LinkError
from opora.foundation.accounts.views.links import link_page, sign_in_newcomer
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

NEXT_STEP = (
    "Pokud jste pozvánku už přijali, přihlaste se svým e-mailem a heslem. "
    "Pokud ne, požádejte toho, kdo vás zve, aby ji obnovil."
)
SWITCH = " Přepnete se do ní odkazem „Jednáte jako“ v záhlaví."
ACCEPTED = "Pozvánka je přijatá. Vaše nová role: {role} – {organization}."


def already_accepted(request: "Request", link: MagicLink) -> HttpResponse | None:
    """Who clicked twice, or opened the link again, is where the first click led."""
    if not request.user.is_authenticated:
        return None
    own = Invitation.objects.filter(pk=link.object_id, membership__user=request.user)
    return redirect(settings.LOGIN_REDIRECT_URL) if own.exists() else None


@link_page(INVITATION_LINK, next_step=NEXT_STEP, done=already_accepted)
def accept(request: "Request", link: MagicLink, token: str) -> HttpResponse:
    """Show the invitation; accept or decline it by a button."""
    query = Invitation.objects.select_related("organization", "branch", "area")
    invitation = get_object_or_404(query, pk=link.object_id)
    try:
        return _answer(request, invitation, link)
    except LinkError:
        raise  # the second of two tabs: the frame of the page answers
    except OperationError as error:
        return _page(request, invitation, {"refusal": str(error)}, status=422)


def _answer(request: "Request", invitation: Invitation, link: MagicLink) -> HttpResponse:
    """What the visitor may do: decline, make an account, accept with their own, or be told to sign in with it."""
    if request.method == "POST" and "decline" in request.POST:
        decline_invitation(invitation, link, actor=Actor.for_link(link))
        return render_page(request, "organizations/accept_declined.html", {"invitation": invitation})
    account, signed_in = account_of(invitation), request.user.is_authenticated
    if account is None and not signed_in:
        return _with_new_account(request, invitation, link)
    if not signed_in or request.user != account:
        blocked = account is not None and not account.is_active
        return _page(request, invitation, {"other": signed_in, "sign_in": not signed_in, "blocked": blocked})
    if request.method == "POST":
        accept_invitation(invitation, link, actor=request.actor)
        return _accepted(request, invitation)
    return _page(request, invitation, {"own": True})


def _with_new_account(request: "Request", invitation: Invitation, link: MagicLink) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = NewAccountForm(invitation.email, data, initial={"full_name": invitation.full_name})
    if form.is_bound and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("full_name", "password")}
        try:
            membership = accept_with_new_account(invitation, link, **values, actor=Actor.for_link(link))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            sign_in_newcomer(request, membership.user)
            return _accepted(request, invitation)
    return _page(request, invitation, {"form": form}, status=form.http_status)


def _accepted(request: "Request", invitation: Invitation) -> HttpResponse:
    role = invitation.get_role_display()
    said = ACCEPTED.format(role=role, organization=invitation.organization)
    messages.success(request, said + SWITCH if request.memberships else said)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _page(request: "Request", invitation: Invitation, more: dict, status: int = 200) -> HttpResponse:
    user = request.user if more.get("own") else None
    context = {"invitation": invitation, "obstacle": obstacle(invitation, user), **more}
    return render_page(request, "organizations/accept.html", context, status=status)
