"""What of accounts is past its term, and what higher apps keep of an account and erase with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from opora.foundation.accounts.models import SignInDelay
from opora.foundation.core.registries import Registry
from opora.foundation.privacy.selectors.subjects import email_index

GONE = "smazano.invalid"  # the domain „invalid“ exists nowhere, no mail ever gets there (RFC 2606)
Erasing = Callable[..., Any]  # an operation (numbers of accounts, *, actor)
account_parts: Registry[Erasing] = Registry()


def old_delays(before: datetime) -> "QuerySet[SignInDelay]":
    """Counted failures that came before the moment."""
    return SignInDelay.objects.filter(last_failed_at__lt=before).annotate(since=F("last_failed_at"))


def index_of(user: Any) -> str:
    """Blind index of the owner's e-mail, by which restrictions of processing know the owner."""
    return email_index(user.email)
