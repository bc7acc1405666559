import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from opora.config import environment

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).parents[2]


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.delenv("OPORA_SECRET_KEY", raising=False)

    first = environment.secret("SECRET_KEY", tmp_path)

    assert len(first) >= 50
    assert environment.secret("SECRET_KEY", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key.txt").stat().st_mode) == 0o600


def test_processes_that_start_together_share_one_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("OPORA_SECRET_KEY", raising=False)

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _number: environment.secret("SECRET_KEY", tmp_path), range(8)))

    assert (len(set(made)), len(made[0])) == (1, 50)
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key.txt"]


def test_unknown_mode_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setenv("OPORA_MODE", "test")

    with pytest.raises(ImproperlyConfigured, match="OPORA_MODE má být jedno z: demo, production; je „test“"):
        environment.mode()


@pytest.mark.parametrize(("text", "value"), [("ano", True), ("1", True), ("ne", False), ("", True)])
def test_flag_reads_yes_and_no(monkeypatch, text, value):
    monkeypatch.setenv("OPORA_HTTPS", text)

    assert environment.flag("HTTPS", default=True) is value


def test_production_settings_pass_the_deployment_check_without_a_warning(tmp_path):
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **os.environ,
            "OPORA_MODE": "production",
            "OPORA_HOSTS": "opora.example",
            "OPORA_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "opora.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize(
    ("hosts", "https", "demo", "address"),
    [
        (["opora.example", "www.opora.example"], True, False, "https://opora.example"),
        ([".opora.example"], False, False, "http://opora.example"),
        ([], True, False, "https://localhost"),
        (["127.0.0.1"], False, True, "http://localhost:8123"),
    ],
)
def test_address_in_mail_is_guessed_from_the_hosts_served(monkeypatch, hosts, https, demo, address):
    monkeypatch.setenv("PORT", "8123")

    assert environment.own_address(hosts, https=https, demo=demo) == address
