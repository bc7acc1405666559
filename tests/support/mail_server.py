"""A real SMTP server on a free port of this machine that does what a test wants of it."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

OK = "250 OK"
logging.getLogger("mail.log").setLevel(logging.ERROR)  # it would tell every step with addresses


class MailServer:
    """What it is told to do, and what it has accepted.

    `answers` are replies by steps („MAIL“, „RCPT“, „DATA“ – to the whole message), each used once, then all goes well.
    `drop` names steps at which it ends the connection without a word: „BODY“ in the middle of the text, „DATA“ after
    it has taken the whole message. `hang` are seconds of silence by steps, at each of them once.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, list[str]] = {}
        self.drop: list[str] = []
        self.hang: dict[str, float] = {}
        self.accepted: list[EmailMessage] = []
        self.connections = 0

    @property
    def options(self) -> dict:
        """The wire of a deployment that sends here; not patient at all."""
        return {"host": "127.0.0.1", "port": self.port, "timeout": 5, "patience": 5}

    @property
    def numbers(self) -> list[str]:
        """Message-ID of each accepted message."""
        return [mail["Message-ID"] for mail in self.accepted]

    async def step(self, name: str, server: SMTP) -> str:
        await asyncio.sleep(self.hang.pop(name, 0))
        if name in self.drop:
            self.drop.remove(name)
            server.transport.abort()
        waiting = self.answers.get(name)
        return waiting.pop(0) if waiting else OK

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(self, server, _session, envelope, address, options):
        envelope.mail_from = address
        return await self.step("MAIL", server)

    async def handle_RCPT(self, server, _session, envelope, address, options):
        reply = await self.step("RCPT", server)
        if reply == OK:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, _session, envelope):
        dropped = "DATA" in self.drop
        reply = await self.step("DATA", server)
        if reply == OK or dropped:
            self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))
        return reply


class _Protocol(SMTP):
    """Ends the connection in the middle of a message when it is told to."""

    async def smtp_DATA(self, arg):
        if "BODY" in self.event_handler.drop:
            self.event_handler.drop.remove("BODY")
            await self.push("354 Go on")
            await self._reader.read(10)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self):
        return _Protocol(self.handler, **self.SMTP_kwargs)


@contextlib.contextmanager
def mail_server(kind: type[MailServer] = MailServer) -> Iterator[MailServer]:
    """A server that runs in a thread of its own until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = kind(port)
    controller = _Controller(handler, hostname="127.0.0.1", port=port, data_size_limit=0)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop(no_assert=True)
