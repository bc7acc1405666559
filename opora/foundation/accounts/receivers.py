"""What follows when somebody signs in."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_used
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.second_factor import note_factor_used, note_identity_linked
from opora.foundation.accounts.operations.sessions import remember_session
from opora.foundation.accounts.selectors.protection import provider_name
from opora.foundation.accounts.selectors.sessions import BEGAN, ENDED, KEPT, SECOND_FACTOR, SEEN
from opora.foundation.core.actor import Actor
from opora.foundation.core.web import client_address

PROOFS = {"password", "mfa"}  # names of allauth's methods


@receiver([user_logged_in, password_changed], dispatch_uid="accounts.remember_session")
def remember(sender, *, request: HttpRequest, user: User, **kwargs) -> None:
    """Every session of an account is known, however it began; a new password gives it a new key."""
    remember_session(
        user,
        session_key=request.session.session_key or "",
        address=client_address(request),
        device=request.META.get("HTTP_USER_AGENT", ""),
        actor=Actor.for_user(user),
    )


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin(sender, *, request: HttpRequest, user: User, **kwargs) -> None:
    """Idleness counts from now on; what waits from an ended session goes back to the same account, else away."""
    session = request.session
    ended = session.pop(ENDED, None)
    if ended is None or ended["account"] != str(user.pk):
        session.pop(KEPT, None)
    else:
        for key, value in ended["carried"].items():
            session.setdefault(key, value)
    session[BEGAN] = session[SEEN] = int(time.time())


@receiver(user_logged_in, dispatch_uid="accounts.second_factor_of_sign_in")
def note_second_factor(sender, *, request: HttpRequest, user: User, **kwargs) -> None:
    """Say in the session whether its owner proved a second factor; a passkey is one by itself."""
    records = get_authentication_records(request, user)
    request.session[SECOND_FACTOR] = any(record.get("method") == "mfa" for record in records)


@receiver(user_logged_in, dispatch_uid="accounts.proof_of_sign_in")
def prove_by_sign_in(sender, *, request: HttpRequest, user: User, **kwargs) -> None:
    """Sign-in by what is asked again before a change of security is that proof, from the moment it was shown.

    An account elsewhere is none: its provider may know the browser for days. Sessions that begin before the account
    has a factor end with the first one, so that this proof never outlives it.
    """
    records = get_authentication_records(request, user)
    if records and records[-1]["method"] in PROOFS:
        records = [*records[:-1], {**records[-1], "reauthenticated": True}]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records


@receiver(authenticator_used, dispatch_uid="accounts.factor_used")
def prove_second_factor(sender, *, request: HttpRequest, user: User, authenticator, **kwargs) -> None:
    """A factor shown in the middle of a session proves it; a recovery code leaves a record."""
    if not user.is_active:  # blocked between the two steps; the adapter says so
        return
    note_factor_used(user, authenticator.type, actor=Actor.for_user(user))
    if request.user.is_authenticated and request.user.pk == user.pk:
        request.session[SECOND_FACTOR] = True


@receiver(social_account_added, dispatch_uid="accounts.identity_linked")
def note_link(sender, *, request: HttpRequest, sociallogin, **kwargs) -> None:
    """Linking an account elsewhere leaves a record."""
    note_identity_linked(sociallogin.user, provider_name(), actor=request.actor)
