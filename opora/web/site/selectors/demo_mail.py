"""Mail of the demo, read from the files that delivery writes instead of sending it."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.utils import timezone

SEPARATOR = re.compile(rb"^-{79}\n", re.MULTILINE)
NAME = re.compile(r"(\d{8}-\d{6}-\d{1,24})-(\d{1,4})")
MOST = 100


@dataclass(frozen=True)
class Letter:
    """One piece of mail: name for its address, whom it went to, subject, when, plain text."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def letters() -> list[Letter]:
    """The last hundred pieces of mail, newest first; files that are no mail are left out."""
    files = sorted(_folder().glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:MOST]
    found = [letter for path in files for letter in _read(path)]
    return sorted(found, key=lambda letter: letter.sent_at, reverse=True)[:MOST]


def letter(name: str) -> Letter | None:
    """One piece of mail by its name; None when there is none."""
    match = NAME.fullmatch(name)
    path = _folder() / f"{match[1]}.log" if match else None
    if path is None or not path.is_file():
        return None
    return next((letter for letter in _read(path) if letter.name == name), None)


def _folder() -> Path:
    return Path(settings.VAR) / "mail"


def _read(path: Path) -> list[Letter]:
    """Mail of one file: the backend writes all that were sent by one connection, the last one below."""
    parts = [part for part in SEPARATOR.split(path.read_bytes()) if part.strip()]
    messages = [BytesParser(policy=policy.default).parsebytes(part) for part in parts]
    written = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return [_letter(f"{path.stem}-{number}", message, written) for number, message in enumerate(messages, start=1)]


def _letter(name: str, message: EmailMessage, written: datetime) -> Letter:
    body = message.get_body(("plain",))
    date = message["Date"]
    sent_at = date.datetime if date is not None and date.datetime is not None else written
    text = body.get_content() if body is not None else ""
    return Letter(name, str(message["To"] or ""), str(message["Subject"] or ""), sent_at, text.strip())
