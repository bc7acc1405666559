"""Pages of the region about what providers say: proposals, their approval, and which fields wait for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.enums import ProposalStatus
from opora.directory.catalog.forms.record import DecisionForm, RecordFieldsForm
from opora.directory.catalog.models import RecordProposal
from opora.directory.catalog.operations.record import approve_proposal, return_proposal
from opora.directory.catalog.operations.record_fields import choose_record_fields
from opora.directory.catalog.selectors.proposals import proposal_page
from opora.directory.catalog.selectors.record import returned_proposal
from opora.directory.catalog.selectors.record_differences import compared_proposal
from opora.directory.catalog.selectors.record_fields import NEVER_WAIT, waiting_names
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

TABS = {
    "": (ProposalStatus.WAITING, "Čekají"),
    "schvaleno": (ProposalStatus.APPROVED, "Schválené"),
    "vraceno": (ProposalStatus.RETURNED, "Vrácené"),
}


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals in one state, the waiting ones first."""
    if not allowed(request.actor, "catalog.approve_record"):
        raise Http404
    status = TABS.get(request.GET.get("stav", ""), TABS[""])[0]
    context = {
        "page": proposal_page(request.actor, status=status, page=request.GET.get("strana")),
        "waiting": status == ProposalStatus.WAITING,
        "tabs": [(title, f"?stav={name}", code == status) for name, (code, title) in TABS.items()],
        "headers": [Header(label) for label in ("Služba", "Poskytovatel", "Co se mění", "Kdy")],
        "chooses": allowed(request.actor, "catalog.choose_record_fields"),
    }
    return render_page(request, "catalog/record/proposals.html", context)


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with its differences; the region approves or returns it, its provider only reads."""
    visible = RecordProposal.objects.visible_to(request.actor).select_related("service__provider")
    found = get_object_or_404(visible, pk=pk)
    decides = allowed(request.actor, "catalog.approve_record", found)
    if request.method == "POST" and not decides:
        raise Http404
    compared = compared_proposal(found)
    form = DecisionForm(request.POST if request.method == "POST" else None, initial={"version": compared.shown.token})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            _decide(request, found, form)
            return redirect("catalog:proposals")
    context = {
        "compared": compared, "proposal": found, "form": form, "decides": decides,
        "returned": found == returned_proposal(found.service),
        "own": request.actor.user is not None and str(request.actor.user.pk) == found.proposed_by_id,
        "may_read_history": allowed(request.actor, "audit.read_history"),
    }  # fmt: skip
    return render_page(request, "catalog/record/proposal.html", context, status=form.http_status)


def _decide(request: HttpRequest, found: RecordProposal, form: DecisionForm) -> None:
    """Carry out the decision of the pressed button and say so."""
    values, actor = form.cleaned_data, request.actor
    if "approve" in request.POST:
        approve_proposal(found, shown=values["version"], actor=actor)
        messages.success(request, f"Schváleno, lidé to na kartě už vidí: {found.service.name}.")
        return
    return_proposal(found, values["reason"], version=values["version"].proposal, actor=actor)
    messages.success(request, f"Vráceno poskytovateli: {found.service.name}.")


@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """Which fields wait for the region, and which never do and why."""
    if not allowed(request.actor, "catalog.choose_record_fields"):
        raise Http404
    data = request.POST if request.method == "POST" else None
    waiting = sorted(waiting_names())
    form = RecordFieldsForm(data, initial={"names": waiting, "seen": " ".join(waiting)})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            seen = form.cleaned_data["seen"].split()
            choose_record_fields(form.cleaned_data["names"], seen=seen, actor=request.actor)
            messages.success(request, "Uloženo. Platí pro změny, které poskytovatelé teprve odešlou.")
            return redirect("catalog:record_fields")
    context = {"form": form, "never": NEVER_WAIT.values()}
    return render_page(request, "catalog/record/fields.html", context, status=form.http_status)
