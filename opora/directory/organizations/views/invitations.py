"""Pages of those who invite: a new invitation, one of them, renewing it, taking it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.organizations.forms.invitations import InviteForm
from opora.directory.organizations.models import Invitation, Organization
from opora.directory.organizations.operations.invitations import cancel_invitation, invite, renew_invitation
from opora.directory.organizations.permissions import roles_to_grant
from opora.directory.organizations.selectors.invitations import obstacle, waiting_invitation
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import render_page

MANAGE = "organizations.manage_people"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody into the organization; who may give no role there does not learn of the page."""
    organization = get_object_or_404(Organization.objects.visible_to(request.actor).open(), pk=pk)
    roles = roles_to_grant(request.actor, organization)
    if not roles:
        raise Http404
    form = InviteForm(organization, roles, request.POST if request.method == "POST" else None)
    waiting = None
    if form.is_bound and form.is_valid():
        offer = form.offer()
        with form.catching_operation_errors():
            invitation = invite(organization, offer, actor=request.actor)
            messages.success(request, f"Pozvánka odchází na {invitation.email}.")
            return redirect("organizations:people", organization.pk)
        waiting = waiting_invitation(organization, email=offer.email, role=offer.role, actor=request.actor)
    context = {"organization": organization, "form": form, "waiting": waiting}
    return render_page(request, "organizations/invite.html", context, status=form.http_status)


@require_safe
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One invitation, with what may be done with it."""
    found = _found(request, pk)
    context = {
        "invitation": found,
        "obstacle": obstacle(found) if found.is_waiting else "",
        "may_read_history": allowed(request.actor, "audit.read_history", found),
        "manages": found.is_waiting and allowed(request.actor, MANAGE, found),
    }
    return render_page(request, "organizations/invitation.html", context)


@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Two weeks more by a button."""
    said = "Pozvánka odchází znovu, platí dalších 14 dní."
    return _act(request, pk, renew_invitation, "organizations/invitation_renew.html", said)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking back by a button."""
    said = "Pozvánka je zrušená, odkaz v ní už neplatí."
    return _act(request, pk, cancel_invitation, "organizations/invitation_cancel.html", said)


def _act(request: HttpRequest, pk: int, operation, template: str, said: str) -> HttpResponse:
    """The page asks, its button acts; a refusal stands on the page, with what is stored now."""
    found = _found(request, pk)
    if not allowed(request.actor, MANAGE, found):
        raise Http404
    refusal = ""
    if request.method == "POST":
        version = request.POST.get("version", "")[:18]  # more digits no version has
        try:
            operation(found, version=int(version) if version.isdecimal() else 0, actor=request.actor)
        except OperationError as error:
            found, refusal = _found(request, pk), str(error)
        else:
            messages.success(request, said)
            return redirect(found)
    context = {"invitation": found, "refusal": refusal}
    return render_page(request, template, context, status=422 if refusal else 200)


def _found(request: HttpRequest, pk: int) -> Invitation:
    seen = Invitation.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("organization", "branch", "area"), pk=pk)
