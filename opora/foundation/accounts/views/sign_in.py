"""A new password instead of a forgotten one."""

from functools import wraps

from allauth.account.views import PasswordResetDoneView, PasswordResetFromKeyView, PasswordResetView
from django.http import HttpRequest, HttpResponse
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


ask_for_new_password = public(sparing_mail(PasswordResetView.as_view()))
link_is_on_the_way = public(PasswordResetDoneView.as_view())
new_password = public(
    discreetly(unprocessable(PasswordResetFromKeyView.as_view(success_url=reverse_lazy("account_login"))))
)
