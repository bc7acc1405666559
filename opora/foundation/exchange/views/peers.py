"""Pages of the other sides."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from opora.foundation.core.web import only, render_page
from opora.foundation.exchange.forms import EndForm, PeerForm
from opora.foundation.exchange.models import Peer
from opora.foundation.exchange.operations.peers import end_peer, save_peer

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


def _known(peer: Peer) -> dict:
    return model_to_dict(peer) | {"version": peer.version if peer.pk else 0}


@require_http_methods(["GET", "POST"])
def peer(request: "Request", pk: int | None = None) -> HttpResponse:
    """Add the other side or change it."""
    only(request, "exchange.manage_peers")
    found = get_object_or_404(Peer, pk=pk, ended_at__isnull=True) if pk else Peer()
    form = PeerForm(request.POST or None, initial=_known(found) if pk else None)
    if form.is_bound and form.is_valid():
        stored = (lambda: _known(Peer.objects.get(pk=pk))) if pk else None
        with form.catching_operation_errors(stored):
            values = dict(form.cleaned_data)
            save_peer(found, values, version=values.pop("version"), actor=request.actor)
            messages.success(request, "Protistrana je zapsaná.")
            return redirect("exchange:packages")
    return render_page(request, "exchange/peer.html", {"form": form, "peer": found}, status=form.http_status)


@require_http_methods(["GET", "POST"])
def peer_end(request: "Request", pk: int) -> HttpResponse:
    """Confirm that nothing is to be exchanged with the other side any more."""
    only(request, "exchange.manage_peers")
    found = get_object_or_404(Peer, pk=pk, ended_at__isnull=True)
    form = EndForm(request.POST or None, initial={"version": found.version})
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            end_peer(found, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, "Výměna s protistranou skončila. Její balíky zůstaly.")
            return redirect("exchange:packages")
    return render_page(request, "exchange/peer_end.html", {"form": form, "peer": found}, status=form.http_status)
