"""What pages of those who look after personal data share."""

from typing import TYPE_CHECKING

from django.http import Http404

from opora.foundation.core.permissions import allowed

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

SIZE = 30  # rows on a page


def only(request: "Request", *permissions: str) -> None:
    """404 for those who have none of the permissions."""
    if not any(allowed(request.actor, name) for name in permissions):
        raise Http404
