"""Pages of requests: their list, a new one, one of them, what is held of the person, settling, erasing."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.audit import log
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import only, render_page
from opora.foundation.privacy.enums import ExtractStatus, RequestKind
from opora.foundation.privacy.forms.rights import RequestForm, SettleForm, VersionForm
from opora.foundation.privacy.models import DataRequest, Restriction
from opora.foundation.privacy.operations import requests as operations
from opora.foundation.privacy.selectors import requests as selectors

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

HEADERS = [Header("Číslo"), Header("Čeho se žádá"), Header("Vyřídit do"), Header("Stav"), Header("Přijato")]
ERASING_HEADERS = [Header("Co"), Header("Co se s tím stane")]
PER_PAGE = 30
ERASING = {RequestKind.ERASURE, RequestKind.OBJECTION}
RESTRICTING = ERASING | {RequestKind.RESTRICTION, RequestKind.RECTIFICATION}


@require_safe
def requests_list(request: "Request") -> HttpResponse:
    """Open requests, or all of them; numbers and days, no names."""
    only(request, "privacy.handle_request")
    everything = request.GET.get("stav") == "vse"
    found = selectors.listed_requests(request.actor, only_open=not everything)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("strana")),
        "everything": everything,
        "only_open": not everything,
        "headers": HEADERS,
        "extract_states": dict(ExtractStatus.choices),
        "late": {one.pk for one in selectors.late_requests(request.actor)},
    }
    return render_page(request, "privacy/requests.html", context)


@require_http_methods(["GET", "POST"])
def request_new(request: "Request") -> HttpResponse:
    """Write down a request that came."""
    only(request, "privacy.handle_request")
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            made = operations.record_request(form.new_request(), actor=request.actor)
            messages.success(request, f"Žádost č. {made.pk} je zapsaná.")
            return redirect(made)
    return render_page(request, "privacy/request_new.html", {"form": form}, status=form.http_status)


@require_safe
def request_page(request: "Request", pk: int) -> HttpResponse:
    """One request and what is done with it; the look is recorded."""
    found = _found(request, pk)
    log.record_read(found, actor=request.actor)
    extracts = list(found.extracts.order_by("-pk").defer("content", "hidden"))
    context = {
        "asked": found,
        "extracts": extracts,
        "open_extract": next((one for one in extracts if one.is_open), None),
        "with_extract": found.kind in selectors.WITH_EXTRACT,
        "erasing": found.kind in ERASING,
        "restricting": found.kind in RESTRICTING,
        "restriction": Restriction.objects.filter(subject_index=found.subject_index, lifted_at=None).first(),
        "may_prepare": allowed(request.actor, "privacy.prepare_extract"),
        "may_restrict": allowed(request.actor, "privacy.restrict"),
    }
    return render_page(request, "privacy/request.html", context)


@require_safe
def request_data(request: "Request", pk: int) -> HttpResponse:
    """Records of the person: why and how long they are held, and where each is corrected."""
    found = _found(request, pk)
    log.record_read(found, actor=request.actor, reason="údaje o člověku podle jeho žádosti")
    context = {"asked": found, "held": selectors.held_of(selectors.subject_asking(found))}
    return render_page(request, "privacy/request_data.html", context)


@require_http_methods(["GET", "POST"])
def request_settle(request: "Request", pk: int) -> HttpResponse:
    """How the request ended."""
    found = _found(request, pk)
    log.record_read(found, actor=request.actor)
    correctable = []
    if found.kind == RequestKind.RECTIFICATION and found.is_open:
        correctable = selectors.correctable_fields(selectors.subject_asking(found))
    data = request.POST if request.method == "POST" else None
    form = SettleForm(data, initial={"version": found.version}, correctable=correctable)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            operations.settle_request(found, **form.cleaned_data, actor=request.actor)
            messages.success(request, f"Žádost č. {found.pk} je vyřízená.")
            return redirect("privacy:requests")
    context = {"asked": found, "form": form}
    return render_page(request, "privacy/request_settle.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def request_erase(request: "Request", pk: int) -> HttpResponse:
    """What a request to erase erases and what stays and why; the button acts."""
    found = _found(request, pk)
    if found.kind not in ERASING or not found.is_open:
        raise Http404
    form = VersionForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            version = form.cleaned_data["version"]
            count = operations.erase_on_consent(found, version=version, actor=request.actor)
            messages.success(request, f"Vymazáno záznamů: {count}." if count else "Nic k vymazání už tu není.")
            return redirect(found)
    log.record_read(found, actor=request.actor, reason="údaje o člověku podle jeho žádosti")
    held = selectors.held_of(selectors.subject_asking(found))
    context = {"asked": found, "form": form, "held": held, "headers": ERASING_HEADERS}
    context["erasable"] = any(one.source.erased for one in held)
    return render_page(request, "privacy/request_erase.html", context, status=form.http_status)


def _found(request: "Request", pk: int) -> DataRequest:
    return get_object_or_404(DataRequest.objects.visible_to(request.actor), pk=pk)
