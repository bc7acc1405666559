"""Pages of the provider's own record: editing, differences from the register, taking a proposal back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.forms.record import RecordForm, WithdrawProposalForm
from opora.directory.catalog.models import Service
from opora.directory.catalog.operations.record import Saved, edit_record, withdraw_proposal
from opora.directory.catalog.selectors.assignments import services_of
from opora.directory.catalog.selectors.record import EditedRecord, edited_record, register_says
from opora.directory.catalog.selectors.record_differences import (
    compared_proposal,
    differences_text,
    register_differences,
)
from opora.directory.catalog.selectors.record_fields import UNSEEN, titles, waiting_fields
from opora.foundation.core.dates import today
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

NOTHING = "Nic se nezměnilo, všechno už bylo uložené."


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, identifier: str) -> HttpResponse:
    """The form over what is public and what waits; what the register says stands beside."""
    service = _own(request, identifier)
    edited = edited_record(service)
    again = edited.returned.values if edited.returned and "vraceno" in request.GET else {}
    known = RecordForm.known(edited.values | again, edited.shown)
    form = RecordForm(service, request.POST if request.method == "POST" else None, known=known)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: _known(edited_record(service))):
            saved = edit_record(service, form.values(), shown=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, _said(saved))
            return redirect("catalog:my_services")
    sections = form.sections(register_says(service), waiting_fields())
    context = {"service": service, "edited": edited, "form": form, "sections": sections}
    return render_page(request, "catalog/record/edit.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, identifier: str) -> HttpResponse:
    """Ask whether what waits is to be taken back, and take it."""
    service = _own(request, identifier)
    proposal = edited_record(service).proposal
    if proposal is None:
        messages.info(request, "Na kraj nic nečeká.")
        return redirect("catalog:my_services")
    form = WithdrawProposalForm(
        request.POST if request.method == "POST" else None, initial={"version": proposal.version}
    )
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            withdraw_proposal(proposal, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, "Návrh jste vzali zpět. Na kartě služby se nic nezměnilo.")
            return redirect("catalog:my_services")
    context = {"service": service, "form": form, "compared": compared_proposal(proposal)}
    return render_page(request, "catalog/record/withdraw.html", context, status=form.http_status)


@require_safe
def differences(request: HttpRequest, identifier: str) -> HttpResponse:
    """What the provider says otherwise than the register, to be printed or copied for the registering authority."""
    service = _own(request, identifier)
    rows = register_differences(service)
    context = {
        "service": service, "rows": rows, "text": differences_text(service, rows), "day": today(),
        "headers": [Header(label) for label in ("Údaj", "Registr", "Poskytovatel")],
    }  # fmt: skip
    return render_page(request, "catalog/record/differences.html", context)


def _own(request: HttpRequest, identifier: str) -> Service:
    """A service whose record the person edits; for others it does not exist."""
    services = services_of(request.actor).select_related("provider", "record")
    service = get_object_or_404(services, identifier=identifier)
    if not allowed(request.actor, "catalog.edit_record", service):
        raise Http404
    return service


def _known(edited: EditedRecord) -> dict[str, Any]:
    return RecordForm.known(edited.values, edited.shown)


def _said(saved: Saved) -> str:
    """What the public sees now and what waits."""
    parts = []
    if seen := [name for name in saved.public if name not in UNSEEN]:
        parts.append(f"Lidé už vidí: {titles(seen)}.")
    if unseen := [name for name in saved.public if name in UNSEEN]:
        parts.append(f"Uloženo: {titles(unseen)}.")
    if saved.waits:
        parts.append(f"Na schválení kraje čeká: {titles(saved.waits)}.")
    if saved.taken_back:
        parts.append("Návrh, který čekal na kraj, je vzatý zpět.")
    return " ".join(parts) or NOTHING
