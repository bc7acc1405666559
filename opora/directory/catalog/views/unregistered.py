"""Staff pages of services that are not registered: list, new, edit, end. Strangers do not learn that they exist."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.forms import EndForm, UnregisteredFilterForm, UnregisteredForm
from opora.directory.catalog.models import Service
from opora.directory.catalog.operations import unregistered as operations
from opora.directory.catalog.selectors.unregistered import entry_of, listed_services, services_of_staff
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

HEADERS = [Header("Název"), Header("Druh"), Header("Poskytovatel"), Header("Ověřeno"), Header("Stav")]
PER_PAGE = 30


def staff_only(request: HttpRequest) -> None:
    """Raise Http404 for those who may not edit."""
    if not allowed(request.actor, "catalog.edit_unregistered"):
        raise Http404


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Services by name, narrowed by words, kind and state."""
    staff_only(request)
    form = UnregisteredFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    found = listed_services(
        request.actor, text=asked.get("q", ""), kind=asked.get("druh", ""), state=asked.get("stav", "")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("strana"))
    book = codebook()
    kinds = {code: row.singular for code, row in book.other_kinds.items()}
    rows = [(service, kinds.get(service.kind_code, service.kind_code)) for service in page.object_list]
    context = {"page": page, "rows": rows, "form": form, "headers": HEADERS, "narrowed": any(asked.values())}
    return render_page(request, "catalog/unregistered/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    staff_only(request)
    form = UnregisteredForm.of(None, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            service = operations.add_unregistered(form.entry(), actor=request.actor)
            messages.success(request, f"Služba je zapsaná pod kódem {service.identifier}.")
            return redirect("catalog:unregistered_edit", service.identifier)
    return render_page(request, "catalog/unregistered/new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, identifier: str) -> HttpResponse:
    service = _found(request, identifier)
    data = request.POST if request.method == "POST" else None
    form = UnregisteredForm.of(entry_of(service), service.version, data)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: _stored(service)):
            version = form.cleaned_data["version"] or 0
            operations.change_unregistered(service, form.entry(), version=version, actor=request.actor)
            messages.success(request, "Uloženo.")
            return redirect("catalog:unregistered_edit", service.identifier)
    context = {"service": service, "form": form}
    return render_page(request, "catalog/unregistered/edit.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, identifier: str) -> HttpResponse:
    """The last day of the service; of one that has it, the button that takes it away."""
    service = _found(request, identifier)
    data = request.POST if request.method == "POST" else None
    form = EndForm(data, initial={"version": service.version, "ends_on": service.ends_on})
    if data is not None and "return" in data:
        form.fields["ends_on"].required = False
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: _stored(service)):
            ends_on = None if "return" in form.data else form.cleaned_data["ends_on"]
            operations.end_unregistered(service, ends_on, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, "Konec služby je zapsaný." if ends_on else "Služba pokračuje, konec nemá.")
            return redirect("catalog:unregistered_edit", service.identifier)
    context = {"service": service, "form": form}
    return render_page(request, "catalog/unregistered/end.html", context, status=form.http_status)


def _stored(service: Service) -> dict[str, Any]:
    """What is stored of the service now, for a form that came late."""
    service.refresh_from_db()
    return UnregisteredForm.known(entry_of(service), service.version) | {"ends_on": service.ends_on}


def _found(request: HttpRequest, identifier: str) -> Service:
    return get_object_or_404(services_of_staff(request.actor).select_related("provider"), identifier=identifier)
