"""Staff pages of services of an organization and of its people, and providers waiting to become organizations."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opora.directory.catalog.filters import clean
from opora.directory.catalog.forms.assignments import MemberServicesForm
from opora.directory.catalog.models import Provider
from opora.directory.catalog.models.services import WHOLE
from opora.directory.catalog.operations.assignments import change_services
from opora.directory.catalog.selectors.assignments import (
    assignable_services,
    assignments_of,
    has_services,
    providers_to_found,
    service_lines,
    services_beyond,
    works_in_services,
)
from opora.directory.catalog.selectors.cards import provider_address
from opora.directory.organizations.enums import OrganizationKind
from opora.directory.organizations.models import Membership, Organization
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import area_labels
from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page

SERVICE_HEADERS = [Header("Služba"), Header("Druh"), Header("Kdo v ní pracuje")]
PROVIDER_HEADERS = [Header("Poskytovatel"), Header("IČO"), Header("Sídlo")]
PER_PAGE = 30
LONGEST_TEXT, LONGEST_FACT = 100, 200


@require_safe
def organization_services(request: HttpRequest, pk: int) -> HttpResponse:
    """Services of the organization's IČO in the register, and who works in them."""
    organization = get_object_or_404(Organization.objects.visible_to(request.actor), pk=pk)
    if not has_services(organization):
        raise Http404
    colleague = request.actor.has_right("organizations.read_people", organization)  # others see only some of them
    context = {
        "organization": organization,
        "lines": service_lines(organization, request.actor),
        "may_see_people": colleague,
        "headers": SERVICE_HEADERS if colleague else SERVICE_HEADERS[:2],
    }
    return render_page(request, "catalog/assignments/organization.html", context)


@require_http_methods(["GET", "POST"])
def member_services(request: HttpRequest, pk: int) -> HttpResponse:
    """Services of a colleague, to be ticked."""
    visible = Membership.objects.visible_to(request.actor).select_related("organization", "user", "branch")
    membership = get_object_or_404(visible, pk=pk)
    if not allowed(request.actor, "catalog.assign_service", membership) or not works_in_services(membership):
        raise Http404
    services = assignable_services(membership, request.actor)
    held = set(assignments_of(membership).values_list("service", flat=True))
    form = MemberServicesForm.of(services, held, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            change_services(membership, **form.changes(), actor=request.actor)
            messages.success(request, "Služby jsou uložené.")
            return redirect(membership)
    context = {"membership": membership, "form": form, "services": services, "whole": membership.scope in WHOLE}
    context["beyond"] = services_beyond(membership, request.actor)
    return render_page(request, "catalog/assignments/member.html", context, status=form.http_status)


@require_safe
def founding(request: HttpRequest) -> HttpResponse:
    """Providers of the register that are no organizations yet; a link fills in the form of a new one."""
    if not allowed(request.actor, "organizations.manage"):
        raise Http404
    text = clean(request.GET.get("q", ""), LONGEST_TEXT)
    query = providers_to_found(text).select_related("okres")
    page = Paginator(query, PER_PAGE).get_page(request.GET.get("strana"))
    providers = list(page.object_list)
    areas = area_labels({(Area.Level.OBEC.value, provider.obec_code) for provider in providers})
    rows = [(provider, address := provider_address(provider, areas), _new(provider, address)) for provider in providers]
    context = {"page": page, "rows": rows, "text": text, "headers": PROVIDER_HEADERS}
    return render_page(request, "catalog/assignments/founding.html", context)


def _new(provider: Provider, address: str) -> str:
    """Address of the form of a new organization, filled in."""
    facts = {
        "druh": OrganizationKind.PROVIDER.value,
        "nazev": provider.name[:LONGEST_FACT],
        "ico": provider.ico,
        "adresa": address[:LONGEST_FACT].replace("\N{NO-BREAK SPACE}", " "),
        "uzemi": f"obec-{provider.obec_code}" if provider.obec_code else "",
    }
    filled = urlencode({name: value for name, value in facts.items() if value})
    return f"{reverse('organizations:organization_new')}?{filled}"
