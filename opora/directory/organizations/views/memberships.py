"""People of an organization and one membership: read, add a role, edit, end. Strangers do not learn of either."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.organizations.enums import Role
from opora.directory.organizations.forms.memberships import GrantForm, ReachForm
from opora.directory.organizations.models import Membership, Organization
from opora.directory.organizations.operations import memberships as operations
from opora.directory.organizations.permissions import roles_to_grant
from opora.directory.organizations.selectors.heads import why_heads_must_stay
from opora.directory.organizations.selectors.invitations import invitations_of
from opora.directory.organizations.selectors.memberships import (
    former_people_of,
    other_roles_to_end,
    people_of,
    possible_acts,
    state_of,
    with_parts,
)
from opora.directory.organizations.selectors.substitutions import handed_over_or_visible, substitutions_of
from opora.foundation.audit import log
from opora.foundation.core.forms import Form
from opora.foundation.core.permissions import allowed
from opora.foundation.core.registries import panels_about
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

INVITATION_HEADERS = [Header("Komu"), Header("Role"), Header("Stav"), Header("Odesláno"), Header("Platí do")]
HEADERS = [Header("Jméno"), Header("Role"), Header("Rozsah"), Header("Platnost"), Header("Stav")]


@require_safe
def people(request: "Request", pk: int) -> HttpResponse:
    """Who works in the organization, whom it invited and who left."""
    organization = get_object_or_404(Organization.objects.visible_to(request.actor), pk=pk)
    if not allowed(request.actor, "organizations.read_people", organization):
        raise Http404
    may_invite = bool(roles_to_grant(request.actor, organization)) and not organization.is_closed
    context = {
        "organization": organization,
        "rows": [(one, state_of(one)) for one in people_of(organization, request.actor)],
        "former": [(one, state_of(one)) for one in former_people_of(organization, request.actor)],
        "headers": HEADERS,
        "invitations": invitations_of(organization, request.actor) if may_invite else None,
        "invitation_headers": INVITATION_HEADERS,
        "may_invite": may_invite,
    }
    return render_page(request, "organizations/people.html", context)


@require_safe
def membership(request: "Request", pk: int) -> HttpResponse:
    """One membership, what may be done with it and where it leads. Looking at a colleague's one is recorded."""
    found = seen_membership(request, pk)
    if found.user_id != request.actor.user.pk:
        log.record_read(found, actor=request.actor)
    acts = possible_acts(found, request.actor)
    context = {
        "membership": found,
        "state": state_of(found),
        "acts": acts,
        "factor_to_reset": acts.reset_second_factor and found.user.authenticator_set.exists(),
        "substitutions": substitutions_of(found),
        "panels": panels_about(request.actor, found),
        "own": found.user_id == request.actor.user.pk,
    }
    return render_page(request, "organizations/membership.html", context)


@require_http_methods(["GET", "POST"])
def add(request: "Request", pk: int) -> HttpResponse:
    """Another role for the same person in the same organization."""
    known = seen_membership(request, pk)
    if not possible_acts(known, request.actor).grant:
        raise PermissionDenied
    roles = roles_to_grant(request.actor, known.organization)
    form = GrantForm(known.organization, roles, data=_data(request))
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            granted = operations.grant_membership(
                known.user, known.organization, role=form.cleaned_data["role"], reach=form.reach(), actor=request.actor
            )
            messages.success(request, f"{granted.user} má novou roli: {granted.get_role_display()}.")
            return redirect(granted)
    context = {"membership": known, "form": form}
    return render_page(request, "organizations/membership_add.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def edit(request: "Request", pk: int) -> HttpResponse:
    """Reach and the last day of the membership."""
    found = seen_membership(request, pk)
    if not possible_acts(found, request.actor).edit:
        raise PermissionDenied
    form = ReachForm(found.organization, [Role(found.role)], data=_data(request), initial=ReachForm.known(found))
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: _stored(found)):
            version = form.cleaned_data["version"] or 0
            operations.change_membership(found, reach=form.reach(), version=version, actor=request.actor)
            messages.success(request, "Uloženo.")
            return redirect(found)
    context = {"membership": found, "form": form}
    return render_page(request, "organizations/membership_edit.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def end(request: "Request", pk: int) -> HttpResponse:
    """Ask, then end: this role, or all roles of the person in the organization (`all`)."""
    found = seen_membership(request, pk)
    if not allowed(request.actor, "organizations.end_membership", found):
        raise PermissionDenied
    form = Form(_data(request))
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            if "all" in request.POST:
                count = operations.end_all_memberships(found.user, found.organization, actor=request.actor)
            else:
                count = operations.end_membership(found, actor=request.actor)
            return _ended(request, found, count)
    context = {
        "membership": found,
        "form": form,
        "refused": why_heads_must_stay([found], actor=request.actor),
        "may_invite": bool(roles_to_grant(request.actor, found.organization)) and not found.organization.is_closed,
        "own": found.user_id == request.actor.user.pk,
        "others": other_roles_to_end(found, request.actor),
    }
    return render_page(request, "organizations/membership_end.html", context, status=form.http_status)


def seen_membership(request: "Request", pk: int) -> Membership:
    """The membership with its parts, 404 for those who do not see it."""
    return get_object_or_404(with_parts(handed_over_or_visible(request.actor)), pk=pk)


def _ended(request: "Request", membership: Membership, count: int) -> HttpResponse:
    """Where to go after the end: who left has no session any more."""
    said = "Členství skončilo." if count else "Členství už předtím skončilo."
    if membership.user_id == request.actor.user.pk and membership.substitute_for_id is None and count:
        logout(request)
        messages.success(request, f"{said} Všechna vaše přihlášení jsou ukončená, proto se přihlaste znovu.")
        return redirect("account_login")
    messages.success(request, said)
    return redirect("organizations:people", membership.organization_id)


def _data(request: "Request") -> Any:
    return request.POST if request.method == "POST" else None


def _stored(membership: Membership) -> dict[str, Any]:
    """What is stored of the membership now, for a form that came late."""
    membership.refresh_from_db()
    return ReachForm.known(membership)
