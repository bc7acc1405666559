"""Pages of organizations: list, one, new, edit, close. Strangers do not learn that they exist."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.organizations.forms.organizations import (
    CloseForm,
    NewOrganizationForm,
    OrganizationFilterForm,
    OrganizationForm,
    OwnOrganizationForm,
    known,
)
from opora.directory.organizations.models import Organization
from opora.directory.organizations.operations import organizations as operations
from opora.directory.organizations.selectors.organizations import (
    in_order,
    listed_organizations,
    open_memberships,
    organization_card,
    possible_parents,
)
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

HEADERS = [Header("Název"), Header("Druh"), Header("IČO"), Header("Území")]
PER_PAGE = 30
# parameters of an address that fill in the form of a new organization, and how long they may be
PREFILLED = {"druh": ("kind", 20), "nazev": ("name", 200), "ico": ("ico", 8), "adresa": ("address", 200),
             "uzemi": ("area", 100)}  # fmt: skip


@require_safe
def organizations_list(request: HttpRequest) -> HttpResponse:
    """Organizations by name, narrowed by words, kind and state; who sees only the own one goes straight there."""
    if not allowed(request.actor, "organizations.read_all"):
        membership = request.actor.membership
        if membership is None:
            raise Http404
        return redirect("organizations:organization", membership.organization_id)
    form = OrganizationFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    keys = listed_organizations(
        request.actor, text=asked.get("q", ""), kind=asked.get("druh", ""), state=asked.get("stav", "")
    )
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("strana"))
    context = {"page": page, "rows": in_order(page.object_list), "form": form, "headers": HEADERS}
    context |= {"narrowed": any(asked.values()), "may_found": allowed(request.actor, "organizations.manage")}
    return render_page(request, "organizations/organizations.html", context)


@require_safe
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    actor = request.actor
    context: dict[str, Any] = {"organization": found, "card": organization_card(found, actor)}
    context["may_edit"] = allowed(actor, "organizations.edit_organization", found)
    context["may_manage"] = allowed(actor, "organizations.manage", found)
    context["may_see_people"] = allowed(actor, "organizations.read_people", found)
    context["may_read_history"] = allowed(actor, "audit.read_history", found)
    context["acted_in"] = actor.membership is not None and actor.membership.organization_id == found.pk
    return render_page(request, "organizations/organization.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Founding; a link may fill the form in, the person checks it."""
    if not allowed(request.actor, "organizations.manage"):
        raise Http404
    given = {field: request.GET.get(name, "")[:longest] for name, (field, longest) in PREFILLED.items()}
    data = request.POST if request.method == "POST" else None
    form = NewOrganizationForm.empty(possible_parents(None, request.actor), known=given, data=data)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            made = operations.create_organization(kind=form.cleaned_data["kind"], actor=request.actor, **form.facts())
            messages.success(request, f"Organizace {made} je založená.")
            return redirect(made)
    return render_page(request, "organizations/organization_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if not allowed(request.actor, "organizations.edit_organization", found):
        raise Http404
    form = _form_of(request, found)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: known(_found(request, pk))):
            version = form.cleaned_data["version"] or 0
            operations.change_organization(found, form.facts(), version=version, actor=request.actor)
            messages.success(request, "Uloženo.")
            return redirect(found)
    context = {"organization": found, "form": form, "whole": isinstance(form, OrganizationForm)}
    return render_page(request, "organizations/organization_edit.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """What closing does and the consent; of a closed one the button that opens it again."""
    found = _found(request, pk)
    if not allowed(request.actor, "organizations.manage", found):
        raise Http404
    data = request.POST if request.method == "POST" else None
    people = 0 if found.is_closed else open_memberships(found).values("user").distinct().count()
    form = CloseForm(data, initial={"version": found.version})
    if not people:
        del form.fields["end_people"]
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            return _close(request, found, form)
    context = {"organization": found, "form": form, "people": people}
    return render_page(request, "organizations/organization_close.html", context, status=form.http_status)


def _close(request: HttpRequest, found: Organization, form: CloseForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    if "reopen" in form.data:
        operations.reopen_organization(found, version=version, actor=request.actor)
        messages.success(request, "Organizace zase funguje. Role lidem přidělte znovu.")
    else:
        consent = form.cleaned_data.get("end_people", False)
        operations.close_organization(found, end_people=consent, version=version, actor=request.actor)
        messages.success(request, "Organizace je uzavřená.")
    return redirect(found)


def _form_of(request: HttpRequest, found: Organization) -> OrganizationForm | OwnOrganizationForm:
    """The whole form for the region, contacts for heads."""
    data = request.POST if request.method == "POST" else None
    if not allowed(request.actor, "organizations.manage", found):
        return OwnOrganizationForm.of(found, data)
    return OrganizationForm.of(found, possible_parents(found, request.actor), data)


def _found(request: HttpRequest, pk: int) -> Organization:
    visible = Organization.objects.visible_to(request.actor)
    return get_object_or_404(visible.select_related("area__orp", "area__kraj", "area__okres", "parent"), pk=pk)
