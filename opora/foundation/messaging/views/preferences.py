"""Which messages the owner of the account wants, and how often."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from opora.foundation.core.web import render_page
from opora.foundation.messaging.forms.preferences import PreferencesForm
from opora.foundation.messaging.operations.preferences import choose_frequencies
from opora.foundation.messaging.selectors.preferences import choices, essential_titles

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


@require_http_methods(["GET", "POST"])
def preferences(request: "Request") -> HttpResponse:
    """A choice for each category; what always comes stands below with the reason."""
    form = PreferencesForm(choices(request.user), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            choose_frequencies(request.user, form.wanted, actor=request.actor)
            messages.success(request, "Uloženo.")
            return redirect("messaging:preferences")
    context = {"form": form, "essential": essential_titles()}
    return render_page(request, "messaging/preferences.html", context, status=form.http_status)
