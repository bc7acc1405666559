"""Handing a role over for a time (zástup) and taking it back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opora.directory.organizations.forms.memberships import SubstitutionForm
from opora.directory.organizations.models import Membership
from opora.directory.organizations.operations import memberships, substitutions
from opora.directory.organizations.selectors.substitutions import colleagues_of, substitutions_of
from opora.directory.organizations.views.memberships import seen_membership
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.forms import Form
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


@require_http_methods(["GET", "POST"])
def substitute(request: "Request", pk: int) -> HttpResponse:
    """Who stands in for the membership, and the form that hands it over; only in the role itself or by a head."""
    original = seen_membership(request, pk)
    if not allowed(request.actor, "organizations.substitute", original):
        if _only_in_another_role(request, original):
            messages.warning(request, f"Nejdřív se přepněte do role, kterou předáváte: {original.in_words}.")
            return redirect(f"{reverse('organizations:choose_role')}?next={request.path}")
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = SubstitutionForm(colleagues_of(original, request.actor), data=data, initial={"valid_from": today()})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            made = substitutions.substitute(original, **form.cleaned_data, actor=request.actor)
            days = f"{czech_date(made.valid_from)} – {czech_date(made.valid_to)}"
            messages.success(request, f"Zastupuje {made.user}, {days}.")
            return redirect(request.path)
    context = {"membership": original, "form": form, "substitutions": substitutions_of(original)}
    return render_page(request, "organizations/substitution.html", context, status=form.http_status)


def _only_in_another_role(request: "Request", original: Membership) -> bool:
    """True for the person's own role that can be handed over, when the person acts in another one."""
    others = {one.pk for one in request.memberships} - {getattr(request.actor.membership, "pk", None)}
    return (
        original.pk in others and original.substitute_for_id is None and "organizations.substitute" in original.rights
    )


@require_http_methods(["GET", "POST"])
def end(request: "Request", pk: int) -> HttpResponse:
    """Ask, then end the substitution before its last day."""
    found = seen_membership(request, pk)
    if found.substitute_for is None:
        raise Http404
    if not allowed(request.actor, "organizations.end_membership", found):
        raise PermissionDenied
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        with form.catching_operation_errors():
            count = memberships.end_membership(found, actor=request.actor)
            messages.success(request, "Zástup skončil." if count else "Zástup už předtím skončil.")
            stands_in = found.user_id == request.actor.user.pk
            return redirect("organizations:choose_role" if stands_in else found.substitute_for)
    return render_page(request, "organizations/substitution_end.html", {"membership": found, "form": form})
