"""Confirming that data of services still hold: by sign-in, by the link from a reminder; and the list of what waits."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.forms.freshness import ConfirmForm, FreshnessFilterForm
from opora.directory.catalog.operations.freshness import confirm_by_link, confirm_services
from opora.directory.catalog.permissions import CONFIRM_LINK
from opora.directory.catalog.selectors.freshness import due_services_of, kept_of, kept_service, summaries
from opora.directory.catalog.selectors.quality import rows, scores
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.views.links import link_page
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Column, Sorting
from opora.foundation.core.web import render_page

READ, CONFIRM = "catalog.read_quality", "catalog.confirm_record"
PER_PAGE = 30
COLUMNS = [
    Column("sluzba", "Služba", ("sluzba",)),
    Column("poskytovatel", "Poskytovatel", ("poskytovatel",)),
    Column("overeno", "Naposledy ověřeno", ("overeno",)),
    Column("ceka", "Ověřit", ("ceka",)),
    Column("uplnost", "Úplnost", ("uplnost",)),
]
NEXT_STEP = "Přihlaste se a potvrďte údaje u své služby. Další odkaz pošleme, až bude zase čas."


def already_confirmed(request: HttpRequest, link: MagicLink) -> HttpResponse | None:
    """Who has used the link and opens it again reads that it is done."""
    if link.used_at is None:
        return None
    return render_page(request, "catalog/freshness/confirmed.html", {"on": link.used_at})


@link_page(CONFIRM_LINK, next_step=NEXT_STEP, done=already_confirmed)
def confirm_record(request: HttpRequest, link: MagicLink, token: str) -> HttpResponse:
    """What cards of the person's services say, and one button; opening the page changes nothing."""
    waiting = due_services_of(link.object_id)
    form = ConfirmForm(waiting, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            services = confirm_by_link(form.seen, link=link, actor=Actor.for_link(link))
            return render_page(request, "catalog/freshness/confirmed.html", {"services": services})
    shown = summaries([one.service for one in waiting])
    context = {"lines": [(one, shown[one.service.pk]) for one in waiting], "form": form}
    return render_page(request, "catalog/freshness/link.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def service_confirm(request: HttpRequest, identifier: str) -> HttpResponse:
    """What the card of one service says, the button, and how complete the data are."""
    fresh = kept_service(identifier, request.actor)
    if fresh is None or not allowed(request.actor, READ):
        raise Http404
    may_confirm = allowed(request.actor, CONFIRM)
    form = ConfirmForm([fresh], request.POST if request.method == "POST" and may_confirm else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            confirm_services(form.seen, actor=request.actor)
            messages.success(request, "Potvrzeno. Na kartě je dnešní den.")
            return redirect("catalog:service_confirm", identifier)
    context = {
        "fresh": fresh,
        "form": form,
        "may_confirm": may_confirm,
        "summary": summaries([fresh.service])[fresh.service.pk],
        "score": scores([fresh])[fresh.service.pk],
    }
    return render_page(request, "catalog/freshness/service.html", context, status=form.http_status)


@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    """Services with the day of their confirmation and their score, the longest awaited first."""
    if not allowed(request.actor, READ):
        raise Http404
    form = FreshnessFilterForm(request.GET)
    form.is_valid()
    sorting = Sorting(request, COLUMNS, default="-ceka")
    known = [one for one in kept_of(request.actor) if form.takes(one)]
    page = Paginator(rows(known, sorting.current), PER_PAGE).get_page(request.GET.get("strana"))
    context = {"page": page, "form": form, "headers": sorting.headers}
    return render_page(request, "catalog/freshness/list.html", context)
