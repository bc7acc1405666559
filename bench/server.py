"""A real server over a throw-away folder with the demo register."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = 2


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int) -> None:
    for _attempt in range(200):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("The server has not started.")


@contextlib.contextmanager
def running() -> Iterator[int]:
    """Port of a server with the demo data: gunicorn, two processes of four threads, as in production."""
    with tempfile.TemporaryDirectory(prefix="opora-bench-", ignore_cleanup_errors=True) as folder:
        port = _free_port()
        environment = {
            **os.environ, "OPORA_VAR": folder, "OPORA_MODE": "demo", "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "bench.settings", "OPORA_WEB_PROCESSES": str(PROCESSES),
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "manage.py", "set_up"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        command = [sys.executable, "-m", "gunicorn", "--config", "opora/config/gunicorn.py", "opora.config.wsgi"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)
