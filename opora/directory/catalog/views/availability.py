"""Free places of one service: its people say how it is today, the region what it heard from the provider."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from opora.directory.catalog.enums import StatementOrigin
from opora.directory.catalog.forms import AvailabilityForm, SameForm
from opora.directory.catalog.models import Service
from opora.directory.catalog.operations.availability import confirm_availability, record_availability
from opora.directory.catalog.selectors.availability import ShownStatement, statement_of
from opora.directory.catalog.selectors.cards import find_service
from opora.foundation.core.dates import today
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import render_page


@require_http_methods(["GET", "POST"])
def availability(request: HttpRequest, identifier: str) -> HttpResponse:
    """Record what holds in each part of the service; the registered capacity stands beside it."""
    service = find_service(identifier)
    if service is None or not allowed(request.actor, "catalog.record_availability", service):
        raise Http404
    shown = statement_of(service)
    own = Service.objects.reached_by(request.actor).filter(pk=service.pk).exists()
    posted = request.POST if request.method == "POST" else None
    same = SameForm(posted) if own and posted and "same" in posted else None
    form = AvailabilityForm(shown, None if same else posted, own=own, hidden=service.hidden_address)
    sent = same or form
    if sent.is_bound and sent.is_valid():
        with sent.catching_operation_errors(lambda: AvailabilityForm.known(statement_of(service))):
            _save(request, service, sent)
            return redirect("catalog:availability", service.identifier)
    context = {"service": service, "shown": shown, "form": form, "same": same, "own": own, "today": today()}
    return render_page(request, "catalog/availability.html", context, status=sent.http_status)


def _save(request: HttpRequest, service: Service, form: AvailabilityForm | SameForm) -> None:
    version = form.cleaned_data["version"]
    if isinstance(form, SameForm):
        confirm_availability(service, version=version, actor=request.actor)
        messages.success(request, "Děkujeme. Lidé uvidí, že to platí i dnes.")
        return
    said = {"as_of": today(), "origin": StatementOrigin.OWN}
    said = said if form.own else {name: form.cleaned_data[name] for name in said}
    rows = form.rows()
    record_availability(service, rows, **said, version=version, actor=request.actor)
    messages.success(request, "Zapsáno. Lidé to vidí hned, i s dnem." if rows else "Volná místa jsou zase neznámá.")
    _warn(request, statement_of(service))


def _warn(request: HttpRequest, shown: ShownStatement) -> None:
    """Say where more places are free than the register has at all; it may be true."""
    if beyond := list(shown.beyond_register()):
        messages.warning(request, f"Volných míst je víc, než kolik má registr. Zkontrolujte to: {'; '.join(beyond)}.")
