"""Page of background work: queues, periodic tasks, failures and their second start."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import only, render_page
from opora.web.site.operations.background import retry_task
from opora.web.site.selectors import background

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

SIZE = 20


@require_safe
def overview(request: "Request") -> HttpResponse:
    """How the work goes now, and what failed."""
    only(request, "site.read_tasks")
    page = Paginator(background.failed_tasks(), SIZE).get_page(request.GET.get("strana"))
    context = {
        "queues": background.queues(),
        "periodic": background.periodic_lines(),
        "page": page,
        "failures": [background.failure(task) for task in page],
    }
    return render_page(request, "site/background.html", context)


@require_http_methods(["GET", "POST"])
def failed_task(request: "Request", number: UUID) -> HttpResponse:
    """One failure: where in the code it happened, and the button that starts the task again."""
    only(request, "site.read_tasks")
    task = get_object_or_404(background.failed_tasks(), pk=number)
    if request.method == "POST":
        try:
            retry_task(str(task.pk), actor=request.actor)
            messages.success(request, "Úloha je znovu ve frontě.")
        except OperationError as error:
            messages.error(request, str(error))
        return redirect("site:background")
    context = {
        "failure": background.failure(task),
        "frames": background.where_it_failed(task),
        "may_retry": allowed(request.actor, "site.retry_task"),
    }
    return render_page(request, "site/failed_task.html", context)
