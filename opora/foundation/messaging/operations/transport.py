"""The wire: how one message is handed over, to an SMTP server or, in the demo, to a folder.

A message is handed over in two steps, so that a death of the process in the middle is never a guess: everything but
the final dot is sent, `before_end` writes that the server is going to be asked, and only then the dot follows.
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import punycode

ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
LONGEST_ANSWER = 300
DATA_FOLLOWS = 354
CLOSING = 421  # the server ends the connection; it says nothing of the message
FAILURES = (OSError, smtplib.SMTPException)
NOT_ASCII = "V adrese před zavináčem je znak, kterému poštovní servery nerozumějí."

BeforeEnd = Callable[[], bool]  # False when the message belongs to somebody else meanwhile


class Outcome(StrEnum):
    """What became of one handing over."""

    ACCEPTED = "accepted"
    LATER = "later"  # the server wants it later, or the connection broke before it was asked to accept
    REFUSED = "refused"
    UNCERTAIN = "uncertain"  # it was asked and has not answered
    AWAY = "away"  # there is no server, or it does not talk to us at all: nothing was said of the message


@dataclass(frozen=True)
class Answer:
    """The outcome, the code of the server (None without one) and its words without addresses."""

    outcome: Outcome
    code: int | None = None
    text: str = ""


def transport() -> "Smtp | Folder":
    """The wire of this deployment; a context manager that closes it."""
    options: dict[str, Any] = settings.MAIL_TRANSPORT
    return Folder(options["folder"]) if "folder" in options else Smtp(**options)


def without_addresses(words: bytes | str) -> str:
    """Words of a server on one line, cut to 300 characters; addresses of people are left out."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(ADDRESS.sub("(adresa)", text).split())[:LONGEST_ANSWER]


class Folder:
    """Each message is a file; nothing leaves the machine."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def __enter__(self) -> Self:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def hand_over(self, _sender: str, _recipient: str, content: bytes, before_end: BeforeEnd) -> Answer:
        """Write the file; its name says when."""
        if not before_end():
            return Answer(Outcome.LATER)
        with open(self.folder / f"{timezone.localtime():%Y%m%d-%H%M%S}-{time.time_ns()}.log", "xb") as file:
            file.write(content.replace(b"\r\n", b"\n"))
        return Answer(Outcome.ACCEPTED)


class Smtp:
    """One connection to a server, opened when it is needed and again when it breaks.

    `timeout` are seconds for each answer, `patience` for the answer to a whole message, which the server checks first.
    """

    def __init__(
        self, host: str, port: int, *, login: tuple[str, str] = ("", ""), starttls: bool = False,
        timeout: float = 20, patience: float = 120,
    ) -> None:  # fmt: skip
        self.host, self.port, self.login, self.starttls = host, port, login, starttls
        self.timeout, self.patience = timeout, patience
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_more: object) -> None:
        if self.connection is not None and error is None:  # after an error the server may be waiting for the dot
            with suppress(*FAILURES):
                self.connection.quit()
        self._drop()

    def hand_over(self, sender: str, recipient: str, content: bytes, before_end: BeforeEnd) -> Answer:
        """Give the message to the server; never raises for what the server or the network does."""
        try:
            connection, begun = self._begin(_envelope(sender))
        except FAILURES as error:
            self._drop()
            return Answer(Outcome.AWAY, getattr(error, "smtp_code", None), _words(error))
        return self._answered(begun) or self._continue(connection, recipient, content, before_end)

    def _begin(self, sender: str) -> tuple[smtplib.SMTP, tuple[int, bytes]]:
        """A connection on which the server heard of the sender; one that was open may have died meanwhile."""
        if self.connection is not None:
            with suppress(*FAILURES):
                self._wire.settimeout(self.timeout)
                begun = self.connection.mail(sender)
                if begun[0] != CLOSING and begun[0] < 500:
                    return self.connection, begun
        self._drop()
        connection = self._connect()
        code, said = connection.mail(sender)
        if code == CLOSING or code >= 500:  # refuses the sender, whatever the message: a mistake of the deployment
            raise smtplib.SMTPResponseException(code, said)
        return connection, (code, said)

    def _connect(self) -> smtplib.SMTP:
        name = urlsplit(settings.PUBLIC_URL).hostname
        self.connection = smtplib.SMTP(self.host, self.port, local_hostname=name, timeout=self.timeout)
        self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot does not wait for anything
        if self.starttls:
            self.connection.starttls(context=ssl.create_default_context())
        if self.login[0]:
            self.connection.login(*self.login)
        self.connection.ehlo_or_helo_if_needed()
        return self.connection

    @property
    def _wire(self) -> socket.socket:
        """The socket of the open connection; OSError when it has just been closed."""
        found = self.connection.sock if self.connection is not None else None
        if found is None:
            raise ConnectionResetError
        return found

    def _continue(self, connection: smtplib.SMTP, recipient: str, content: bytes, before_end: BeforeEnd) -> Answer:
        asked = False
        try:
            refused = self._answered(connection.rcpt(_envelope(recipient)))
            refused = refused or self._answered(connection.docmd("DATA"), wanted=DATA_FOLLOWS)
            if refused:
                return refused
            connection.send(LEADING_DOT.sub(b"..", content))
            if not before_end():
                self._drop()
                return Answer(Outcome.LATER)
            asked = True
            self._wire.settimeout(self.patience)
            connection.send(b".\r\n")
            answer = connection.getreply()
        except UnicodeError:  # the address is told before anything else
            self._drop()
            return Answer(Outcome.REFUSED, None, NOT_ASCII)
        except FAILURES as error:
            self._drop()
            return Answer(Outcome.UNCERTAIN if asked else Outcome.LATER, None, _words(error))
        if not 200 <= answer[0] < 300 and answer[0] < 400:  # no answer to the question
            self._drop()
            return Answer(Outcome.UNCERTAIN, None, without_addresses(answer[1]))
        return self._answered(answer) or Answer(Outcome.ACCEPTED, answer[0], without_addresses(answer[1]))

    def _answered(self, reply: tuple[int, bytes], wanted: int = 0) -> Answer | None:
        """The outcome of a refusal; None when the server goes on."""
        code, words = reply
        if code == wanted or (not wanted and 200 <= code < 300):
            return None
        if code == CLOSING or code < 400:
            self._drop()
        else:
            with suppress(*FAILURES):
                self._wire.settimeout(self.timeout)
                self.connection.rset()  # type: ignore[union-attr]
        outcome = Outcome.REFUSED if code >= 500 else Outcome.LATER
        return Answer(outcome, code if code > 0 else None, without_addresses(words))

    def _drop(self) -> None:
        """Close the connection without a word."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def _envelope(address: str) -> str:
    """The bare address with its domain as servers write it."""
    local, _at, domain = parseaddr(address)[1].rpartition("@")
    return f"{local}@{punycode(domain)}" if local else domain


def _words(error: Exception) -> str:
    said = getattr(error, "smtp_error", b"") or str(error) or type(error).__name__
    return without_addresses(said)
