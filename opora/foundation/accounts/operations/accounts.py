"""Making accounts and their second factor."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.forms import check_persons_name
from opora.foundation.core.permissions import require

TAKEN = "Účet s tímto e-mailem už existuje."


@transaction.atomic
def create_account(*, email: str, full_name: str, password: str | None, actor: Actor) -> User:
    """Make an account that can sign in once it has a password; ValidationError for a taken e-mail, a name
    that is none or a weak password.
    """
    require(actor, "accounts.create_account")
    check_persons_name(full_name)
    if password is not None:
        validate_password(password, User(email=email, full_name=full_name))
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, full_name, password)
    except IntegrityError as error:  # somebody else took the e-mail at the same moment
        raise ValidationError({"email": TAKEN}) from error
    log.record("accounts.created", actor=actor, target=user)
    return user


@transaction.atomic
def correct_name(user: User, *, full_name: str, version: int, actor: Actor) -> User:
    """Write the right name of the person; what they did before stays recorded under the old one.

    Raises ValidationError for what is no name, StaleError when the account has changed since `version`.
    """
    require(actor, "accounts.correct_name", user)
    name = " ".join(full_name.split())
    check_persons_name(name)
    user = User.objects.select_for_update().get(pk=user.pk)
    if name == user.full_name:
        return user
    user.full_name = name
    user.full_clean()
    user.save_fresh("full_name", version=version)
    log.record("accounts.name_corrected", actor=actor, target=user)
    return user


@transaction.atomic
def enable_second_factor(user: User, *, actor: Actor) -> str:
    """Switch on time-based codes for an account without them; returns the secret in base 32, to be handed over once."""
    require(actor, "accounts.create_account")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    log.record("accounts.second_factor_enabled", actor=actor, target=user)
    return secret
