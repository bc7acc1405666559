"""Reporting an error by anybody, the page of how it ended, and pages of those who settle it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.forms.error_reports import MoveReportForm, ReportErrorForm, ReportFilterForm
from opora.directory.catalog.models import ErrorReport
from opora.directory.catalog.operations.error_reports import move_report
from opora.directory.catalog.operations.error_reports import report_error as take_report
from opora.directory.catalog.selectors.cards import find_service
from opora.directory.catalog.selectors.error_reports import (
    REPORT_LINK,
    reported_by,
    reports_of,
    shown_contact,
    state_address,
)
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.operations.links import NONCE_LENGTH
from opora.foundation.accounts.selectors.links import link_address
from opora.foundation.accounts.views.links import discreet, link_page
from opora.foundation.audit import log
from opora.foundation.core.limits import limited
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import absolute, public, render_page

HANDLE = "catalog.handle_report"
HEADERS = [Header("Služba"), Header("Co je špatně"), Header("Nahlášeno"), Header("Stav")]
PER_PAGE = 30
NEXT_STEP = "Jestli chyba trvá, nahlaste ji znovu z karty služby. Vyřízená hlášení po čase mažeme."


@public
@require_http_methods(["GET", "POST"])
@limited("public_form")
def report_error(request: HttpRequest, identifier: str) -> HttpResponse:
    """Take down what is wrong on the card of the service; a robot gets the same thanks and nothing is stored."""
    service = find_service(identifier)
    if service is None:
        raise Http404
    form = ReportErrorForm(request.POST if request.method == "POST" else None)
    if form.is_trapped:
        nowhere = MagicLink(purpose=REPORT_LINK, nonce=get_random_string(NONCE_LENGTH))
        return _thanks(request, service, link_address(nowhere))
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            said = {name: form.cleaned_data[name] for name in ("reason", "text", "email")}
            report = take_report(service, **said, actor=request.actor)
            return _thanks(request, service, state_address(report))
    context = {"service": service, "form": form}
    return render_page(request, "catalog/reports/report.html", context, status=form.http_status)


def _thanks(request: HttpRequest, service, address: str) -> HttpResponse:
    """The page after sending, with the address of the page that says how it ended."""
    context = {"service": service, "address": address, "whole_address": absolute(address)}
    return discreet(render_page(request, "catalog/reports/thanks.html", context))


@link_page(REPORT_LINK, next_step=NEXT_STEP)
def report_state(request: HttpRequest, link: MagicLink, token: str) -> HttpResponse:
    """How far the report is and what was answered; neither its text nor who wrote it."""
    report = reported_by(link)
    if report is None:
        raise Http404
    return render_page(request, "catalog/reports/state.html", {"report": report})


@require_safe
def error_reports(request: HttpRequest) -> HttpResponse:
    """Reports that wait, narrowed by state and age."""
    if not allowed(request.actor, HANDLE):
        raise Http404
    form = ReportFilterForm(request.GET)
    form.is_valid()
    page = Paginator(reports_of(request.actor, state=form.state, age=form.age), PER_PAGE)
    context = {"page": page.get_page(request.GET.get("strana")), "form": form, "headers": HEADERS}
    return render_page(request, "catalog/reports/list.html", context)


@require_http_methods(["GET", "POST"])
def error_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with its words; who looked is recorded."""
    seen = ErrorReport.objects.visible_to(request.actor).select_related("service__provider")
    report = get_object_or_404(seen, pk=pk)
    form = MoveReportForm(report, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            move_report(report, **form.cleaned_data, actor=request.actor)
            messages.success(request, "Uloženo. Kdo chybu nahlásil, to uvidí na své stránce.")
            return redirect("catalog:error_report", report.pk)
    contact = shown_contact(report, request.actor)
    log.record_read(report, actor=request.actor, reason="vyřízení nahlášené chyby")
    context = {"report": report, "form": form, "contact": contact}
    return render_page(request, "catalog/reports/detail.html", context, status=form.http_status)
