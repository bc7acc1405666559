"""Open sign-ins of an account: remembered when they begin, ended at once."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from opora.foundation.accounts.models import User
from opora.foundation.accounts.selectors.sessions import NOWHERE
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require

LONGEST_DEVICE = 200


@transaction.atomic
def remember_session(user: User, *, session_key: str, address: str, device: str, actor: Actor) -> UserSession:
    """Note that a session of the account began: from which address and by what device (header User-Agent)."""
    require(actor, "accounts.use_own", user)
    session, _made = UserSession.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "ip": address or NOWHERE, "user_agent": device[:LONGEST_DEVICE]},
    )
    return session


@transaction.atomic
def end_sessions(user: User, *, actor: Actor, keep: str = "") -> int:
    """End open sessions of the account, all but the one with the key `keep`; returns how many."""
    require(actor, "accounts.end_sessions", user)
    return _end(UserSession.objects.filter(user=user).exclude(session_key=keep), user, actor)


@transaction.atomic
def end_session(session: UserSession, *, actor: Actor) -> int:
    """End one open session; returns 0 when it had ended meanwhile."""
    require(actor, "accounts.end_sessions", session.user)
    return _end(UserSession.objects.filter(pk=session.pk), session.user, actor)


def _end(sessions, user: User, actor: Actor) -> int:
    """Delete the very sessions, so that the next request of the device is that of a stranger."""
    keys = list(sessions.values_list("session_key", flat=True))
    ended, _by_model = Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    if ended:
        log.record("accounts.sessions_ended", actor=actor, target=user, count=ended)
    return ended
