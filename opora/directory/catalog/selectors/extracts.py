"""What the catalogue holds of a person, for the extract."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from opora.directory.catalog.models import ErrorReport, ServiceAssignment
from opora.foundation.privacy.selectors.sources import ExtractSource, Subject


def reports_of(subject: Subject) -> "QuerySet[ErrorReport]":
    """Errors that the person reported and left the address for an answer."""
    return ErrorReport.objects.filter(contact_index=subject.index).select_related("service").order_by("pk")


def _report(report: ErrorReport) -> Mapping[str, Any]:
    return {
        "služba": report.service,
        "nahlášeno": report.created_at,
        "co je špatně": report.get_reason_display(),
        "podrobnosti": report.text,
        "e-mail na odpověď": report.contact_email,
        "stav": report.get_status_display(),
        "odpověď": report.answer,
    }


def _report_url(report: ErrorReport) -> str:
    return reverse("catalog:error_report", args=[report.pk])


def assignments_of(subject: Subject) -> "QuerySet[ServiceAssignment]":
    """Services that the person works in."""
    found = ServiceAssignment.objects.filter(membership__user__in=subject.accounts)
    return found.select_related("service", "membership__organization").order_by("pk")


SOURCES = [
    ExtractSource(
        "catalog.ErrorReport",
        "Nahlášené chyby",
        reports_of,
        values=_report,
        edit_url=_report_url,
        erased="E-mail na odpověď se smaže, hlášení samo zůstane.",
    ),
    ExtractSource("catalog.ServiceAssignment", "Přidělené služby", assignments_of),
]
