"""Help after a loss: a second factor reset by somebody else, an account blocked and unblocked."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from opora.foundation.accounts.models import User
from opora.foundation.accounts.notifications import tell_of_second_factor_reset
from opora.foundation.accounts.operations.sessions import end_sessions
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.core.registries import account_guards


@transaction.atomic
def reset_second_factor(user: User, *, actor: Actor) -> None:
    """Take away every proof of the account – application, keys, recovery codes – and its open sign-ins.

    The person learns of it by e-mail and sets up a new one when signing in. OperationError says who may instead.
    """
    require(actor, "accounts.reset_second_factor", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    _heed(guard.reset_second_factor(actor, user) for guard in account_guards)
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise OperationError("Účet žádný druhý faktor nemá. Nový si člověk nastaví při přihlášení.")
    end_sessions(user, actor=actor)
    log.record("accounts.second_factor_reset", actor=actor, target=user)
    tell_of_second_factor_reset(user)


@transaction.atomic
def block_account(user: User, *, actor: Actor) -> bool:
    """Close the account at once with its open sign-ins; memberships stay. False when it was closed already."""
    require(actor, "accounts.block_account", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        return False
    _heed(guard.block(actor, user) for guard in account_guards)
    user.is_active = False
    user.save_fresh("is_active", version=user.version)
    end_sessions(user, actor=actor)
    log.record("accounts.blocked", actor=actor, target=user)
    return True


@transaction.atomic
def unblock_account(user: User, *, actor: Actor) -> bool:
    """Open a blocked account again; its memberships give rights from this moment. False when it was open."""
    require(actor, "accounts.block_account", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return False
    user.is_active = True
    user.save_fresh("is_active", version=user.version)
    log.record("accounts.unblocked", actor=actor, target=user)
    return True


def _heed(sentences) -> None:
    """Refuse with the first sentence that higher apps have against the act."""
    for sentence in filter(None, sentences):
        raise OperationError(sentence)
