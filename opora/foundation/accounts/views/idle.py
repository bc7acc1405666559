"""Staying signed in, and the page for a text that has no page of its own to return to."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


@require_POST
def stay(request: "Request") -> HttpResponse:
    """An act of the person in an open page; the middleware has noted it."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_safe
def kept_text(request: "Request") -> HttpResponse:
    """The text of a form whose page is not known, or that there is none."""
    return render_page(request, "accounts/kept_text.html", {})
