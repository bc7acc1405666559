"""Second factors and identities of an account: what allauth has no rule for, and records of what it did."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from opora.foundation.accounts.models import User
from opora.foundation.accounts.selectors.protection import is_only_way_in, needs_second_factor, protection
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require

KINDS = {
    Authenticator.Type.TOTP: "ověřovací aplikace",
    Authenticator.Type.WEBAUTHN: "klíč",
    Authenticator.Type.RECOVERY_CODES: "záložní kód",
}
LAST_FACTOR = "Vaše role vyžaduje druhý faktor a tohle je poslední. Nejdřív si přidejte jiný."
ONLY_WAY_IN = "Jinak se k účtu nepřihlásíte. Nejdřív si nastavte heslo nebo přístupový klíč."


@transaction.atomic
def note_factor_added(user: User, kind: str, *, actor: Actor) -> None:
    """Record that the person added a factor, or made new recovery codes."""
    require(actor, "accounts.use_own", user)
    log.record("accounts.factor_added", actor=actor, target=user, kind=KINDS[Authenticator.Type(kind)])


@transaction.atomic
def note_factor_used(user: User, kind: str, *, actor: Actor) -> None:
    """Record that a recovery code stood in for a lost factor; everyday proofs are not worth an event."""
    require(actor, "accounts.use_own", user)
    if kind == Authenticator.Type.RECOVERY_CODES:
        log.record("accounts.recovery_code_used", actor=actor, target=user)


@transaction.atomic
def make_room_for_app(user: User, *, actor: Actor) -> None:
    """Drop the present app just before a new one takes its place, so that there is no moment without a factor."""
    require(actor, "accounts.use_own", user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()


@transaction.atomic
def remove_factor(factor: Authenticator, *, actor: Actor) -> None:
    """Take a factor away; recovery codes go with the last one. Refused when a role needs it."""
    user = User.objects.select_for_update().get(pk=factor.user_id)
    require(actor, "accounts.use_own", user)
    is_last = protection(user).is_last(factor)
    if is_last and needs_second_factor(user):
        raise OperationError(LAST_FACTOR)
    doomed = Authenticator.objects.filter(user=user)
    (doomed if is_last else doomed.filter(pk=factor.pk)).delete()
    log.record("accounts.factor_removed", actor=actor, target=user, kind=KINDS[Authenticator.Type(factor.type)])


@transaction.atomic
def note_identity_linked(user: User, provider: str, *, actor: Actor) -> None:
    """Record that an account elsewhere may sign in here from now on."""
    require(actor, "accounts.use_own", user)
    log.record("accounts.identity_linked", actor=actor, target=user, provider=provider)


@transaction.atomic
def unlink_identity(identity: SocialAccount, *, provider: str, actor: Actor) -> None:
    """Break the link to an account elsewhere. Refused when it is the only way in."""
    user = User.objects.select_for_update().get(pk=identity.user_id)
    require(actor, "accounts.use_own", user)
    if is_only_way_in(identity):
        raise OperationError(ONLY_WAY_IN)
    if SocialAccount.objects.filter(pk=identity.pk).delete()[0]:
        log.record("accounts.identity_unlinked", actor=actor, target=user, provider=provider)
