"""Workers side by side, two of them killed at the worst moments: nothing is lost, nothing comes twice."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from opora.foundation.messaging.models import Message
from tests.foundation.messaging.letters import written
from tests.support.mail_server import MailServer, mail_server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("outbox")]
ROOT = Path(__file__).parents[3]
COUNT = 60
WORKER = """
import sys, time
import django
django.setup()
from django.conf import settings
from opora.foundation.core.actor import Actor
from opora.foundation.messaging.models import Message
from opora.foundation.messaging.operations.delivery import deliver
settings.MAIL_LEASE = 2
print("ready", flush=True)
sys.stdin.readline()
while Message.objects.filter(status__in=["queued", "sending"]).exists():
    deliver(actor=Actor.job("zkouška"))
    time.sleep(0.05)
"""


class Killer(MailServer):
    """Kills a worker, known by the name it greets with, at the given step of its n-th message."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.kill = {("prvni.example", "RCPT"): 2, ("druhy.example", "DATA"): 3}
        self.pids: dict[str, int] = {}
        self.seen: Counter = Counter()

    async def step(self, name, server):
        who = server.session.host_name
        self.seen[who, name] += 1
        while len({worker for worker, _step in self.seen} & set(self.pids)) < 2:
            await asyncio.sleep(0.01)  # both work before any of them dies
        if self.kill.get((who, name)) == self.seen[who, name]:
            os.kill(self.pids[who], signal.SIGKILL)
        return await super().step(name, server)


def address() -> str:
    """The database of this test for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["OPORA_DATABASE_URL"])._replace(path=f"/{name}").geturl()


def worker(name: str, server: MailServer) -> subprocess.Popen:
    """A process that waits for a line and then delivers until nothing waits."""
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "opora.config.settings", "OPORA_MODE": "production",
        "OPORA_HOSTS": "localhost", "OPORA_PUBLIC_URL": f"https://{name}", "OPORA_VAR": str(settings.VAR),
        "OPORA_INDEX_KEY": settings.INDEX_KEY, "OPORA_DATABASE_URL": address(),
        "OPORA_SMTP_HOST": "127.0.0.1", "OPORA_SMTP_PORT": str(server.port),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def go(process: subprocess.Popen) -> None:
    process.stdin.write(b"\n")
    process.stdin.flush()


def test_killed_workers_neither_lose_nor_double_anything():
    numbers = {written(f"Zpráva {number}").message_id for number in range(COUNT)}
    with mail_server(Killer) as server, ExitStack() as stack:
        workers = {name: worker(name, server) for name in ("prvni.example", "druhy.example", "treti.example")}
        for process in workers.values():
            stack.enter_context(process)  # waits for its end and closes its pipes
            stack.callback(process.kill)
            assert process.stdout.readline() == b"ready\n"
        last = workers.pop("treti.example")
        server.pids = {name: process.pid for name, process in workers.items()}
        for process in workers.values():
            go(process)

        died = [process.wait(timeout=60) for process in workers.values()]
        go(last)
        assert (died, last.wait(timeout=60)) == ([-signal.SIGKILL] * 2, 0)

    assert Counter(server.numbers) == Counter(numbers)
    states = Counter(Message.objects.values_list("status", flat=True))
    assert states == {"sent": COUNT - 1, "uncertain": 1}  # the server had it when its worker died
