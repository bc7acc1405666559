"""How allauth and axes behave in Opora."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers on their own: accounts are made by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def signing_in_as(request: HttpRequest, credentials: dict | None = None) -> str:
    """E-mail whose failures are counted, lower case; empty when none was given."""
    given = (credentials or {}).get("email") or request.POST.get("login", "")
    return given.strip().lower()


class LongEnough(MinimumLengthValidator):
    """Length of a password; Django has no Czech sentence for it."""

    def get_error_message(self) -> str:
        return f"Heslo je příliš krátké. Musí mít alespoň {self.min_length} znaků."

    def get_help_text(self) -> str:
        return f"Heslo musí mít alespoň {self.min_length} znaků."
