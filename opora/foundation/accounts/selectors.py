"""What is known of a session."""

from django.http import HttpRequest

SECOND_FACTOR = "second_factor"  # key of the session: true once the person has proved a second factor in it


def passed_second_factor(request: HttpRequest) -> bool:
    """True when the person proved a second factor in this session."""
    return bool(request.session.get(SECOND_FACTOR))
