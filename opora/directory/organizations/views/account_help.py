"""Help with a colleague's account: the second factor reset, the account blocked and unblocked."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from opora.directory.organizations.selectors.heads import why_no_second_factor_reset
from opora.directory.organizations.views.memberships import seen_membership
from opora.foundation.accounts.operations import help as operations
from opora.foundation.core.forms import Form
from opora.foundation.core.permissions import allowed
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


@require_http_methods(["GET", "POST"])
def reset_second_factor(request: "Request", pk: int) -> HttpResponse:
    """Ask, then take away the second factor; who may not is told who may."""
    found = seen_membership(request, pk)
    if not allowed(request.actor, "accounts.reset_second_factor", found.user):
        raise PermissionDenied
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        with form.catching_operation_errors():
            operations.reset_second_factor(found.user, actor=request.actor)
            messages.success(request, f"Druhý faktor je zrušený. {found.user} dostane e-mail a nastaví si nový.")
            return redirect(found)
    refused = why_no_second_factor_reset(request.actor, found.user)
    context = {"membership": found, "form": form, "refused": refused}
    return render_page(request, "organizations/membership_second_factor.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def block_account(request: "Request", pk: int) -> HttpResponse:
    """Ask, then block the account, or unblock it (`unblock`)."""
    found = seen_membership(request, pk)
    if not allowed(request.actor, "accounts.block_account", found.user):
        raise PermissionDenied
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        with form.catching_operation_errors():
            if "unblock" in request.POST:
                operations.unblock_account(found.user, actor=request.actor)
            else:
                operations.block_account(found.user, actor=request.actor)
            messages.success(request, f"Účet je {'odblokovaný' if 'unblock' in request.POST else 'zablokovaný'}.")
            return redirect(found)
    context = {"membership": found, "form": form}
    return render_page(request, "organizations/membership_block.html", context, status=form.http_status)
