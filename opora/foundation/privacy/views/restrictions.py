"""Pages of restrictions of processing: their list, a new one, one of them with its lifting."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.audit import log
from opora.foundation.core.tables import Header
from opora.foundation.core.web import only, render_page
from opora.foundation.privacy.forms.rights import ReasonForm, RestrictForm
from opora.foundation.privacy.models import DataRequest, Restriction
from opora.foundation.privacy.operations.restrictions import lift_restriction, restrict

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

HEADERS = [Header("Číslo"), Header("Důvod"), Header("Od"), Header("Stav")]
PER_PAGE = 30


@require_safe
def restrictions_list(request: "Request") -> HttpResponse:
    """Restrictions, the newest first, without addresses."""
    only(request, "privacy.restrict")
    page = Paginator(Restriction.objects.visible_to(request.actor), PER_PAGE).get_page(request.GET.get("strana"))
    return render_page(request, "privacy/restrictions.html", {"page": page, "headers": HEADERS})


@require_http_methods(["GET", "POST"])
def restriction_new(request: "Request") -> HttpResponse:
    """Restrict processing, for a request (`?zadost=`) or directly."""
    only(request, "privacy.restrict")
    asked = _asked(request)
    initial = {"email": asked.subject_email} if asked else {}
    form = RestrictForm(request.POST if request.method == "POST" else None, initial=initial)
    if asked:
        log.record_read(asked, actor=request.actor)
        form.fields["email"].disabled = True
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            made = restrict(**form.cleaned_data, request=asked, actor=request.actor)
            messages.success(request, "Zpracování je omezené.")
            return redirect(asked or made)
    context = {"form": form, "asked": asked}
    return render_page(request, "privacy/restriction_new.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def restriction_page(request: "Request", pk: int) -> HttpResponse:
    """One restriction; the form lifts it. The look is recorded."""
    only(request, "privacy.restrict")
    found = _found(request, pk)
    log.record_read(found, actor=request.actor)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: {"version": _found(request, pk).version}):
            lift_restriction(found, **form.cleaned_data, actor=request.actor)
            messages.success(request, "Omezení je zrušené.")
            return redirect(found)
    context = {"restriction": found, "form": form}
    return render_page(request, "privacy/restriction.html", context, status=form.http_status)


def _asked(request: "Request") -> DataRequest | None:
    """The request that the address names."""
    number = request.GET.get("zadost", "")[:18]
    if not number.isdecimal():
        return None
    return get_object_or_404(DataRequest.objects.visible_to(request.actor), pk=number)


def _found(request: "Request", pk: int) -> Restriction:
    return get_object_or_404(Restriction.objects.visible_to(request.actor), pk=pk)
