"""Setting a password: by its owner who knows the old one, or by a link from the mail."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from opora.foundation.accounts.models import User
from opora.foundation.accounts.notifications import tell_of_new_password
from opora.foundation.accounts.operations.sessions import end_sessions
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.core.web import enqueue

NOBODY = 0  # an account that does not exist costs the same work as one that does


@transaction.atomic
def change_password(user: User, *, password: str, keep: str, actor: Actor) -> None:
    """Set a new password; other open sign-ins than the session `keep` end, the owner is told by e-mail."""
    require(actor, "accounts.use_own", user)
    _set(user, password)
    log.record("accounts.password_changed", actor=actor, target=user)
    end_sessions(user, actor=actor, keep=keep)
    tell_of_new_password(user)


@transaction.atomic
def reset_password(user: User, *, password: str, actor: Actor) -> None:
    """Set a new password instead of a forgotten one; all open sign-ins end, the owner is told by e-mail."""
    require(actor, "accounts.use_own", user)
    _set(user, password)
    log.record("accounts.password_reset", actor=actor, target=user)
    end_sessions(user, actor=actor)
    tell_of_new_password(user)


@transaction.atomic
def ask_for_new_password(user: User | None, *, actor: Actor) -> None:
    """Have a link to a new password mailed; without an account the same work is done and nothing is sent."""
    require(actor, "accounts.try_to_sign_in")
    log.record("accounts.password_reset_asked", actor=actor, target=user)
    enqueue("accounts.send_password_link", user.pk if user else NOBODY)


def _set(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
