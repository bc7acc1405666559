"""Open sign-ins of the own account."""

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from opora.foundation.accounts.operations import sessions as operations
from opora.foundation.accounts.selectors import sessions as selectors
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


@require_safe
def open_sessions(request: "Request") -> HttpResponse:
    """Where the account is signed in right now."""
    found = selectors.open_sessions(request.user, request.session.session_key)
    others = any(not one.is_here for one in found)
    return render_page(request, "usersessions/open_sessions.html", {"sessions": found, "others": others})


@require_POST
def end_session(request: "Request", pk: int) -> HttpResponse:
    """End one of the own sign-ins; of others nobody learns that they exist."""
    session = get_object_or_404(UserSession.objects.filter(user_id=request.user.pk), pk=pk)
    is_here = session.session_key == request.session.session_key
    operations.end_session(session, actor=request.actor)
    if is_here:
        request.session.flush()
        return redirect("account_login")
    messages.success(request, "Přihlášení je ukončené.")
    return redirect("account_sessions")


@require_POST
def end_other_sessions(request: "Request") -> HttpResponse:
    """End all the own sign-ins but this one."""
    operations.end_sessions(request.actor.user, actor=request.actor, keep=request.session.session_key or "")
    messages.success(request, "Všechna ostatní přihlášení jsou ukončená.")
    return redirect("account_sessions")
