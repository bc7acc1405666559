"""A new password instead of the present one, or of a forgotten one."""

from functools import wraps

from allauth.account.views import PasswordResetDoneView, PasswordResetFromKeyView, PasswordResetView, password_change
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from opora.foundation.accounts.views.links import discreet
from opora.foundation.accounts.views.wrapping import View, sparing_mail, unprocessable
from opora.foundation.core.web import public


def discreetly(view: View) -> View:
    """The address holds a secret: keep it out of caches and away from others."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return discreet(view(request, *args, **kwargs))

    return wrapped


def change_password(request: HttpRequest) -> HttpResponse:
    """A new password instead of the present one; who has none gets the first one by a link from the mail."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        return redirect("account_reset_password")
    return changing(request)


changing = unprocessable(password_change)
ask_for_new_password = public(sparing_mail(PasswordResetView.as_view()))
link_is_on_the_way = public(PasswordResetDoneView.as_view())
new_password = public(
    discreetly(unprocessable(PasswordResetFromKeyView.as_view(success_url=reverse_lazy("account_login"))))
)
