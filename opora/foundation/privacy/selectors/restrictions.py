"""Restrictions of processing (čl. 18 GDPR): data of the person are kept, but nothing is done with them."""

from django.db.models import QuerySet

from opora.foundation.privacy.models import Restriction
from opora.foundation.privacy.selectors.subjects import email_index


def in_force() -> "QuerySet[Restriction]":
    """Restrictions that nobody has lifted."""
    return Restriction.objects.filter(lifted_at__isnull=True)


def is_restricted(email: str) -> bool:
    """True when processing of data of the address is restricted: only answers to its own requests go there."""
    return is_restricted_index(email_index(email))


def is_restricted_index(index: str) -> bool:
    """The same for a row that knows only the blind index of the address."""
    return bool(index) and in_force().filter(subject_index=index).exists()


def restricted_indexes() -> set[str]:
    """Blind indexes of all restricted addresses, for jobs that go through many rows; one query."""
    return set(in_force().values_list("subject_index", flat=True))
