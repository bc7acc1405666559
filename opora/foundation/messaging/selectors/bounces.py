"""Reports of mail servers on what they could not deliver (RFC 3464), read by the standard library."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from opora.foundation.messaging.models import Message

MESSAGE_ID = re.compile(r"<[^<>\s]{3,118}>")
STATUS = re.compile(r"\s*([245])\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True)
class Report:
    """What one report says: numbers of messages it may speak of, the first digit of the status, words of the server."""

    message_ids: tuple[str, ...]
    grade: int
    text: str

    @property
    def final(self) -> bool:
        """True when the message will not be delivered any more."""
        return self.grade == 5


def report_of(content: bytes) -> Report | None:
    """The report that the mail is, or None for any other mail and for what cannot be read."""
    try:
        mail = message_from_bytes(content, policy=policy.default)
        if mail.get_content_type() != "multipart/report":
            return None
        parts = list(mail.walk())
        said = next((_said(part) for part in parts if part.get_content_type() == "message/delivery-status"), None)
        return Report(_numbers(mail, parts), *said) if said else None
    except (ValueError, LookupError, TypeError, AttributeError):  # a broken mail breaks the library in many ways
        return None


def message_of(report: Report) -> Message | None:
    """Our message that the report speaks of; its number cannot be guessed, so a forged report finds none."""
    return Message.objects.filter(message_id__in=report.message_ids).first()


def _said(part: Any) -> tuple[int, str] | None:
    """Grade and words of the first addressee: each of our messages has one only."""
    for block in part.get_payload():
        if match := STATUS.match(str(block.get("Status", ""))):
            words = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
            return int(match[1]), words or str(block["Status"])
    return None


def _numbers(mail: Any, parts: list[Any]) -> tuple[str, ...]:
    """Message-ID of the mail that was returned, whole or by its headers; else what the report says it answers."""
    texts = [str(mail.get("In-Reply-To", "")), str(mail.get("References", ""))]
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            texts.insert(0, str(part.get_payload(0).get("Message-ID", "")))
        elif part.get_content_type() == "text/rfc822-headers":
            headers = message_from_bytes(part.get_payload(decode=True), policy=policy.default)
            texts.insert(0, str(headers.get("Message-ID", "")))
    return tuple(number for text in texts for number in MESSAGE_ID.findall(text))
