"""Mail whose sending must not show who has an account, and cleaning after sign-ins."""

from django.tasks import task

from opora.foundation.accounts import notifications
from opora.foundation.accounts.models import EmailChange, User
from opora.foundation.accounts.operations.delays import forget_old_delays
from opora.foundation.accounts.operations.sign_ins import forget_ended_sessions
from opora.foundation.accounts.selectors.links import EMAIL_LINK, live_link
from opora.foundation.core.actor import Actor
from opora.foundation.core.schedule import periodic


@task
def send_password_link(user_id: int) -> None:
    """Mail a link to a new password. In the background: who asks waits as long for an address without an account."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        notifications.send_password_link(user)


@task
def send_email_link(change_id: int) -> str:
    """Mail the link to the new address; nothing when it is over, or when another account has the address.

    In the background, so that who asks for a change cannot tell by the time of the answer.
    """
    change, link = EmailChange.objects.get(pk=change_id), live_link(EMAIL_LINK, change_id)
    if link is None or User.objects.filter(email=change.email).exists():
        return "obsolete"
    notifications.send_email_link(change, link)
    return "sent"


@periodic("50 3 * * *", "Úklid přihlašování")
@task
def clean_sign_ins() -> None:
    """Delete delays that delay nobody any more and what was known of sessions that ended."""
    actor = Actor.job("denní úklid přihlašování")
    forget_old_delays(actor=actor)
    forget_ended_sessions(actor=actor)
