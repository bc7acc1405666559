"""Days as people in Europe/Prague count them."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """Today's date in Europe/Prague."""
    return timezone.localdate()
