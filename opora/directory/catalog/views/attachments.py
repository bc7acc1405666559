"""Attachments of services: the files themselves, pages of their provider, and what the region decides."""

from pathlib import PurePath

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.enums import PublicationStatus
from opora.directory.catalog.forms.attachments import AttachmentForm, ChangedWordsForm, DecideAttachmentForm
from opora.directory.catalog.models import Service, ServiceAttachment
from opora.directory.catalog.operations.attachments import (
    TEXTS,
    add_attachment,
    approve_attachment,
    edit_attachment,
    remove_attachment,
    return_attachment,
)
from opora.directory.catalog.selectors.assignments import services_of
from opora.directory.catalog.selectors.attachments import attachments_of, file_words, waiting_attachments
from opora.directory.catalog.selectors.record_fields import waiting_names
from opora.foundation.core.limits import limited
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import public, render_page, takes_files
from opora.foundation.documents.views import file_response


@public
@require_safe
def attachment(request: HttpRequest, pk: int, *, small: bool = False) -> HttpResponseBase:
    """The file, or the thumbnail of a photo; what is not public is there only for its provider and the region."""
    visible = ServiceAttachment.objects.visible_to(request.actor).select_related("service", "file", "thumbnail")
    found = get_object_or_404(visible, pk=pk)
    stored = found.thumbnail if small else found.file
    if stored is None or not stored.file.storage.exists(stored.file.name):
        raise Http404
    shared = found.status == PublicationStatus.PUBLIC and not request.actor.is_person
    name = f"priloha-{pk}{PurePath(stored.name).suffix}" if found.service.hidden_address else ""
    return file_response(request, stored, shared=shared, name=name)


@takes_files(21)
@require_http_methods(["GET", "POST"])
@limited("upload")
def attachments(request: HttpRequest, identifier: str) -> HttpResponse:
    """What the service has, and the form that adds to it."""
    service = _own(request, identifier)
    form = AttachmentForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    waits = "attachments" in waiting_names()
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            values = {name: form.cleaned_data[name] for name in ("kind", *TEXTS)}
            add_attachment(service, form.cleaned_data["file"], values, actor=request.actor)
            messages.success(request, "Odesláno kraji, čeká na schválení." if waits else "Přidáno, lidé to vidí hned.")
            return redirect("catalog:attachments", service.identifier)
    context = {
        "service": service, "form": form, "waits": waits,
        "rows": [(row, file_words(row)) for row in attachments_of(service)],
        "headers": [Header(label) for label in ("Příloha", "Stav", "Co s ní")],
    }  # fmt: skip
    return render_page(request, "catalog/attachments/list.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, identifier: str, pk: int) -> HttpResponse:
    """Other words of an attachment."""
    row = _own_row(request, identifier, pk)
    form = ChangedWordsForm(request.POST if request.method == "POST" else None, initial=_known(row))
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: _known(_own_row(request, identifier, pk))):
            values = {name: form.cleaned_data[name] for name in TEXTS}
            edit_attachment(row, values, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, f"Uloženo, {row.get_status_display()}.")
            return redirect("catalog:attachments", identifier)
    context = {"service": row.service, "row": row, "form": form, "waits": "attachments" in waiting_names()}
    return render_page(request, "catalog/attachments/edit.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, identifier: str, pk: int) -> HttpResponse:
    """Ask whether the attachment is to go, and take it away."""
    row = _own_row(request, identifier, pk)
    if request.method == "POST":
        remove_attachment(row, actor=request.actor)
        messages.success(request, f"Odstraněno: {row.title}.")
        return redirect("catalog:attachments", identifier)
    return render_page(request, "catalog/attachments/remove.html", {"service": row.service, "row": row})


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the region."""
    if not allowed(request.actor, "catalog.approve_record"):
        raise Http404
    page = Paginator(waiting_attachments(), 20).get_page(request.GET.get("strana"))
    headers = [Header(label) for label in ("Příloha", "Služba", "Poskytovatel", "Kdy")]
    return render_page(request, "catalog/attachments/waiting.html", {"page": page, "headers": headers})


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One attachment; the region approves it or gives it back."""
    if not allowed(request.actor, "catalog.approve_record"):
        raise Http404
    rows = ServiceAttachment.objects.visible_to(request.actor)
    row = get_object_or_404(rows.select_related("service__provider", "file", "thumbnail"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = DecideAttachmentForm(data, initial={"version": row.version})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            _decide(request, row, form)
            return redirect("catalog:attachment_proposals")
    context = {"row": row, "words": file_words(row), "form": form, "waits": row.status == PublicationStatus.WAITING}
    return render_page(request, "catalog/attachments/decide.html", context, status=form.http_status)


def _decide(request: HttpRequest, row: ServiceAttachment, form: DecideAttachmentForm) -> None:
    version, actor = form.cleaned_data["version"], request.actor
    if "approve" in request.POST:
        approve_attachment(row, version=version, actor=actor)
        messages.success(request, f"Schváleno, na kartě už je: {row.title}.")
        return
    return_attachment(row, form.cleaned_data["reason"], version=version, actor=actor)
    messages.success(request, f"Vráceno poskytovateli: {row.title}.")


def _own(request: HttpRequest, identifier: str) -> Service:
    """A service whose record the person edits; for others it does not exist."""
    service = get_object_or_404(services_of(request.actor), identifier=identifier)
    if not allowed(request.actor, "catalog.edit_record", service):
        raise Http404
    return service


def _own_row(request: HttpRequest, identifier: str, pk: int) -> ServiceAttachment:
    rows = attachments_of(_own(request, identifier)).select_related("service", "file", "thumbnail")
    return get_object_or_404(rows, pk=pk)


def _known(row: ServiceAttachment) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*TEXTS, "version")}
