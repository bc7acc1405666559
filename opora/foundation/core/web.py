"""What every view uses: the mark of public pages, one way to render, one way to enqueue."""

from importlib import import_module
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from opora.foundation.core.actor import ACTING_AS
from opora.foundation.core.permissions import allowed

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    class Request(HttpRequest):
        """Request as the middleware makes it: details of htmx, who acts, and all memberships in force."""

        htmx: HtmxDetails
        actor: Any
        memberships: list


def public(view):
    """Open the view to everybody; the list of such views is a test."""
    view = login_not_required(view)
    view.opora_public = True
    return view


def takes_files(megabytes: int):
    """Let the view take requests up to the size; all others take only what a form without files has."""

    def mark(view):
        view.opora_most_bytes = megabytes * 1_000_000
        return view

    return mark


def page_alone(template: str, status: int, **context: Any) -> HttpResponse:
    """A page of an error whose frame shows only what the settings say: nothing of the request can be trusted."""
    frame = {
        "product_name": settings.PRODUCT_NAME,
        "region_name": settings.REGION_NAME,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return HttpResponse(render_to_string(template, frame | context), status=status)


def render_page(
    request: "Request", template: str, context: dict[str, Any], *, partial: str = "", status: int = 200
) -> HttpResponse:
    """Render the whole page, or only its `partial` when htmx asks for a part; both from one template."""
    wanted = f"{template}#{partial}" if partial and request.htmx and not request.htmx.boosted else template
    response = render(request, wanted, context, status=status)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def posted_fields(request: HttpRequest, *left_out: str) -> list[tuple[str, str]]:
    """Names and values of a form that was stopped, for a form that sends them again; none when it brought files."""
    left = {"csrfmiddlewaretoken", ACTING_AS, *left_out}
    names = [] if request.FILES else [name for name in request.POST if name not in left]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def only(request: "Request", *permissions: str) -> None:
    """Raise 404 for those who have none of the permissions: a stranger does not learn that the page exists."""
    if not any(allowed(request.actor, name) for name in permissions):
        raise Http404


def absolute(path: str) -> str:
    """Address for mail: the public address of the deployment and the path; never what a visitor's `Host` says."""
    return settings.PUBLIC_URL + path


def enqueue(name: str, *arguments: Any):
    """Put the task „app.task“ into the queue within the running transaction; arguments are ids and plain values."""
    label, task = name.split(".")
    module = import_module(f"{apps.get_app_config(label).name}.tasks")
    return getattr(module, task).enqueue(*arguments)


def client_address(request: HttpRequest) -> str:
    """Address of who asks, behind a proxy the one that the proxy added last; empty when there is none to believe."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip() or address
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(known, "ipv4_mapped", None) or known)


def client_network(request: HttpRequest) -> str:
    """Who asks, for limits: the address, of IPv6 the network that a household has."""
    address = client_address(request)
    return str(ip_network((address, 64), strict=False)) if ":" in address else address
