"""Pages of branches: new, edit, close."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from opora.directory.organizations.forms.organizations import BranchForm, VersionForm, known_branch
from opora.directory.organizations.models import Branch, Organization
from opora.directory.organizations.operations import branches as operations
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import render_page


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.visible_to(request.actor), pk=pk)
    if organization.is_closed or not allowed(request.actor, "organizations.edit_organization", organization):
        raise Http404
    form = BranchForm.of(None, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            branch = operations.create_branch(organization, form.facts(), actor=request.actor)
            messages.success(request, f"Pracoviště {branch} je založené.")
            return redirect(organization)
    context = {"organization": organization, "form": form}
    return render_page(request, "organizations/branch_new.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    branch = _found(request, pk)
    form = BranchForm.of(branch, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: known_branch(_found(request, pk))):
            version = form.cleaned_data["version"] or 0
            operations.change_branch(branch, form.facts(), version=version, actor=request.actor)
            messages.success(request, "Uloženo.")
            return redirect(branch.organization)
    context = {"branch": branch, "organization": branch.organization, "form": form}
    return render_page(request, "organizations/branch_edit.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    branch = _found(request, pk)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"version": branch.version})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            operations.close_branch(branch, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, f"Pracoviště {branch} je zrušené.")
            return redirect(branch.organization)
    context = {"branch": branch, "organization": branch.organization, "form": form}
    return render_page(request, "organizations/branch_close.html", context, status=form.http_status)


def _found(request: HttpRequest, pk: int) -> Branch:
    """A branch that the actor may change, else Http404."""
    visible = Branch.objects.visible_to(request.actor).select_related("organization", "area__okres")
    branch = get_object_or_404(visible, pk=pk)
    if not allowed(request.actor, "organizations.edit_organization", branch.organization):
        raise Http404
    return branch
