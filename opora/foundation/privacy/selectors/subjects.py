"""Whose data it is: people without an account are known by the blind index of their e-mail."""

from opora.foundation.core.text import plain_email
from opora.foundation.privacy import keyring


def email_index(email: str) -> str:
    """64 hexadecimal digits equal for every spelling of one address, empty for no address."""
    plain = plain_email(email)
    return keyring.blind_index("email", plain) if plain else ""
