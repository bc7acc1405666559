"""The membership acted in: which one it is, how to switch it, and what to do with a form of another one."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from opora.directory.organizations.forms.memberships import ChooseRoleForm
from opora.foundation.core.web import posted_fields, render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

CHOSEN = "membership"  # key of the session: number of the membership that the person chose to act in
SEND_AS = "send_as"  # field of a stopped form: number of the membership in which the person wants it sent


@require_http_methods(["GET", "POST"])
def choose_role(request: "Request") -> HttpResponse:
    """Memberships in force as radios; the choice lasts for the session."""
    initial = {"membership": getattr(request.actor.membership, "pk", None), "next": request.GET.get("next", "")}
    data = request.POST if request.method == "POST" else None
    form = ChooseRoleForm(request.memberships, data=data, initial=initial)
    if form.is_bound and form.is_valid():
        membership = form.chosen()
        request.session[CHOSEN] = membership.pk
        messages.success(request, f"Teď jednáte jako {membership.in_words}.")
        return redirect(_safe(request, form.cleaned_data["next"]))
    context = {"form": form, "memberships": request.memberships}
    return render_page(request, "organizations/choose_role.html", context, status=form.http_status)


def acting_changed(request: "Request", opened: str) -> HttpResponse:
    """409: the form was opened in another role. Nothing was done; it can be sent in a role that the person names."""
    context = {
        "opened": next((one for one in request.memberships if str(one.pk) == opened), None),
        "acted_in": request.actor.membership,
        "fields": posted_fields(request, SEND_AS),
        "send_as": SEND_AS,
    }
    return render_page(request, "organizations/acting_changed.html", context, status=HTTPStatus.CONFLICT)


def _safe(request: "Request", address: str) -> str:
    """The address when it stays on this site, else the page after sign-in."""
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure()):
        return address
    return resolve_url(settings.LOGIN_REDIRECT_URL)
