"""Growing delay after failed attempts, kept in the database so that all processes and machines know of it.

An attempt is counted before the password is looked at and taken back when it succeeds: of many sent at once only
the free ones get through. During a wait nothing is checked and nothing counted.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Self

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opora.foundation.accounts.models import SignInDelay
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.core.text import plain_email

FIRST_WAIT = timedelta(seconds=5)
FORGOTTEN_AFTER = timedelta(hours=24)


class Delayed(Exception):
    """Too many attempts failed; the next one may come in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """Failures without any wait, the longest wait, and how often one failure is forgiven by time alone."""

    free: int
    longest: timedelta
    forgiven_every: timedelta = FORGOTTEN_AFTER

    def wait(self, failures: int) -> timedelta:
        """Wait that follows the last of so many failures; each doubles it."""
        over = failures - self.free
        return min(FIRST_WAIT * 2 ** min(over - 1, 20), self.longest) if over > 0 else timedelta()


# The account and the address wait a minute at most: whoever guesses elsewhere, or beside me, must not keep me out.
# To the second step comes only who knows the password, so its wait may be long.
LIMITS = {
    "pair": Limit(free=3, longest=timedelta(minutes=15)),
    "account": Limit(free=10, longest=timedelta(minutes=1)),
    "address": Limit(free=30, longest=timedelta(minutes=1), forgiven_every=timedelta(minutes=2)),
    "code": Limit(free=4, longest=timedelta(minutes=15)),
    "mail": Limit(free=5, longest=timedelta(minutes=15), forgiven_every=timedelta(hours=1)),
}


class Keys(dict[str, str]):
    """What an attempt is counted under: keyed hash → name of its limit."""

    @classmethod
    def of_password(cls, email: str, address: str) -> Self:
        """An attempt with a password: account and address together, and each alone."""
        account = plain_email(email)[:254]
        named = {"pair": f"{account}|{address}", "account": account, "address": address}
        return cls({_hashed(kind, value): kind for kind, value in named.items()})

    @classmethod
    def of_code(cls, email: str, address: str) -> Self:
        """An attempt with a code of the second step."""
        return cls({_hashed("code", plain_email(email)): "code", _hashed("address", address): "address"})

    @classmethod
    def of_mail(cls, address: str) -> Self:
        """A request for mail with a new password; no success forgives it."""
        return cls({_hashed("mail", address): "mail"})

    def seconds_left(self) -> int:
        """Wait that the last failure has cost; 0 while attempts are free."""
        now = timezone.now()
        rows = SignInDelay.objects.filter(key__in=self)
        return max((_seconds_left(row, LIMITS[self[row.key]], now) for row in rows), default=0)


def _hashed(kind: str, value: str) -> str:
    """HMAC of who tries: from the table nobody learns which e-mails and addresses were tried."""
    return hmac.new(settings.SECRET_KEY.encode(), f"sign-in-delay:{kind}:{value}".encode(), sha256).hexdigest()


@transaction.atomic
def attempt(keys: Keys, *, actor: Actor) -> None:
    """Count an attempt under all keys; raises Delayed, with nothing counted, while the wait of any of them lasts."""
    require(actor, "accounts.try_to_sign_in")
    now = timezone.now()
    rows = _locked(keys)
    if seconds := max(_seconds_left(row, LIMITS[keys[row.key]], now) for row in rows):
        raise Delayed(seconds)
    for row in rows:
        row.failures = _remembered(row, LIMITS[keys[row.key]], now) + 1
        row.last_failed_at = now
    SignInDelay.objects.bulk_update(rows, ["failures", "last_failed_at"])


@transaction.atomic
def forgive(keys: Keys, *, actor: Actor) -> None:
    """Take back the attempt that succeeded. Its account starts anew; at the address it makes up for one failure more,
    so that an office of many people does not add up their slips, and nobody guesses on with an account of their own.
    """
    require(actor, "accounts.try_to_sign_in")
    rows = _locked(keys)
    for row in rows:
        row.failures = max(row.failures - 2, 0) if keys[row.key] == "address" else 0
    SignInDelay.objects.bulk_update(rows, ["failures"])


@transaction.atomic
def forget_old_delays(*, actor: Actor) -> int:
    """Delete what no longer delays anybody; returns how many rows."""
    require(actor, "accounts.try_to_sign_in")
    deleted, _by_model = SignInDelay.objects.filter(last_failed_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    return deleted


def _locked(keys: Keys) -> list[SignInDelay]:
    """Rows of the keys, made when missing, locked in one order so that two attempts never wait for each other."""
    SignInDelay.objects.bulk_create([SignInDelay(key=key) for key in sorted(keys)], ignore_conflicts=True)
    return list(SignInDelay.objects.select_for_update().filter(key__in=keys).order_by("key"))


def _remembered(row: SignInDelay, limit: Limit, now: datetime) -> int:
    """Failures that still count."""
    passed = now - row.last_failed_at
    return 0 if passed >= FORGOTTEN_AFTER else max(row.failures - int(passed / limit.forgiven_every), 0)


def _seconds_left(row: SignInDelay, limit: Limit, now: datetime) -> int:
    wait = limit.wait(row.failures)
    return max(ceil((row.last_failed_at + wait - now).total_seconds()), 0) if wait else 0
