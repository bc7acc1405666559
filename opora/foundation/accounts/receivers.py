"""What follows when somebody signs in."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.sessions import remember_session
from opora.foundation.core.actor import Actor


@receiver(user_logged_in, dispatch_uid="accounts.remember_session")
def remember(sender, *, request: HttpRequest, user: User, **kwargs) -> None:
    """Every session of an account is known, however it began; otherwise nobody could end it."""
    if request.session.session_key is None:
        request.session.save()
    remember_session(
        user,
        session_key=request.session.session_key or "",
        address=request.META.get("REMOTE_ADDR", ""),
        device=request.META.get("HTTP_USER_AGENT", ""),
        actor=Actor.for_user(user),
    )
