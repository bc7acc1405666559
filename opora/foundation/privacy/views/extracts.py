"""Pages of one extract: the draft, hiding, approval by another person, download, handing over."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.foundation.audit import log
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page
from opora.foundation.privacy.exports.extracts import archive
from opora.foundation.privacy.forms.rights import HandOverForm, HideForm, ReasonForm, VersionForm
from opora.foundation.privacy.models import DataRequest, Extract
from opora.foundation.privacy.operations import extracts as operations
from opora.foundation.privacy.selectors.extracts import Part, content_of, parts_of, prepared_by, record_called

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

SHOWN = 20  # records of a part on one page
ACTS = {  # name of a button → operation and what is said when it is done
    "obnovit": (operations.refresh_extract, "Obsah je obnovený, skryté údaje zůstaly skryté."),
    "predlozit": (operations.submit_extract, "Výpis čeká na schválení jiným člověkem."),
    "schvalit": (operations.approve_extract, "Výpis je schválený. Stáhněte ho a předejte."),
}


@require_POST
def extract_new(request: "Request", pk: int) -> HttpResponse:
    """Prepare the draft of the request; an open one is found again."""
    asked = get_object_or_404(DataRequest.objects.visible_to(request.actor), pk=pk)
    try:
        return redirect(operations.prepare_extract(asked, actor=request.actor))
    except OperationError as error:
        messages.error(request, str(error))
        return redirect(asked)


@require_safe
def extract_page(request: "Request", pk: int) -> HttpResponse:
    """The content by parts and what may be done now; the look is recorded."""
    found = _found(request, pk)
    log.record_read(found, actor=request.actor)
    return _page(request, found, VersionForm.of(found))


@require_POST
def extract_act(request: "Request", pk: int, act: str) -> HttpResponse:
    """One button of the page; a refusal stands on the page."""
    found = _found(request, pk)
    if act not in ACTS:
        raise Http404
    operation, said = ACTS[act]
    form = VersionForm(request.POST)
    if form.is_valid():
        with form.catching_operation_errors():
            operation(found, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, said)
            return redirect(found)
    found = _found(request, pk)
    log.record_read(found, actor=request.actor)
    return _page(request, found, form)


@require_http_methods(["GET", "POST"])
def extract_hide(request: "Request", pk: int, record: str) -> HttpResponse:
    """Which fields of one record are not handed over and why."""
    found = _found(request, pk)
    called = record_called(parts_of(found), record)
    if called is None or not prepared_by(request.actor, found):
        raise Http404
    part, row = called
    log.record_read(found, actor=request.actor)
    form = HideForm.of_record(found, row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            operations.hide_fields(
                found, record, asked["fields_hidden"], reason=asked["reason"], version=asked["version"],
                actor=request.actor,
            )  # fmt: skip
            messages.success(request, "Uloženo.")
            return redirect(found)
    context = {"extract": found, "part": part, "record": row, "form": form}
    return render_page(request, "privacy/extract_hide.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def extract_return(request: "Request", pk: int) -> HttpResponse:
    """Give the draft back with a reason."""
    found = _found(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            operations.return_extract(found, **form.cleaned_data, actor=request.actor)
            messages.success(request, "Koncept je vrácený k úpravě.")
            return redirect(found)
    context = {"extract": found, "form": form}
    return render_page(request, "privacy/extract_return.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def extract_hand_over(request: "Request", pk: int) -> HttpResponse:
    """When and how the extract reached the person."""
    found = _found(request, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            operations.hand_over(found, **form.cleaned_data, actor=request.actor)
            messages.success(request, "Zapsáno. Teď můžete žádost vyřídit.")
            return redirect(found.request)
    context = {"extract": found, "form": form}
    return render_page(request, "privacy/extract_hand_over.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def extract_cancel(request: "Request", pk: int) -> HttpResponse:
    """Ask, then give the extract up."""
    found = _found(request, pk)
    form = VersionForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            operations.cancel_extract(found, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, "Výpis je zrušený a jeho obsah smazaný.")
            return redirect(found.request)
    context = {"extract": found, "form": form}
    return render_page(request, "privacy/extract_cancel.html", context, status=form.http_status)


@require_POST
def extract_file(request: "Request", pk: int) -> HttpResponse:
    """The archive of an approved extract; the download is recorded first."""
    found = _found(request, pk)
    try:
        operations.note_download(found, actor=request.actor)
    except OperationError as error:
        messages.error(request, str(error))
        return redirect(found)
    response = HttpResponse(archive(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="vypis-{found.pk}.zip"'
    response["Cache-Control"] = "no-store"
    return response


def _page(request: "Request", found: Extract, form: VersionForm) -> HttpResponse:
    parts, chosen = parts_of(found), request.GET.get("cast", "")
    one = next((part for part in parts if part.code == chosen), None)
    own = prepared_by(request.actor, found)
    editing = own and found.is_draft
    context = {
        "extract": found,
        "content": content_of(found),
        "parts": [(part, _records(request, part, one), _headers(part, editing)) for part in ([one] if one else parts)],
        "one": one,
        "form": form,
        "own": own,
        "may_edit": editing,
        "may_decide": not own and allowed(request.actor, "privacy.approve_extract", found),
        "hidden_count": sum(part.hidden_count for part in parts),
    }
    return render_page(request, "privacy/extract.html", context, status=form.http_status)


def _records(request: "Request", part: Part, one: Part | None) -> Page:
    """Records of the part on this page: the first ones, or those of the asked page when the part stands alone."""
    number = request.GET.get("strana") if one is part else 1
    return Paginator(part.records, SHOWN).get_page(number)


def _headers(part: Part, editing: bool) -> list[Header]:
    """Heads of the table of short records; none when the part is a list."""
    titles = part.titles
    return [Header(capfirst(title)) for title in (*titles, *(["Úprava"] if editing else []))] if titles else []


def _found(request: "Request", pk: int) -> Extract:
    visible = Extract.objects.visible_to(request.actor)
    return get_object_or_404(visible.select_related("request"), pk=pk)
