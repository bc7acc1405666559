"""A new address of the own account: asked for, then confirmed by a link sent to that very address."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.foundation.accounts.models import EmailChange, MagicLink, User
from opora.foundation.accounts.notifications import tell_of_new_email
from opora.foundation.accounts.operations.links import issue_link, revoke_links, use_link
from opora.foundation.accounts.operations.sessions import end_sessions
from opora.foundation.accounts.selectors.links import EMAIL_LINK
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.core.text import plain_email
from opora.foundation.core.web import enqueue

LIFETIME = timedelta(days=1)
MOST_A_DAY = 5  # nobody floods somebody else's box from here

SAME = "Tento e-mail už váš účet má."
TOO_MANY = "O změnu e-mailu jste dnes žádali už několikrát. Zkuste to zítra."
TAKEN = "Tento e-mail už má jiný účet. Zadejte jiný."


@transaction.atomic
def ask_for_new_email(user: User, *, email: str, actor: Actor) -> EmailChange:
    """Send a link to the new address; older links of the account stop working.

    Whether another account has the address is not betrayed: then nothing is sent. Raises ValidationError for a wrong
    address or the one in use, OperationError after too many.
    """
    require(actor, "accounts.use_own", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    email = plain_email(email)
    if email == user.email:
        raise ValidationError({"email": SAME})
    asked = EmailChange.objects.filter(user=user, created_at__gt=timezone.now() - LIFETIME)
    if asked.count() >= MOST_A_DAY:
        raise OperationError(TOO_MANY)
    for older in asked.filter(confirmed_at__isnull=True):
        revoke_links(EMAIL_LINK, older.pk, actor=actor)
    change = EmailChange(user=user, email=email, previous_email=user.email)
    change.full_clean()
    change.save()
    issue_link(EMAIL_LINK, change.pk, lifetime=LIFETIME, actor=actor)
    enqueue("accounts.send_email_link", change.pk)
    log.record("accounts.email_change_asked", actor=actor, target=user)
    return change


@transaction.atomic
def confirm_new_email(change: EmailChange, link: MagicLink, *, actor: Actor, keep: str = "") -> User:
    """From now on the account has the new address, its owner signs in by it; the old one is told.

    Other open sign-ins than the session `keep` end.

    Raises LinkError for the second of two clicks, OperationError when another account got the address meanwhile.
    """
    user = User.objects.select_for_update().get(pk=change.user_id)
    require(actor, "accounts.use_own", user)
    use_link(link, actor=actor)
    if User.objects.filter(email=change.email).exclude(pk=user.pk).exists():
        raise OperationError(TAKEN)
    user.email = change.email
    user.full_clean()
    try:
        with transaction.atomic():
            user.save_fresh("email", version=user.version)
    except IntegrityError as error:  # at the same moment
        raise OperationError(TAKEN) from error
    EmailAddress.objects.filter(user_id=user.pk).delete()  # or the old address would still sign in
    change.confirmed_at = timezone.now()
    change.save_fresh("confirmed_at", version=change.version)
    log.record("accounts.email_changed", actor=actor, target=user)
    end_sessions(user, actor=actor, keep=keep)
    tell_of_new_email(change)
    return user
