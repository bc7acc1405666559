"""Two web processes, two workers and two schedulers over one database: nothing is lost, nothing comes twice."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests
from django_tasks_db.models import DBTaskResult

from opora.foundation.core.models import ScheduledRun
from opora.foundation.messaging.models import Message
from tests.browser.server import ROOT, running
from tests.foundation.messaging.test_two_workers import address
from tests.support import people
from tests.support.side_by_side.scheduler import COUNT

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
SETTINGS = "tests.support.side_by_side.settings"
WORKER = ["manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay", "--skip-checks", "--worker-id"]
SCHEDULER = ["-m", "tests.support.side_by_side.scheduler"]
PEOPLE = 4


class Visitor(requests.Session):
    """A browser: the same cookies go to every port of this machine."""

    def send_form(self, page: str, **values: str) -> requests.Response:
        """Open the page, fill in its form and send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page, timeout=30).text)
        version = re.search(r'name="version" value="(\d+)"', self.get(page, timeout=30).text)
        hidden = {"csrfmiddlewaretoken": token[1]} | ({"version": version[1]} if version else {})
        return self.post(page, hidden | values, timeout=30)


@pytest.fixture
def house(tmp_path):
    """Starts processes of the house, which end with the test; `web` are addresses of two servers."""
    with ExitStack() as stack:
        shared = {"SIDE_BY_SIDE": str(tmp_path), "OPORA_DATABASE_URL": address()}
        environment = {**os.environ, **shared, "DJANGO_SETTINGS_MODULE": SETTINGS}

        def start(command: list[str], name: str) -> subprocess.Popen:
            process = subprocess.Popen(
                [sys.executable, *command, name], cwd=ROOT, env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        start.schedulers = [start(SCHEDULER, name) for name in ("prvni", "druhy")]
        start.workers = [start(WORKER, name) for name in ("prvni", "druhy")]
        with ThreadPoolExecutor(2) as pool:
            servers = [pool.submit(stack.enter_context, running(tmp_path, SETTINGS, **shared)) for _number in range(2)]
        start.web = [server.result().url for server in servers]
        yield start


def drained(seconds: float = 60) -> bool:
    """Wait until no task waits or runs."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).exists():
            return True
        time.sleep(0.05)
    return False


def release(processes: list[subprocess.Popen]) -> list[int]:
    """Let them go at one moment; how they ended."""
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * len(processes)
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.wait(timeout=60) for process in processes]


def test_two_of_everything_work_side_by_side(house, tmp_path):
    for number in range(PEOPLE):
        people.person(f"Jana {number}", f"jana{number}@opora.example")
    first, second = house.web
    jana, anybody = Visitor(), Visitor()

    inside = jana.send_form(f"{first}/prihlaseni/", login="jana0@opora.example", password=people.PASSWORD)
    written = jana.send_form(f"{second}/ucet/osloveni/", chosen="own", salutation="Vážená Jano")
    asked = [
        anybody.send_form(f"{house.web[number % 2]}/prihlaseni/zapomenute-heslo/", email=f"jana{number}@opora.example")
        for number in range(PEOPLE)
    ]
    ended = release(house.schedulers)
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda number: jana.get(f"{house.web[number % 2]}/ucet/", timeout=30), range(12)))

    assert [answer.status_code for answer in (inside, written, *asked, *pages)] == [200] * (2 + PEOPLE + 12)
    assert "Vážená Jano" in jana.get(f"{first}/ucet/osloveni/", timeout=30).text
    assert (ended, drained()) == ([0, 0], True)
    jana.send_form(f"{first}/odhlaseni/")
    assert "/prihlaseni/" in jana.get(f"{second}/ucet/", timeout=30).url

    expected = [f"{name} {number}" for name in ("prvni", "druhy") for number in range(COUNT)]
    assert Counter((tmp_path / "notes").read_text().splitlines()) == Counter(["periodic", *expected])
    assert ScheduledRun.objects.count() == 1
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert Counter(Message.objects.values_list("status", flat=True)) == {"sent": PEOPLE}
    assert len(list((tmp_path / "mail").iterdir())) == PEOPLE
    assert [worker.poll() for worker in house.workers] == [None, None]
