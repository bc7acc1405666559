"""Staff page that reads a CSV file of unregistered services: first what it would do, then the button that does it."""

from base64 import b64encode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.enums import ChangeKind
from opora.directory.catalog.forms import UnregisteredCsvConfirmForm, UnregisteredCsvForm
from opora.directory.catalog.forms.unregistered import kinds
from opora.directory.catalog.imports.unregistered_csv import LARGEST, CsvUnreadable, Plan, plan, template
from opora.directory.catalog.operations.unregistered import save_unregistered
from opora.directory.catalog.views.unregistered import staff_only
from opora.foundation.core.limits import limited
from opora.foundation.core.web import render_page

CHANGED_MEANWHILE = "Služby se mezitím změnily. Podívejte se znovu, co by soubor udělal."
HAS_ERRORS = "V souboru jsou chybné řádky. Opravte je, nebo zaškrtněte, že se mají vynechat."


@require_safe
def template_file(request: HttpRequest) -> HttpResponse:
    """The file to fill in."""
    staff_only(request)
    response = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="neregistrovane-sluzby.csv"'
    return response


@require_http_methods(["GET", "POST"])
@limited("upload")
def upload(request: HttpRequest) -> HttpResponse:
    """The form of the file; once sent, what the file would do; once confirmed, its writing."""
    staff_only(request)
    if request.method == "POST" and "content" in request.POST:
        return _confirm(request)
    form = UnregisteredCsvForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(LARGEST + 1)
            return _shown(request, plan(content, actor=request.actor), content, (file.name or "")[:100])
        except CsvUnreadable as error:
            form.add_error("file", str(error))
    context = {"form": form, "kinds": kinds()[1:]}
    return render_page(request, "catalog/unregistered/csv.html", context, status=form.http_status)


def _shown(request: HttpRequest, read: Plan, content: bytes, name: str) -> HttpResponse:
    """What the file would do."""
    kept = {"content": b64encode(content).decode(), "file_name": name, "fingerprint": read.fingerprint}
    return _page(request, UnregisteredCsvConfirmForm(initial=kept), read, name)


def _confirm(request: HttpRequest) -> HttpResponse:
    """Write what was shown; when the state or the file is another one, show it again."""
    form = UnregisteredCsvConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("catalog:unregistered_csv")
    content, name = form.cleaned_data["content"], form.cleaned_data["file_name"][:100]
    try:
        read = plan(content, actor=request.actor)
    except CsvUnreadable:
        return redirect("catalog:unregistered_csv")
    if read.rejected and not form.cleaned_data["skip_errors"]:
        form.add_error("skip_errors", HAS_ERRORS)
    elif read.writable and read.fingerprint != form.cleaned_data["fingerprint"]:
        form.data = {**form.data.dict(), "fingerprint": read.fingerprint}
        form.add_error(None, CHANGED_MEANWHILE)
    else:
        with form.catching_operation_errors():
            counts = save_unregistered(read.items(), source=name, actor=request.actor)
            added, changed = counts[ChangeKind.ADDED], counts[ChangeKind.CHANGED]
            messages.success(request, f"Soubor je načtený: nových {added}, změněných {changed}.")
            return redirect("catalog:unregistered")
    return _page(request, form, read, name)


def _page(request: HttpRequest, form: UnregisteredCsvConfirmForm, read: Plan, name: str) -> HttpResponse:
    if not read.rejected:
        del form.fields["skip_errors"]
    context = {
        "form": form,
        "plan": read,
        "file_name": name,
    }
    return render_page(request, "catalog/unregistered/csv_plan.html", context, status=form.http_status)
