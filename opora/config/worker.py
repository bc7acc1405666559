"""Process of the web server that answers also what never gets to Django: lines and headers that cannot be read."""

import socket
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.utils.csp import build_policy
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

from opora.foundation.core.views import bad_request

STATUSES = {LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG, LimitRequestHeaders: 431}
PIECES, PIECE = 32, 1 << 16  # read and thrown away, so that the other side gets the answer before the end
PATIENCE = 0.25  # seconds for a piece; who sends drop by drop holds a thread for a few seconds only


class Worker(ThreadWorker):
    """Threads as gunicorn has them, with our own page; its log would hold the visitor's address and what they typed."""

    def handle_error(self, req, client, addr, exc) -> None:
        """Answer an unreadable request with the page of error 400; everything else is left to gunicorn."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        with suppress(OSError):
            client.settimeout(PATIENCE)
            client.sendall(unreadable(int(STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST))))
            _read_the_rest(client)


def unreadable(status: int) -> bytes:
    """The whole answer: status line, headers and the Czech page."""
    page = bad_request(None).content
    headers = {
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Content-Security-Policy": build_policy(settings.SECURE_CSP),
        "X-Content-Type-Options": "nosniff",
    }
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {text}" for name, text in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + page


def _read_the_rest(client: socket.socket) -> None:
    client.shutdown(socket.SHUT_WR)
    for _piece in range(PIECES):
        if not client.recv(PIECE):
            break
