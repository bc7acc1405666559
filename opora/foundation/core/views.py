"""Error pages and the three addresses that machines ask: alive, ready, which version."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora import __version__
from opora.foundation.core.registries import administration as pages_of_staff
from opora.foundation.core.web import page_alone, public, render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


def bad_request(request, exception=None):
    return page_alone("400.html", 400)


def forbidden(request, exception=None):
    return render_page(request, "403.html", {}, status=403)


def not_found(request, exception=None):
    return render_page(request, "404.html", {}, status=404)


def server_error(request):
    return page_alone("500.html", 500)


@public
@require_safe
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def readyz(request):
    """503 until the database answers and is migrated."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse("migrations", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def version_view(request):
    return JsonResponse({"version": __version__})


@require_safe
def administration(request: "Request") -> HttpResponse:
    """Pages of staff that the actor may open, with what waits there; who has none does not learn that it exists."""
    groups: dict[str, list[dict]] = {}
    for page in pages_of_staff:
        if page.shown_to(request.actor):
            title = getattr(apps.get_app_config(page.url_name.partition(":")[0]), "staff_group", "")
            line = {"page": page, "url": reverse(page.url_name), "waiting": page.waiting(request.actor)}
            groups.setdefault(title, []).append(line)
    if not groups:
        raise Http404
    return render_page(request, "core/administration.html", {"groups": groups})
