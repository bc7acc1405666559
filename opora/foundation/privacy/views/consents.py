"""Consents: their list without contacts, one of them, and versions of their wording."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.audit import log
from opora.foundation.audit.tables import type_name
from opora.foundation.core.tables import Header
from opora.foundation.core.web import only, render_page
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.forms.consents import ConsentFilterForm, WithdrawForm, WordingForm
from opora.foundation.privacy.models import Consent
from opora.foundation.privacy.operations.consents import withdraw_consent, write_wording
from opora.foundation.privacy.selectors.consents import (
    is_untouched,
    known_purposes,
    newest_wording,
    purpose_title,
    wordings_with_counts,
)
from opora.foundation.privacy.selectors.disposal import page_of
from opora.foundation.privacy.views.staff import SIZE

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

COLUMNS = [Header("Číslo"), Header("Účel"), Header("Dán"), Header("Stav")]
VERSIONS = [Header("Znění"), Header("Napsáno"), Header("Otisk SHA-256"), Header("Platných souhlasů", numeric=True)]


@require_safe
def consents(request: "Request") -> HttpResponse:
    """Numbers, purposes and days; whose they are stands on the page of each."""
    only(request, "privacy.manage_consents")
    form = ConsentFilterForm(request.GET)
    found = Consent.objects.visible_to(request.actor).select_related("wording").defer("subject_name", "subject_email")
    found = form.narrow(found) if form.is_valid() else found.none()
    page = Paginator(found.order_by("-pk"), SIZE).get_page(request.GET.get("strana"))
    rows = [(consent, purpose_title(consent.wording.purpose)) for consent in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "headers": COLUMNS}
    return render_page(request, "privacy/consents.html", context, status=form.http_status)


@require_safe
def consent(request: "Request", pk: int) -> HttpResponse:
    """Who consented, to what and in which words; the look is recorded."""
    only(request, "privacy.manage_consents")
    found = _visible(request, pk)
    log.record_read(found, actor=request.actor)
    return render_page(request, "privacy/consent.html", _about(found))


def _visible(request: "Request", pk: int) -> Consent:
    return get_object_or_404(Consent.objects.visible_to(request.actor).select_related("wording"), pk=pk)


def _about(found: Consent) -> dict:
    kind = type_name(found.object_type) if found.object_type else ""
    return {
        "consent": found,
        "title": purpose_title(found.wording.purpose),
        "untouched": is_untouched(found.wording),
        "object": f"{kind} č. {found.object_id}" if kind else "",
        "object_url": page_of(found.object_type, found.object_id) if kind else "",
    }


@require_http_methods(["GET", "POST"])
def consent_withdraw(request: "Request", pk: int) -> HttpResponse:
    """Write down that somebody withdrew the consent otherwise than by its link."""
    only(request, "privacy.manage_consents")
    found = _visible(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            withdraw_consent(found, how=Channel(form.cleaned_data["how"]), actor=request.actor)
            messages.success(request, "Souhlas je odvolaný.")
            return redirect(found)
    context = {"consent": found, "title": purpose_title(found.wording.purpose), "form": form}
    return render_page(request, "privacy/consent_withdraw.html", context, status=form.http_status)


@require_safe
def wordings(request: "Request") -> HttpResponse:
    """Purposes and versions of their wording, with how many consents are in force in each."""
    only(request, "privacy.manage_consents")
    return render_page(request, "privacy/wordings.html", {"rows": wordings_with_counts(), "headers": VERSIONS})


@require_http_methods(["GET", "POST"])
def wording(request: "Request", purpose: str) -> HttpResponse:
    """Write a new version of the wording of one purpose."""
    only(request, "privacy.manage_consents")
    known = next((one for one in known_purposes() if one.code == purpose), None)
    if known is None:
        raise Http404
    newest = newest_wording(purpose)
    now = {"version": newest.number if newest else 0, "text": newest.text if newest else known.text}
    form = WordingForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: now):
            asked = form.cleaned_data
            made = write_wording(purpose, text=asked["text"], number=asked["version"], actor=request.actor)
            messages.success(request, f"Znění {made.number} je uložené. Nové souhlasy se dávají v něm.")
            return redirect("privacy:wordings")
    context = {"purpose": known, "newest": newest, "form": form}
    return render_page(request, "privacy/wording.html", context, status=form.http_status)
