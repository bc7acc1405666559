"""Mail to owners of accounts, and cleaning after sign-ins."""

from allauth.account.utils import user_pk_to_url_str
from crontask import cron
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.tasks import task
from django.urls import reverse

from opora.foundation.accounts.models import EmailChange, User
from opora.foundation.accounts.operations.delays import forget_old_delays
from opora.foundation.accounts.operations.sign_ins import forget_ended_sessions
from opora.foundation.accounts.selectors.links import EMAIL_LINK, link_address, live_link
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import send_mail
from opora.foundation.core.web import absolute


@task
def send_password_link(user_id: int) -> None:
    """Mail a link to a new password; the link is made here, so that no table of tasks holds it."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    link = absolute(reverse("account_reset_password_from_key", args=key))
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    send_mail("accounts/email/password_link.txt", user.email, {"link": link, "hours": hours})


@task
def tell_of_new_password(user_id: int) -> None:
    """Tell the owner that the password has changed: whoever did not do it learns of it."""
    user = User.objects.get(pk=user_id)
    context = {"reset_url": absolute(reverse("account_reset_password")), "contact_email": settings.CONTACT_EMAIL}
    send_mail("accounts/email/new_password.txt", user.email, context)


@task
def tell_of_second_factor_reset(user_id: int) -> None:
    """Tell the owner that somebody took the second factor away: whoever did not ask for it learns of it."""
    user = User.objects.get(pk=user_id)
    context = {"sign_in_url": absolute(reverse("account_login")), "contact_email": settings.CONTACT_EMAIL}
    send_mail("accounts/email/second_factor_reset.txt", user.email, context)


@task
def send_email_link(change_id: int) -> str:
    """Mail the link to the new address; nothing when it is over, or when another account has the address."""
    change, link = EmailChange.objects.get(pk=change_id), live_link(EMAIL_LINK, change_id)
    if link is None or User.objects.filter(email=change.email).exists():
        return "obsolete"
    send_mail("accounts/email/email_link.txt", change.email, {"link": absolute(link_address(link))})
    return "sent"


@task
def tell_of_new_email(change_id: int) -> None:
    """Tell the old address: whoever did not do it learns of it."""
    change = EmailChange.objects.get(pk=change_id)
    send_mail("accounts/email/new_email.txt", change.previous_email, {"contact_email": settings.CONTACT_EMAIL})


@cron("50 3 * * *")
@task
def clean_sign_ins() -> None:
    """Delete delays that delay nobody any more and what was known of sessions that ended."""
    actor = Actor.job("denní úklid přihlašování")
    forget_old_delays(actor=actor)
    forget_ended_sessions(actor=actor)
