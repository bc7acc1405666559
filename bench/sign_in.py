"""How long a full sign-in by password takes at two parallel clients, beside the hash that nobody can do without."""

import http.client
import json
import re
import time
import urllib.parse
from dataclasses import dataclass

from bench.load import in_parallel
from bench.server import Instance

CLIENTS, SIGN_INS = 2, 40  # parallel clients; sign-ins of each, after a few that warm the processes up
WARM_UP = 4
PASSWORD = "kolo strom řeka dům"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MAKE = """
from opora.foundation.accounts.models import User
for number in range({clients}):
    User.objects.create_user(f"mereni{{number}}@opora.example", "Ukázkový účet k měření", {password!r})
"""
HASH = """
import json, time
from django.contrib.auth.hashers import check_password, make_password
stored = make_password({password!r})
times = []
for _time in range({times}):
    began = time.perf_counter()
    assert check_password({password!r}, stored)
    times.append(time.perf_counter() - began)
print(json.dumps(times))
"""


@dataclass(frozen=True)
class Measured:
    """95th percentiles in milliseconds: of the whole sign-in, and of the bare check of the hash in a process alone."""

    sign_in: float
    floor: float


def measure(made: Instance, port: int) -> Measured:
    """Sign in again and again over a running server, then check the same hash in a process of its own."""
    made.inside(MAKE.format(clients=CLIENTS, password=PASSWORD))
    signed = in_parallel(_sign_ins, CLIENTS, port)
    bare = json.loads(made.inside(HASH.format(password=PASSWORD, times=SIGN_INS)).splitlines()[-1])
    return Measured(percentile(signed), percentile(bare))


def percentile(seconds: list[float], share: float = 0.95) -> float:
    """The least time, in milliseconds, that so large a share of times does not exceed."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _sign_ins(number: int, port: int) -> list[float]:
    """Times of one client, without those that warm the processes up."""
    return [_sign_in(port, number) for _time in range(WARM_UP + SIGN_INS)][WARM_UP:]


def _sign_in(port: int, number: int) -> float:
    """Seconds of the POST with the password, from an empty cookie jar; the page with the form is not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/prihlaseni/")
    page = connection.getresponse()
    token, cookie = TOKEN.search(page.read().decode())[1], page.getheader("Set-Cookie").partition(";")[0]
    data = {"csrfmiddlewaretoken": token, "login": f"mereni{number}@opora.example", "password": PASSWORD}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection.request("POST", "/prihlaseni/", urllib.parse.urlencode(data), headers)
    response = connection.getresponse()
    response.read()
    seconds = time.perf_counter() - began
    connection.close()
    if response.status != 302:
        raise RuntimeError(f"/prihlaseni/: {response.status}")
    return seconds
