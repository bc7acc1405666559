"""Staff page of free places of one service: what the provider said, when and how."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from opora.directory.catalog.forms import AvailabilityForm, WithdrawForm
from opora.directory.catalog.operations.availability import record_availability, withdraw_availability
from opora.directory.catalog.selectors.availability import statement_of
from opora.directory.catalog.selectors.cards import find_service
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import render_page


@require_http_methods(["GET", "POST"])
def availability(request: HttpRequest, identifier: str) -> HttpResponse:
    """Record the statement, or withdraw it; the registered capacity stands beside it."""
    service = find_service(identifier)
    if service is None or not allowed(request.actor, "catalog.record_availability", service):
        raise Http404
    shown = statement_of(service)
    withdrawing = request.method == "POST" and "withdraw" in request.POST
    data = request.POST if request.method == "POST" else None
    hidden = service.hidden_address
    form = WithdrawForm(data) if withdrawing else AvailabilityForm.of(shown.statement, data, hidden=hidden)
    if form.is_bound and form.is_valid():
        stored = None if withdrawing else lambda: AvailabilityForm.known(statement_of(service).statement)
        with form.catching_operation_errors(stored):
            values = dict(form.cleaned_data)
            version = values.pop("version")
            if withdrawing:
                withdraw_availability(service, version=version, actor=request.actor)
                messages.success(request, "Volná místa jsou zase neznámá.")
            else:
                record_availability(service, values, version=version, actor=request.actor)
                messages.success(request, "Zapsáno. Lidé to vidí hned, i s dnem.")
            return redirect("catalog:availability", service.identifier)
    context = {"service": service, "shown": shown, "form": form, "withdrawing": withdrawing}
    return render_page(request, "catalog/availability.html", context, status=form.http_status)
