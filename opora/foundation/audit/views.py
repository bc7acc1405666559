"""Pages of the record: all records for auditors, one of them, the history of one object, state of the seals."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import Max, Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opora.foundation.audit import log, operations
from opora.foundation.audit.exports import HEADERS, csv_rows
from opora.foundation.audit.forms import RecordFilterForm
from opora.foundation.audit.models import AuditEvent, ReadEvent, SealedBlock
from opora.foundation.audit.selectors.seals import block_of
from opora.foundation.audit.selectors.state import chains, waiting_too_long
from opora.foundation.audit.selectors.verification import block_faults, last_check
from opora.foundation.audit.tables import (
    COLUMNS,
    ORGANIZATION,
    Row,
    facts,
    names_of,
    object_name,
    rows,
    without_strangers,
)
from opora.foundation.core.dates import today
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Sorting
from opora.foundation.core.tabular import csv_response
from opora.foundation.core.web import only, render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

READS, SIGN_INS = "nahlednuti", "prihlaseni"
KINDS = {"": "Úkony", READS: "Nahlédnutí", SIGN_INS: "Přihlášení"}
SIZE = 20


@dataclass(frozen=True)
class Chosen:
    """Records that the address asks for, and the form that says so."""

    kind: str
    form: RecordFilterForm
    records: QuerySet


def _chosen(request: "Request") -> Chosen:
    asked = request.GET.get("co", "")
    kind = asked if asked in KINDS else ""
    model: type[AuditEvent] | type[ReadEvent] = ReadEvent if kind == READS else AuditEvent
    records = model.objects.visible_to(request.actor)
    form = RecordFilterForm(request.GET, records=records)
    if kind:
        del form.fields["ukon"]
    if kind == SIGN_INS:
        records = records.filter(action__in=log.sign_ins)
    elif not kind:
        records = records.exclude(action__in=log.sign_ins)
    return Chosen(kind, form, form.narrow(records) if form.is_valid() else records.none())


@require_safe
def records(request: "Request") -> HttpResponse:
    """Records by time, newest first, with the filter that is asked for in the address."""
    only(request, "audit.read")
    chosen = _chosen(request)
    sorting = Sorting(request, COLUMNS, default="-kdy")
    page = Paginator(chosen.records.order_by(*sorting.order_by), SIZE).get_page(request.GET.get("strana"))
    context = {
        "chosen": chosen,
        "form": chosen.form,
        "more": any(request.GET.get(name) for name in ("druh", "cislo", "organizace")) or chosen.form.errors,
        "kinds": [
            (title, f"?co={name}" if name else request.path, name == chosen.kind) for name, title in KINDS.items()
        ],
        "sorting": sorting,
        "page": page,
        "rows": rows(page.object_list),
        "export": allowed(request.actor, "audit.export"),
    }
    return render_page(request, "audit/records.html", context, status=chosen.form.http_status)


@require_POST
def records_csv(request: "Request") -> HttpResponseBase:
    """The chosen records in a file; who took them out is recorded first."""
    only(request, "audit.export")
    chosen = _chosen(request)
    if not chosen.form.is_valid():
        return redirect(f"{reverse('audit:records')}?{request.GET.urlencode()}")
    newest = chosen.records.aggregate(newest=Max("pk"))["newest"] or 0
    taken = chosen.records.filter(pk__lte=newest).order_by("-pk")
    operations.record_export(
        kind=KINDS[chosen.kind], chosen=chosen.form.words(), count=taken.count(), actor=request.actor
    )
    return csv_response(HEADERS, csv_rows(taken), f"zaznam-udalosti-{today():%Y-%m-%d}.csv")


@require_safe
def record(request: "Request", pk: int) -> HttpResponse:
    """One act with all its fields and its seal."""
    return _detail(request, get_object_or_404(AuditEvent.objects.visible_to(request.actor), pk=pk))


@require_safe
def read_record(request: "Request", pk: int) -> HttpResponse:
    """One look at a record of a person, with all its fields and its seal."""
    return _detail(request, get_object_or_404(ReadEvent.objects.visible_to(request.actor), pk=pk))


def _detail(request: "Request", found: AuditEvent | ReadEvent) -> HttpResponse:
    stream = SealedBlock.Stream.READS if isinstance(found, ReadEvent) else SealedBlock.Stream.EVENTS
    block = block_of(stream, found.pk)
    context = {
        "row": rows([found])[0],
        "facts": facts(found),
        "sealed": block,
        "faults": list(block_faults(block)) if block else [],
        "all_url": reverse("audit:records") + (f"?co={READS}" if isinstance(found, ReadEvent) else ""),
    }
    return render_page(request, "audit/record.html", context)


@require_safe
def history(request: "Request", label: str, pk: str) -> HttpResponse:
    """What was done with one object that the actor sees; who looked at it only for auditors."""
    only(request, "audit.read_history", "audit.read")
    target = _visible_target(request, label, pk)
    about: dict[str, Any] = {"target_type": target._meta.label_lower, "target_id": str(target.pk)}
    reads_too = allowed(request.actor, "audit.read")
    reads = reads_too and request.GET.get("co") == READS
    found = ReadEvent.objects.visible_to(request.actor) if reads else AuditEvent.objects.all()
    page = Paginator(found.filter(**about).order_by("-at", "-pk"), SIZE).get_page(request.GET.get("strana"))
    label, number = about["target_type"], about["target_id"]
    context = {
        "name": object_name(label, number, {number: str(target)} | names_of(label, {number})),
        "back": target.get_absolute_url() if hasattr(target, "get_absolute_url") else "",
        "page": page,
        "rows": _rows_for(request, target, page.object_list),
        "tabs": [("Úkony", request.path, not reads), ("Nahlédnutí", f"?co={READS}", reads)] if reads_too else [],
        "reads": reads,
    }
    return render_page(request, "audit/history.html", context)


def _rows_for(request: "Request", target: Model, found: Iterable[AuditEvent | ReadEvent]) -> list[Row]:
    """Rows of the history; of what belongs to no organization, strangers by role unless the reader sees everybody."""
    actor, shown = request.actor, rows(found)
    belongs = hasattr(target, "organization_id") or target._meta.label_lower == ORGANIZATION
    if belongs or allowed(actor, "audit.read") or actor.has_right("organizations.read_all"):
        return shown
    return without_strangers(shown, str(actor.membership.organization_id))


def _visible_target(request: "Request", label: str, pk: str) -> Model:
    """The object if the actor sees it; 404 for kinds of objects whose visibility nobody has defined."""
    try:
        model = apps.get_model(label)
        visible = model._default_manager.all().visible_to(request.actor)  # type: ignore[attr-defined]
        return get_object_or_404(visible, pk=pk)
    except (LookupError, AttributeError, ValueError) as error:
        raise Http404 from error


@require_safe
def seals(request: "Request") -> HttpResponse:
    """State of both chains, how the last check ended and what to do."""
    only(request, "audit.watch_seals")
    context = {
        "chains": chains(),
        "late": waiting_too_long(),
        "check": last_check(),
        "records": allowed(request.actor, "audit.read"),
    }
    return render_page(request, "audit/seals.html", context)
