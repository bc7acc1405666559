"""How the owner of an account is addressed in mail."""

from django.db import transaction

from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import SALUTATION
from opora.foundation.core.permissions import require


@transaction.atomic
def choose_salutation(user: User, salutation: str, *, version: int, actor: Actor) -> User:
    """Address the person so from now on; „Dobrý den“ and an empty text mean the default. A comma follows by itself.

    Raises ValidationError for more than words, StaleError when the account has changed since `version`.
    """
    require(actor, "accounts.use_own", user)
    words = " ".join(salutation.split()).rstrip(" ,.")
    words = "" if words == SALUTATION else words
    user = User.objects.select_for_update().get(pk=user.pk)
    if words == user.salutation:
        return user
    user.salutation = words
    user.full_clean()
    user.save_fresh("salutation", version=version)
    log.record("accounts.salutation_chosen", actor=actor, target=user)
    return user
