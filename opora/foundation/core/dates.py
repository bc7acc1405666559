"""Days as people in Europe/Prague count them."""

from datetime import date, datetime

from django.utils import timezone

NBSP = "\N{NO-BREAK SPACE}"


def today() -> date:
    """Today's date in Europe/Prague."""
    return timezone.localdate()


def czech_date(value: date | datetime | None) -> str:
    """„22. 11. 2026“ with no-break spaces; moments are shown as days of Europe/Prague, None is an empty text."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.day}.{NBSP}{value.month}.{NBSP}{value.year}"
