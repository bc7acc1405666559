"""Packages: list, detail, making, sending, receiving by file."""

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.foundation.core.errors import StaleError
from opora.foundation.core.limits import limited
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import absolute, only, render_page
from opora.foundation.exchange.enums import Direction, PackageStatus
from opora.foundation.exchange.exports import file_name
from opora.foundation.exchange.forms import PackageForm, ReceiveForm, SendForm
from opora.foundation.exchange.models import Package, Peer
from opora.foundation.exchange.operations import packages as operations
from opora.foundation.exchange.selectors.envelope import has_shape, sealed
from opora.foundation.exchange.selectors.periods import Period
from opora.foundation.exchange.selectors.signing import key_id, public_key
from opora.foundation.exchange.selectors.tables import table_of, title_of

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

SIZE = 20
MOST_ROWS = 200


@require_safe
def packages(request: "Request") -> HttpResponse:
    """All packages, the newest first, the other sides, and the key of this instance."""
    only(request, "exchange.read_packages")
    page = Paginator(Package.objects.select_related("peer"), SIZE).get_page(request.GET.get("strana"))
    context = {
        "page": page,
        "rows": [{"package": package, "title": title_of(package.countable)} for package in page],
        "peers": Peer.objects.filter(ended_at__isnull=True),
        "public_key": public_key(),
        "key_id": key_id(public_key()),
        "address": absolute("/vymena/baliky/"),
        "may_make": allowed(request.actor, "exchange.make_package"),
        "may_receive": allowed(request.actor, "exchange.receive_package"),
        "may_manage": allowed(request.actor, "exchange.manage_peers"),
    }
    return render_page(request, "exchange/packages.html", context)


@require_safe
def package(request: "Request", pk: int) -> HttpResponse:
    """One package: its head, the table, and what may be done with it."""
    only(request, "exchange.read_packages")
    found = get_object_or_404(Package.objects.select_related("peer"), pk=pk)
    return render_page(request, "exchange/package.html", _shown(request, found, SendForm()))


def _shown(request: "Request", found: Package, form: SendForm) -> dict:
    content = json.loads(found.body)
    is_readable = found.status != PackageStatus.REJECTED or has_shape(content)
    return {
        "package": found,
        "title": title_of(found.countable),
        "method": content.get("method", {}).get("text", ""),
        "table": table_of(content, most=MOST_ROWS) if is_readable else None,
        "form": form,
        "may_send": found.status == PackageStatus.MADE and allowed(request.actor, "exchange.make_package"),
        "is_out": found.direction == Direction.OUT,
    }


@require_http_methods(["GET", "POST"])
def package_new(request: "Request") -> HttpResponse:
    """Count a table and sign it."""
    only(request, "exchange.make_package")
    form = PackageForm(request.POST or None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        with form.catching_operation_errors():
            period = Period(values["first"], values["last"])
            made = operations.make_package(
                values["countable"], period, territory=settings.REGION_CODE, actor=request.actor
            )
            messages.success(request, "Balík je spočítaný a podepsaný. Teď ho předejte.")
            return redirect("exchange:package", made.pk)
    return render_page(request, "exchange/package_new.html", {"form": form}, status=form.http_status)


@require_POST
def package_file(request: "Request", pk: int) -> HttpResponse:
    """Download the envelope; the first download of a package notes that it was handed over."""
    only(request, "exchange.make_package")
    found = get_object_or_404(Package, pk=pk, direction=Direction.OUT)
    with suppress(StaleError):  # the other of two clicks has noted it
        operations.hand_over_file(found, actor=request.actor)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found)}"', "Cache-Control": "no-store"}
    return HttpResponse(sealed(found), content_type="application/json; charset=utf-8", headers=headers)


@require_POST
def package_send(request: "Request", pk: int) -> HttpResponse:
    """Send the package to the address of the other side."""
    only(request, "exchange.make_package")
    found = get_object_or_404(Package.objects.select_related("peer"), pk=pk, direction=Direction.OUT)
    form = SendForm(request.POST)
    if form.is_valid():
        with form.catching_operation_errors():
            operations.send_package(found, form.cleaned_data["peer"], actor=request.actor)
            messages.success(request, "Balík odchází. Odpověď protistrany uvidíte tady.")
            return redirect("exchange:package", pk)
    return render_page(request, "exchange/package.html", _shown(request, found, form), status=form.http_status)


@require_http_methods(["GET", "POST"])
@limited("upload")
def receive(request: "Request") -> HttpResponse:
    """Take a package that came as a file."""
    only(request, "exchange.receive_package")
    form = ReceiveForm(request.POST, request.FILES) if request.method == "POST" else ReceiveForm()
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            came = operations.receive_package(form.cleaned_data["file"], how="file", actor=request.actor)
            if came.status == PackageStatus.ACCEPTED:
                messages.success(request, "Balík je přijatý.")
            else:
                messages.warning(request, "Balík byl odmítnut. Důvody jsou na jeho stránce.")
            return redirect("exchange:package", came.pk)
    return render_page(request, "exchange/receive.html", {"form": form}, status=form.http_status)
