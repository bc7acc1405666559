"""One message as bytes for the wire: plain text first and complete, the same text as HTML after it."""

from email import policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from opora.foundation.messaging.models import Message
from opora.foundation.messaging.selectors.html import html_of


class Unbroken(UnstructuredHeader):
    """A header of one long address. Python would encode it as words, and then no mail program finds the link in it."""

    def fold(self: Any, *, policy: Any) -> str:
        """The line as it is; servers take 998 characters."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
for header in ("list-unsubscribe", "message-id"):
    HEADERS.map_to_type(header, Unbroken)  # type: ignore[arg-type]  # kinds of headers are mixed in
# lines end by CRLF; no server has to know more than ASCII
WIRE = policy.SMTP.clone(cte_type="7bit", header_factory=HEADERS)
USUAL = {"Auto-Submitted": "auto-generated", "Content-Language": "cs"}


def content_of(message: Message) -> bytes:
    """The whole message, headers first; every attempt gives the same. Raises ValueError for what no mail can say."""
    own = {"Message-ID": message.message_id, "Date": format_datetime(timezone.localtime(message.created_at))}
    letter = EmailMultiAlternatives(
        message.subject,
        message.text,
        message.sender,
        [message.recipient],
        headers=USUAL | message.extra_headers | own,
    )
    letter.attach_alternative(html_of(message.text, message.subject), "text/html")
    return letter.message(policy=WIRE).as_bytes().rstrip(b"\r\n") + b"\r\n"
