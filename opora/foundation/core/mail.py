"""Plain-text mail from templates. It is sent from tasks, so that it leaves only when the transaction has passed."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

SUBJECT = "Předmět: "


def send_mail(template: str, to: str, context: dict[str, Any]) -> None:
    """Send one message to one address. The first line of the template is „Předmět: …“, the rest after it the text.

    Values of the context cannot add headers: line breaks in the subject become spaces.
    """
    text = render_to_string(template, {"product_name": settings.PRODUCT_NAME, **context})
    first, _line, body = text.partition("\n")
    subject = " ".join(first.removeprefix(SUBJECT).split())
    EmailMessage(subject, body.strip() + "\n", to=[to]).send()
