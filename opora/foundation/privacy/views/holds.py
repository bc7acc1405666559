"""Holds: what is not erased although its time is over, and why."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.core.dates import today
from opora.foundation.core.tables import Header
from opora.foundation.core.web import only, render_page
from opora.foundation.privacy.forms.retention import HoldForm
from opora.foundation.privacy.models import LegalHold
from opora.foundation.privacy.operations.holds import lift_hold, set_hold
from opora.foundation.privacy.selectors.disposal import hold_rows
from opora.foundation.privacy.views.staff import SIZE

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

COLUMNS = [Header("Čeho se týká"), Header("Proč"), Header("Znovu posoudit"), Header("Pozastavil")]


@require_safe
def holds(request: "Request") -> HttpResponse:
    """Holds in force, or the lifted ones."""
    only(request, "privacy.hold")
    lifted = request.GET.get("stav") == "zrusena"
    found = LegalHold.objects.visible_to(request.actor).filter(lifted_at__isnull=not lifted)
    page = Paginator(found.order_by("review_on", "pk"), SIZE).get_page(request.GET.get("strana"))
    context = {
        "page": page,
        "rows": hold_rows(page.object_list),
        "lifted": lifted,
        "in_force": not lifted,
        "headers": COLUMNS,
        "today": today(),
    }
    return render_page(request, "privacy/holds.html", context)


@require_http_methods(["GET", "POST"])
def hold_new(request: "Request") -> HttpResponse:
    """Hold all records of a rule, or one record."""
    only(request, "privacy.hold")
    offered = {name: request.GET.get(name, "") for name in ("rule_code", "object_type", "object_id")}
    form = HoldForm(request.POST if request.method == "POST" else None, initial=offered)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            set_hold(**form.cleaned_data, actor=request.actor)
            messages.success(request, "Výmaz je pozastavený.")
            return redirect("privacy:holds")
    return render_page(request, "privacy/hold_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "POST"])
def hold_lift(request: "Request", pk: int) -> HttpResponse:
    """Let records be erased again."""
    only(request, "privacy.hold")
    found = get_object_or_404(LegalHold.objects.visible_to(request.actor), pk=pk)
    if request.method == "POST":
        lift_hold(found, actor=request.actor)
        messages.success(request, "Pozastavení je zrušené. Záznamy přijdou na řadu v příštím návrhu výmazu.")
        return redirect("privacy:holds")
    return render_page(request, "privacy/hold_lift.html", {"row": hold_rows([found])[0]})
