"""Names of people by numbers of their accounts, and numbers by names."""

from collections.abc import Iterable

from opora.foundation.accounts.models import User
from opora.foundation.core.text import fold


def account_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number of an account → name of the person; one query."""
    return {str(pk): name for pk, name in User.objects.filter(pk__in=numbers).values_list("pk", "full_name")}


def accounts_called(text: str) -> list[str]:
    """Numbers of accounts whose name holds the text, without regard to case and diacritics."""
    return [str(pk) for pk, name in User.objects.values_list("pk", "full_name") if fold(text) in fold(name)]
