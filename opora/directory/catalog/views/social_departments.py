"""Staff pages of social departments: which ORP have a contact, and the contact of one."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.filters import LONGEST_PLACE, clean
from opora.directory.catalog.forms import SocialDepartmentForm
from opora.directory.catalog.operations.social_departments import record_department
from opora.directory.catalog.selectors.doors import department_of, departments, door_of
from opora.directory.territory.models import Area
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

HEADERS = [Header("Obec s rozšířenou působností"), Header("Kraj"), Header("Kontakt"), Header("Ověřeno")]


def _staff_only(request: HttpRequest) -> None:
    if not allowed(request.actor, "catalog.edit_social_department"):
        raise Http404


@require_safe
def departments_list(request: HttpRequest) -> HttpResponse:
    """ORP of the kraj, others by their name."""
    _staff_only(request)
    text = clean(request.GET.get("q", ""), LONGEST_PLACE)
    page = departments(text, request.GET.get("strana"), region=settings.REGION_CODE)
    context = {"page": page, "text": text, "headers": HEADERS}
    return render_page(request, "catalog/social_departments/list.html", context)


@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, code: str) -> HttpResponse:
    """Contact of one social department."""
    _staff_only(request)
    orp = get_object_or_404(Area.objects.select_related("kraj"), level=Area.Level.ORP, code=code)
    known = department_of(orp)
    form = SocialDepartmentForm.of(known, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: SocialDepartmentForm.known(department_of(orp))):
            values = dict(form.cleaned_data)
            row = record_department(orp, values, version=values.pop("version"), actor=request.actor)
            messages.success(request, "Kontakt je uložený." if row else "Kontakt je smazaný.")
            return redirect("catalog:social_department", orp.code)
    context = {"orp": orp, "form": form, "door": door_of(orp, known)}
    return render_page(request, "catalog/social_departments/edit.html", context, status=form.http_status)
