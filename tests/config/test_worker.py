"""What never gets to Django: the web server's own answers."""

import logging
import socket

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidRequestLine, LimitRequestHeaders, LimitRequestLine

from opora.config.worker import Worker


@pytest.fixture
def answer():
    """Answers an error of reading a request as the server would; returns what the browser gets."""

    def send(error: Exception) -> str:
        ours, theirs = socket.socketpair()
        theirs.sendall(b"GET /?q=tajemstvi" + b"a" * 50_000)
        theirs.shutdown(socket.SHUT_WR)
        worker = Worker(0, 0, [], None, 60, Config(), logging.getLogger("gunicorn.error"))
        worker.handle_error(None, ours, ("192.0.2.7", 1), error)
        worker.tmp.close()
        ours.close()
        with theirs:
            return theirs.makefile("rb").read().decode()

    return send


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LimitRequestLine(10_000, 8_190), "414 "),
        (LimitRequestHeaders("limit"), "431 "),
        (InvalidRequestLine("GET /?q=tajemstvi"), "400 "),
    ],
)
def test_a_request_that_cannot_be_read_gets_a_czech_page_and_stays_out_of_the_log(answer, caplog, error, status):
    caplog.set_level(logging.DEBUG)

    text = answer(error)

    assert text.startswith(f"HTTP/1.1 {status}")
    assert "Content-Security-Policy: default-src 'self'" in text
    assert "Požadavku nerozumíme" in text
    assert "tajemstvi" not in text
    assert caplog.text == ""
