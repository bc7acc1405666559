"""Correction of the name of somebody's account."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from opora.foundation.accounts.forms.names import NameForm
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.accounts import correct_name
from opora.foundation.audit import log
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


@require_http_methods(["GET", "POST"])
def name(request: "Request", pk: int) -> HttpResponse:
    """The name as it stands and the right one; the look is recorded."""
    if not allowed(request.actor, "accounts.correct_name"):
        raise Http404
    user = get_object_or_404(User, pk=pk)
    log.record_read(user, actor=request.actor)
    form = NameForm(request.POST if request.method == "POST" else None, initial=_known(user))
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: _known(User.objects.get(pk=pk))):
            correct_name(user, **form.cleaned_data, actor=request.actor)
            messages.success(request, "Jméno účtu je opravené.")
            return redirect("core:administration")
    return render_page(request, "accounts/name.html", {"account": user, "form": form}, status=form.http_status)


def _known(user: User) -> dict[str, Any]:
    return {"full_name": user.full_name, "version": user.version}
