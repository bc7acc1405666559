"""Staff pages of the register: runs, one run, a new one. Those who may not import do not learn the pages exist."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.forms import RegisterUploadForm
from opora.directory.catalog.imports.options import SOURCE
from opora.directory.catalog.operations.register import request_import
from opora.directory.catalog.selectors.import_runs import CSV_COLUMNS, difference_rows, run_report
from opora.directory.catalog.selectors.register import last_good_run, runs_visible_to
from opora.foundation.core.dates import today
from opora.foundation.core.limits import limited
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.tabular import csv_response
from opora.foundation.core.web import render_page, takes_files

RUN_HEADERS = [
    Header("Kdy"), Header("Zdroj"), Header("Stav"), Header("Nové", numeric=True), Header("Změněné", numeric=True),
    Header("Ukončené", numeric=True), Header("Vrácené", numeric=True), Header("Odmítnuté", numeric=True),
]  # fmt: skip


def _staff_only(request: HttpRequest) -> None:
    if not allowed(request.actor, "catalog.import_register"):
        raise Http404


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    _staff_only(request)
    page = Paginator(runs_visible_to(request.actor), 20).get_page(request.GET.get("strana"))
    return render_page(request, "catalog/imports/runs.html", {"page": page, "headers": RUN_HEADERS})


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run; while it works, the page asks for news by itself, and without scripts by a link."""
    found = get_object_or_404(runs_visible_to(request.actor), pk=pk)
    asked = request.GET
    report = run_report(found, page=asked.get("strana"), group=asked.get("zmena", ""), field=asked.get("pole", ""))
    context = {"report": report}
    return render_page(request, "catalog/imports/run.html", context, partial="progress")


@require_safe
def run_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Differences of a run for a spreadsheet."""
    found = get_object_or_404(runs_visible_to(request.actor), pk=pk)
    return csv_response(CSV_COLUMNS, difference_rows(found), f"zmeny-registru-{found.pk}.csv")


@takes_files(200)  # the whole state packed has some 10 MB; unpacked it had 99 MB in August 2026
@require_http_methods(["GET", "POST"])
@limited("upload")
def new(request: HttpRequest) -> HttpResponse:
    _staff_only(request)
    last = last_good_run(RegisterScope.RPSS)
    form = RegisterUploadForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial={
            "source": last.source if last else SOURCE,
            "seat_addresses": last is not None and last.seat_addresses,
        },
    )
    if form.is_bound and form.is_valid():
        values = {**form.cleaned_data}
        upload, as_of = values.pop("file"), values.pop("as_of") or today()
        with form.catching_operation_errors():
            values |= {"confirmed": values.pop("confirm"), "source": values["source"] or SOURCE}
            started = request_import(upload, actor=request.actor, as_of=as_of, **values)
            return redirect("catalog:import_run", started.pk)
    return render_page(request, "catalog/imports/new.html", {"form": form}, status=form.http_status)
