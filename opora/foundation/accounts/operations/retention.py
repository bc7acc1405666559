"""What is left of an account past its term: its number, so that records of what was done stay whole."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from opora.foundation.accounts.models import EmailChange, MagicLink, User
from opora.foundation.accounts.selectors.links import EMAIL_LINK
from opora.foundation.accounts.selectors.retention import GONE, account_parts
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require

CHANGED = ("full_name", "email", "salutation", "is_active", "last_login", "password")


@transaction.atomic
def anonymise_accounts(ids: Collection[int], *, actor: Actor) -> int:
    """Take away name, e-mail, password, factors, sign-ins and links of the accounts, and what higher apps keep of them.

    Returns how many accounts. Names written in the record of acts stay there as long as the record does.
    """
    require(actor, "privacy.erase_due")
    for part in account_parts:
        part(ids, actor=actor)
    changes = EmailChange.objects.filter(user__in=ids)
    numbers = [str(pk) for pk in changes.values_list("pk", flat=True)]
    MagicLink.objects.filter(purpose=EMAIL_LINK, object_id__in=numbers).delete()
    changes.delete()
    known = UserSession.objects.filter(user__in=ids)
    Session.objects.filter(session_key__in=list(known.values_list("session_key", flat=True))).delete()
    for part in (known, Authenticator.objects, SocialAccount.objects, EmailAddress.objects):
        part.filter(user__in=ids).delete()
    users = User.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    for user in users:
        user.full_name, user.email = f"smazaný účet č. {user.pk}", f"smazany-ucet-{user.pk}@{GONE}"
        user.salutation, user.is_active, user.last_login, user.password = "", False, None, make_password(None)
        user.save_fresh(*CHANGED, version=user.version)
    return len(users)
