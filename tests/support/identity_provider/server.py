"""Starts the provider in a process of its own, and walks through its pages as a browser would."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.browser.server import free_port, wait_for

ROOT = Path(__file__).parents[3]
CLIENT, SECRET = "opora", "tajemství klienta"
PEOPLE = {"jana@priklad.cz": "heslo jinde první", "eva@priklad.cz": "heslo jinde druhé"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Provider:
    """A running provider: its address and folder."""

    url: str
    folder: Path

    def lies_about(self, what: str) -> None:
        """From now on misbehave so (`behaviour.py`); empty = be honest."""
        (self.folder / "behaviour").write_text(what)

    def answer(self, address: str, email: str, home: str) -> str:
        """Follow the address as a person who signs in there; returns where the provider sends them in the end."""
        browser = requests.Session()
        response = browser.get(address, allow_redirects=False, timeout=10)
        while True:
            target = urljoin(response.url, response.headers.get("Location", ""))
            if response.is_redirect and target.startswith(home):
                return target
            if response.is_redirect:
                response = browser.get(target, allow_redirects=False, timeout=10)
            else:
                form = {
                    "login": email,
                    "password": PEOPLE[email],
                    "csrfmiddlewaretoken": TOKEN.search(response.text)[1],
                }
                response = browser.post(response.url, form, allow_redirects=False, timeout=10)


def make_key(path: Path) -> None:
    """A signing key in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))


@contextmanager
def running(folder: Path, *addresses: str) -> Iterator[Provider]:
    """Serve the provider until the block ends; `addresses` are those it may send people back to."""
    port = free_port()
    make_key(folder / "key.pem")
    make_key(folder / "other.pem")
    provider = Provider(f"http://127.0.0.1:{port}", folder)
    provider.lies_about("")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPORA_", "DJANGO_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.identity_provider", str(port), *addresses],
        cwd=ROOT,
        env={**kept, "PROVIDER_FOLDER": str(folder)},
    )
    try:
        wait_for(f"{provider.url}/.well-known/openid-configuration", process)
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=20)
