"""Change of the own e-mail: the form, and the page that the link in the mail opens."""

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from opora.foundation.accounts.forms.email_change import EmailChangeForm
from opora.foundation.accounts.models import EmailChange, MagicLink
from opora.foundation.accounts.operations.email_change import ask_for_new_email, confirm_new_email
from opora.foundation.accounts.selectors.links import EMAIL_LINK, LinkError
from opora.foundation.accounts.views.links import link_page
from opora.foundation.core.errors import OperationError
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

NEXT_STEP = "Přihlaste se a na stránce Účet požádejte o nový odkaz."
ON_THE_WAY = "Na {email} jsme poslali odkaz. Otevřete ho do 24 hodin a změnu potvrďte."


@reauthentication_required
@require_http_methods(["GET", "POST"])
def change(request: "Request") -> HttpResponse:
    """Ask for a link to the new address, after a fresh proof of who asks."""
    form = EmailChangeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.catching_operation_errors():
            asked = ask_for_new_email(request.user, email=form.cleaned_data["email"], actor=request.actor)
            messages.success(request, ON_THE_WAY.format(email=asked.email))
            return redirect("mfa_index")
    return render_page(request, "accounts/email_change.html", {"form": form}, status=form.http_status)


@link_page(EMAIL_LINK, next_step=NEXT_STEP)
def confirm(request: "Request", link: MagicLink, token: str) -> HttpResponse:
    """Confirm the new address by a button; only its account may, so a mistyped address opens nothing to a stranger."""
    asked = get_object_or_404(EmailChange.objects.select_related("user"), pk=link.object_id)
    own, refusal = request.user == asked.user, ""
    if own and request.method == "POST":
        try:
            confirm_new_email(asked, link, actor=request.actor, keep=request.session.session_key or "")
        except LinkError:
            raise
        except OperationError as error:
            refusal = str(error)
        else:
            messages.success(request, f"Hotovo. Od teď se přihlašujete e-mailem {asked.email}.")
            return redirect("mfa_index")
    context = {"change": asked, "own": own, "refusal": refusal}
    return render_page(request, "accounts/email_confirm.html", context, status=422 if refusal else 200)
