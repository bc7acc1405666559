"""Mail: writing beside a bare INSERT of the same row, and a thousand messages by two workers, one of them killed."""

import contextlib
import json
import os
import signal
import smtplib
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.server import ROOT, Instance

COUNT = 1000
KILLED_AFTER = 200  # messages
WORKERS = 2
LEASE = 3  # seconds; how soon what a dead worker left is taken over
UNFINISHED = ("queued", "sending")
WRITE = """
from bench import mail_rows
mail_rows.run()
"""
FILL = f"""
from django.core.mail import EmailMessage
from django.db import transaction
with transaction.atomic():
    for number in range({COUNT}):
        text = "Dobrý den,\\n\\nzkušební text zprávy.\\n" * 10
        EmailMessage(f"Zpráva {{number}}", text, to=["jana@opora.example"]).send()
"""
CALL = "from opora.foundation.messaging import tasks; tasks.deliver.enqueue()"
STATES = """
import json
from collections import Counter
from opora.foundation.messaging.models import Message
print(json.dumps(Counter(Message.objects.values_list("status", flat=True))))
"""
NUMBERS = """
import json
from opora.foundation.messaging.models import Message
print(json.dumps(list(Message.objects.values_list("message_id", flat=True))))
"""


@dataclass(frozen=True)
class Written:
    """Median of ratios: sending inside a transaction to an INSERT of the finished row by the ORM, and by a cursor."""

    orm: float
    bare: float
    microseconds: float


@dataclass(frozen=True)
class Delivered:
    """Lost and doubled messages, those whose fate is not known, and the time against a bare loop of smtplib.

    The time runs from the first message to the last but one: the last may be what the dead worker left.
    """

    lost: int
    doubled: int
    uncertain: int
    seconds: float
    bare_seconds: float


@dataclass
class Sink:
    """A mail server of a thread for each connection that takes everything and remembers numbers of messages."""

    numbers: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    port: int = 0


def measure_writing(made: Instance) -> Written:
    """Ask the instance itself; see `mail_rows`."""
    return Written(**json.loads(made.inside(WRITE).splitlines()[-1]))


def measure_delivery(made: Instance) -> Delivered:
    """A thousand messages, two workers and a `kill -9` of one of them; then the same number by a bare loop."""
    made.inside(FILL)
    with serving_mail() as sink:
        workers = [_worker(made, sink.port) for _number in range(WORKERS)]
        _wait_until(lambda: len(sink.numbers) >= KILLED_AFTER)
        os.kill(workers[0].pid, signal.SIGKILL)
        workers[0].wait()
        workers.append(_worker(made, sink.port))  # as a supervisor would
        _wait_until(lambda: len(sink.numbers) >= COUNT - 1)
        time.sleep(LEASE)
        made.inside(CALL)  # as the scheduler would
        _wait_until(lambda: not _unfinished(made))
        for worker in workers[1:]:
            worker.terminate()
            worker.wait()
        arrived, seconds = list(sink.numbers), sink.times[COUNT - 2] - sink.times[0]
        bare = _bare_loop(sink.port)
    states, missing = _asked(made, STATES), set(_asked(made, NUMBERS)) - set(arrived)
    uncertain = states.get("uncertain", 0)
    lost = max(0, len(missing) - uncertain) + sum(states.get(name, 0) for name in UNFINISHED)
    return Delivered(lost, len(arrived) - len(set(arrived)), uncertain, seconds, bare)


@contextlib.contextmanager
def serving_mail() -> Iterator[Sink]:
    """The mail server on a free port until the block ends."""
    sink = Sink()

    class Session(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self) -> None:
            _converse(self.rfile, self.wfile, sink)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        sink.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield sink
        server.shutdown()


def _converse(heard, said, sink: Sink) -> None:
    """One connection; every command is answered 250, the text of a message is read to its dot."""
    with contextlib.suppress(ConnectionError):
        said.write(b"220 bench\r\n")
        while line := heard.readline():
            command = line[:4].upper()
            if command == b"DATA":
                said.write(b"354 go on\r\n")
                if not _text(heard, sink):
                    return
            said.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")


def _text(heard, sink: Sink) -> bool:
    """Read one message and remember its number; False when the connection ended before the dot."""
    number = ""
    while (line := heard.readline()) != b".\r\n":
        if not line:
            return False
        if line.lower().startswith(b"message-id:"):
            number = line.partition(b":")[2].strip().decode()
    sink.numbers.append(number)
    sink.times.append(time.monotonic())
    return True


def _worker(made: Instance, port: int) -> subprocess.Popen:
    """An ordinary worker of the instance that sends to the measured server."""
    environment = {**made.environment, "BENCH_SMTP_PORT": str(port), "BENCH_MAIL_LEASE": str(LEASE)}
    command = [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--skip-checks", "--no-startup-delay"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _bare_loop(port: int) -> float:
    """Seconds of sending as many messages of the same length one after another by `smtplib` alone."""
    text = "Subject: Zkouska\r\nMessage-ID: <x@y>\r\n\r\n" + "zkusebni text zpravy\r\n" * 60
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for _number in range(COUNT):
            connection.sendmail("opora@localhost", ["jana@opora.example"], text)
    return time.monotonic() - began


def _unfinished(made: Instance) -> bool:
    return any(_asked(made, STATES).get(name) for name in UNFINISHED)


def _asked(made: Instance, code: str):
    return json.loads(made.inside(code).splitlines()[-1])


def _wait_until(done, seconds: float = 180) -> None:
    """Until it is done; RuntimeError when it takes too long."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise RuntimeError("Messages do not leave.")
        time.sleep(0.02)
