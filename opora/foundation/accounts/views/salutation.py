"""How the owner of the account is addressed in mail."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from opora.foundation.accounts.forms.salutation import SalutationForm, known
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.salutation import choose_salutation
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


@require_http_methods(["GET", "POST"])
def salutation(request: "Request") -> HttpResponse:
    """Choose or write the words that messages begin with."""
    form = SalutationForm.of(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: known(User.objects.get(pk=request.user.pk))):
            choose_salutation(request.user, form.words, version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, "Oslovení je uložené.")
            return redirect("mfa_index")
    return render_page(request, "accounts/salutation.html", {"form": form}, status=form.http_status)
