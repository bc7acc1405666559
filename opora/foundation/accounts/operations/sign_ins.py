"""What is written down of signing in, and codes that are worth something only once."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.core.text import plain_email

LAST_STEP = "last_step"  # key of an authenticator's data: time step of the last code that was accepted
WAYS = {"password": "heslo", "mfa": "druhý faktor", "socialaccount": "účet organizace"}


@transaction.atomic
def note_signed_in(user: User, *, methods: list[str], actor: Actor) -> None:
    """Record that the person signed in, and by what: names of allauth's methods."""
    require(actor, "accounts.use_own", user)
    how = ", ".join(dict.fromkeys(WAYS.get(method, method) for method in methods))
    log.record("accounts.signed_in", actor=actor, target=user, how=how)


@transaction.atomic
def note_signed_out(user: User, *, session_key: str, actor: Actor) -> None:
    """Record that the person signed out; the session is no longer among the open ones."""
    require(actor, "accounts.use_own", user)
    UserSession.objects.filter(user=user, session_key=session_key).delete()
    log.record("accounts.signed_out", actor=actor, target=user)


@transaction.atomic
def note_failure(email: str, *, seconds: int, actor: Actor) -> None:
    """Record an attempt that failed and the wait it cost. What was typed stays nowhere: only an account is named."""
    require(actor, "accounts.try_to_sign_in")
    user = User.objects.filter(email=plain_email(email)).first()
    if seconds:
        log.record("accounts.sign_in_delayed", actor=actor, target=user, seconds=seconds)
    else:
        log.record("accounts.sign_in_failed", actor=actor, target=user)


@transaction.atomic
def spend_code(authenticator: Authenticator, code: str, *, actor: Actor) -> bool:
    """True for the first use of a valid time-based code in any process; False for it and older ones ever after.

    allauth remembers used codes in the memory of one process and for half a minute only, while a code is accepted
    for more than two.
    """
    require(actor, "accounts.try_to_sign_in")
    stored = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(stored.data["secret"])
    codes = {step: format_hotp_value(hotp_value(secret, step)) for step in yield_hotp_counters_from_time()}
    matching = [step for step, valid in codes.items() if compare_user_code(actual=code, expected=valid)]
    if not matching or matching[-1] <= stored.data.get(LAST_STEP, -1):
        return False
    stored.data[LAST_STEP] = matching[-1]
    stored.save(update_fields=["data"])
    authenticator.data = stored.data
    return True


@transaction.atomic
def forget_ended_sessions(*, actor: Actor) -> int:
    """Delete sessions past their end and what was known of them; returns how many were known."""
    require(actor, "accounts.try_to_sign_in")
    SessionStore.clear_expired()
    ended, _by_model = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended
