"""Wording of messages: the list, editing with a preview, older versions, the way back."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.core.mail import SUBJECT, default_wording
from opora.foundation.core.permissions import allowed
from opora.foundation.core.registries import Notification
from opora.foundation.core.tables import Header
from opora.foundation.core.web import render_page
from opora.foundation.messaging.forms.wording import WordingForm
from opora.foundation.messaging.models import wording_owner
from opora.foundation.messaging.operations.wording import save_wording, withdraw_wording
from opora.foundation.messaging.selectors import wording as selectors
from opora.foundation.messaging.selectors.html import html_body

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

HEADERS = [Header("Zpráva"), Header("Znění"), Header("Poslední úprava")]


@require_safe
def wordings(request: "Request") -> HttpResponse:
    """Messages that the organization may reword."""
    _check(request)
    owner = wording_owner(request.actor)
    context = {"rows": selectors.wordings(owner), "headers": HEADERS, "whole": not owner}
    return render_page(request, "messaging/wordings.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: "Request", code: str) -> HttpResponse:
    """Edit the words; „Náhled“ shows them filled in and saves nothing, a part of the page for htmx."""
    notification = _notification(request, code)
    form = WordingForm(notification, request.POST or None, initial=_known(notification, request))
    if request.method == "POST" and ("nahled" in request.POST or request.htmx):
        typed = {name: request.POST.get(name, "") for name in ("subject", "text")}
        return _page(request, notification, form, typed, status=200 if request.htmx else form.http_status)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: _known(notification, request)):
            save_wording(notification, **_wanted(form), actor=request.actor)
            messages.success(request, "Znění je uložené. Nové zprávy už odejdou s ním.")
            return redirect("messaging:wordings")
    return _page(request, notification, form, _known(notification, request), status=form.http_status)


@require_http_methods(["GET", "POST"])
def version(request: "Request", code: str, number: int) -> HttpResponse:
    """An older version, and the button that makes it the newest one again."""
    notification = _notification(request, code)
    found = get_object_or_404(selectors.versions(notification, request.actor), number=number)
    newest = selectors.versions(notification, request.actor)[0]
    form = WordingForm(notification, {"subject": found.subject, "text": found.text, "version": newest.number})
    if request.method == "POST" and form.is_valid():
        with form.catching_operation_errors():
            save_wording(notification, **_wanted(form), actor=request.actor)
            messages.success(request, "Znění platí znovu.")
            return redirect("messaging:wording", code)
    status = form.http_status if request.method == "POST" else 200
    context = {"notification": notification, "version": found, "newest": newest, "form": form}
    return render_page(request, "messaging/wording_version.html", context, status=status)


@require_http_methods(["GET", "POST"])
def default(request: "Request", code: str) -> HttpResponse:
    """The words of the application, and the button that returns to them."""
    notification = _notification(request, code)
    if request.method == "POST":
        withdraw_wording(notification, actor=request.actor)
        messages.success(request, "Platí výchozí znění.")
        return redirect("messaging:wordings")
    first, _line, text = default_wording(notification).partition("\n")
    context = {"notification": notification, "subject": first.removeprefix(SUBJECT), "text": text.strip()}
    return render_page(request, "messaging/wording_default.html", context)


def _check(request: "Request") -> None:
    if not allowed(request.actor, "messaging.edit_template"):
        raise Http404


def _notification(request: "Request", code: str) -> Notification:
    """The message of the code, when the actor may reword it."""
    _check(request)
    found = next((one for one in selectors.editable(wording_owner(request.actor)) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _known(notification: Notification, request: "Request") -> dict[str, Any]:
    """What the form is filled in with, and the number of the newest version."""
    subject, text = selectors.subject_and_text(notification, wording_owner(request.actor))
    newest = selectors.versions(notification, request.actor).first()
    return {"subject": subject, "text": text, "version": newest.number if newest else 0}


def _wanted(form: WordingForm) -> dict[str, Any]:
    """What the operation takes; the form has to be valid."""
    values = dict(form.cleaned_data)
    return values | {"number": values.pop("version")}


def _page(
    request: "Request", notification: Notification, form: WordingForm, words: dict[str, Any], *, status: int
) -> HttpResponse:
    subject, text = selectors.preview(notification, words["subject"], words["text"])
    context = {
        "notification": notification,
        "form": form,
        "placeholders": selectors.placeholders(notification),
        "versions": selectors.versions(notification, request.actor),
        "preview_subject": subject,
        "preview_html": html_body(text),
    }
    return render_page(request, "messaging/wording.html", context, partial="preview", status=status)
