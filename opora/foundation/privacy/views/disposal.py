"""Proposals of erasing: their list, one of them, leaving a record out, approving and cancelling."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import only, render_page
from opora.foundation.privacy.enums import ItemOutcome
from opora.foundation.privacy.forms.retention import ApproveForm, LeaveOutForm
from opora.foundation.privacy.models import RetentionItem, RetentionRun
from opora.foundation.privacy.operations import disposal as operations
from opora.foundation.privacy.selectors.disposal import (
    groups,
    holds_in_force,
    is_too_old,
    item_rows,
    last_day,
    runs_with_counts,
    to_be_done,
    waiting_run,
)
from opora.foundation.privacy.views.staff import SIZE

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

RUNS = [Header("Návrh"), Header("Připravil"), Header("Stav"), Header("Záznamů", numeric=True)]
GROUPS = [Header("Co"), Header("Co se stane"), Header("Připraveno", numeric=True), Header("Zůstane", numeric=True)]
ITEMS = [Header("Záznam"), Header("Lhůta uplynula"), Header("Stav")]


@require_safe
def disposals(request: "Request") -> HttpResponse:
    """Proposals, the newest first."""
    only(request, "privacy.prepare_disposal", "privacy.approve_disposal")
    page = Paginator(runs_with_counts(request.actor), SIZE).get_page(request.GET.get("strana"))
    context = {
        "page": page,
        "headers": RUNS,
        "waiting": waiting_run(),
        "may_prepare": allowed(request.actor, "privacy.prepare_disposal"),
        "holds": holds_in_force().count() if allowed(request.actor, "privacy.hold") else None,
    }
    return render_page(request, "privacy/disposals.html", context)


@require_POST
def disposal_new(request: "Request") -> HttpResponse:
    """Prepare a proposal; when there is none to be made, say why."""
    only(request, "privacy.prepare_disposal")
    try:
        run = operations.prepare_run(actor=request.actor)
    except OperationError as error:
        messages.warning(request, str(error))
        return redirect("privacy:disposals")
    return redirect(run)


@require_safe
def disposal(request: "Request", pk: int) -> HttpResponse:
    """What is going to be erased, or what became of it: groups, and records of the chosen one."""
    run = _visible(request, pk)
    found = groups(run)
    chosen = next((group for group in found if group.key == request.GET.get("druh")), None)
    context = {
        "run": run,
        "groups": found,
        "ready": sum(group.ready for group in found),
        "group_headers": GROUPS,
        "headers": ITEMS,
        "chosen": chosen,
        "too_old": run.is_proposed and is_too_old(run),
        "last_day": last_day(run),
        "is_own": run.prepared_by_id == str(request.actor.user.pk),
        "may_approve": allowed(request.actor, "privacy.approve_disposal", run),
        "may_change": run.is_proposed and allowed(request.actor, "privacy.prepare_disposal", run),
    }
    if chosen:
        items = run.items.filter(rule_code=chosen.rule_code, object_type=chosen.object_type).order_by("pk")
        context["page"] = page = Paginator(items, SIZE).get_page(request.GET.get("strana"))
        context["rows"] = item_rows(page.object_list)
    return render_page(request, "privacy/disposal.html", context)


def _visible(request: "Request", pk: int) -> RetentionRun:
    return get_object_or_404(RetentionRun.objects.visible_to(request.actor), pk=pk)


@require_http_methods(["GET", "POST"])
def disposal_item(request: "Request", pk: int) -> HttpResponse:
    """Leave one record out of a proposal with a reason, or put it back."""
    only(request, "privacy.prepare_disposal")
    seen = RetentionItem.objects.filter(run__in=RetentionRun.objects.visible_to(request.actor))
    item = get_object_or_404(seen.select_related("run"), pk=pk)
    left_out = item.outcome == ItemOutcome.LEFT_OUT
    form = LeaveOutForm(request.POST if request.method == "POST" and not left_out else None)
    if request.method == "POST" and (left_out or form.is_valid()):
        with form.catching_operation_errors():
            if left_out:
                operations.put_back(item, actor=request.actor)
            else:
                operations.leave_out(item, reason=form.cleaned_data["reason"], actor=request.actor)
            messages.success(request, "Záznam je zpátky v návrhu." if left_out else "Záznam je vyřazený z návrhu.")
            return redirect(f"{item.run.get_absolute_url()}?druh={item.object_type}")
    context = {"row": item_rows([item])[0], "run": item.run, "form": form, "left_out": left_out}
    return render_page(request, "privacy/disposal_item.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def disposal_approve(request: "Request", pk: int) -> HttpResponse:
    """Approve the proposal by typing the number of records."""
    only(request, "privacy.approve_disposal")
    run = _visible(request, pk)
    count = to_be_done(run).count()
    form = ApproveForm(request.POST if request.method == "POST" else None, count=count)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            operations.approve_run(run, count=form.cleaned_data["count"], actor=request.actor)
            messages.success(request, "Schváleno. Výmaz běží na pozadí, průběh vidíte tady.")
            return redirect(run)
    context = {"run": run, "form": form, "count": count, "groups": [one for one in groups(run) if one.ready]}
    return render_page(request, "privacy/disposal_approve.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def disposal_cancel(request: "Request", pk: int) -> HttpResponse:
    """Drop the proposal; nothing is erased."""
    only(request, "privacy.prepare_disposal")
    run = _visible(request, pk)
    if not run.is_proposed and request.method == "GET":
        raise Http404
    if request.method == "POST":
        try:
            operations.cancel_run(run, actor=request.actor)
            messages.success(request, "Návrh je zrušený, nic se nevymazalo.")
        except OperationError as error:
            messages.warning(request, str(error))
        return redirect("privacy:disposals")
    return render_page(request, "privacy/disposal_cancel.html", {"run": run})
