"""Pages of the outbox: what went and what waits, one message, what to do with one that did not arrive."""

from typing import TYPE_CHECKING

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.foundation.audit import log
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import only, render_page
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.messaging.forms.outbox import OutboxFilterForm
from opora.foundation.messaging.models import Message
from opora.foundation.messaging.operations import outbox as operations
from opora.foundation.messaging.selectors.outbox import text_after_sending, title_of, trouble, without_links

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

PER_PAGE = 30
READ, RETRY = "messaging.read_outbox", "messaging.retry_message"
HEADERS = [Header("Zpráva"), Header("Stav"), Header("Vytvořena")]
ATTEMPTS = [Header("Kdy"), Header("Výsledek"), Header("Odpověď serveru")]


def _found(request: "Request", pk: int) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)


@require_safe
def messages(request: "Request") -> HttpResponse:
    """Messages without addresses, the newest first, narrowed by state, kind and day; says when the queue stands."""
    only(request, READ)
    visible = Message.objects.visible_to(request.actor)
    form = OutboxFilterForm(request.GET, kinds=visible)
    form.is_valid()
    chosen = form.narrow(visible).defer("recipient", "subject", "text", "headers")
    page = Paginator(chosen.order_by("-pk"), PER_PAGE).get_page(request.GET.get("strana"))
    context = {
        "form": form,
        "page": page,
        "rows": [(message, title_of(message.notification)) for message in page.object_list],
        "headers": HEADERS,
        "narrowed": any(form.cleaned_data.values()),
        "standing_since": trouble().since,
    }
    return render_page(request, "messaging/outbox/messages.html", context, status=form.http_status)


@require_safe
def message(request: "Request", pk: int) -> HttpResponse:
    """State and attempts of one message; address and text are asked for apart."""
    only(request, READ)
    return _detail(request, _found(request, pk))


@require_POST
def content(request: "Request", pk: int) -> HttpResponse:
    """The same page with the address and the text; the look is recorded."""
    only(request, READ)
    found = _found(request, pk)
    log.record_read(found, actor=request.actor)
    return _detail(request, found, shown=True)


def _detail(request: "Request", found: Message, *, shown: bool = False) -> HttpResponse:
    decides = allowed(request.actor, RETRY, found)
    context = {
        "message": found,
        "title": title_of(found.notification),
        "shown": shown,
        "text": without_links(text_after_sending(found)) if shown else "",
        "attempts": found.history.all(),
        "headers": ATTEMPTS,
        "may_retry": decides and found.failed and bool(found.text),
        "may_close": decides and found.status == MessageStatus.UNCERTAIN,
        "may_notice": decides and found.failed and found.noticed_at is None,
    }
    return render_page(request, "messaging/outbox/message.html", context)


@require_http_methods(["GET", "POST"])
def retry(request: "Request", pk: int) -> HttpResponse:
    """Sending again by a button; of an uncertain message it says that it may come twice."""
    return _act(request, pk, operations.retry_message, "retry", "Zpráva čeká na odeslání.")


@require_http_methods(["GET", "POST"])
def consider_sent(request: "Request", pk: int) -> HttpResponse:
    """Closing of an uncertain message by a button."""
    return _act(request, pk, operations.consider_sent, "sent", "Zpráva je vedená jako odeslaná.")


@require_POST
def notice(request: "Request", pk: int) -> HttpResponse:
    """Taking a message off the overview."""
    only(request, RETRY)
    found = operations.notice_message(_found(request, pk), actor=request.actor)
    notes.success(request, "Zpráva je vzatá na vědomí, v přehledu už nebude.")
    return redirect(found)


def _act(request: "Request", pk: int, operation, template: str, said: str) -> HttpResponse:
    """The page asks, its button acts; a refusal stands on the page, with what is stored now."""
    only(request, RETRY)
    found, refusal = _found(request, pk), ""
    if request.method == "POST":
        version = request.POST.get("version", "")[:9]  # more digits no version has
        try:
            operation(found, version=int(version) if version.isdecimal() else 0, actor=request.actor)
        except OperationError as error:
            found, refusal = _found(request, pk), str(error)
        else:
            notes.success(request, said)
            return redirect(found)
    context = {"message": found, "title": title_of(found.notification), "refusal": refusal}
    return render_page(request, f"messaging/outbox/{template}.html", context, status=422 if refusal else 200)
