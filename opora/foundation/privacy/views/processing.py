"""The record of processing, to be read, printed and taken out."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from opora.foundation.core.dates import today
from opora.foundation.core.tables import Header
from opora.foundation.core.tabular import csv_response
from opora.foundation.core.web import only, render_page
from opora.foundation.privacy.exports.processing import HEADERS, processing_rows
from opora.foundation.privacy.selectors.processing import activities

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

COLUMNS = [Header("Záznam"), Header("Osobní údaje"), Header("Jak dlouho")]


@require_safe
def processing(request: "Request") -> HttpResponse:
    """Purposes, legal bases, kinds of records and terms, as the application itself declares them."""
    only(request, "privacy.read_processing")
    context = {
        "activities": activities(),
        "headers": COLUMNS,
        "contact": settings.CONTACT_EMAIL,
        "as_of": today(),
    }
    return render_page(request, "privacy/processing.html", context)


@require_safe
def processing_csv(request: "Request") -> HttpResponseBase:
    """The same in a file."""
    only(request, "privacy.read_processing")
    return csv_response(HEADERS, processing_rows(), f"cinnosti-zpracovani-{today():%Y-%m-%d}.csv")
