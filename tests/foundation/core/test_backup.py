"""A backup restored into an empty place is the same instance: rows, files, keys."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from opora.foundation.core.backup import BackupError, archive, back_up
from tests.support import snapshot

ROOT = Path(__file__).parents[3]
LIVED_IN = """
from django.core.files.uploadedfile import SimpleUploadedFile
from opora.foundation.accounts.operations.accounts import create_account, enable_second_factor
from opora.foundation.core.actor import Actor
from opora.foundation.documents.operations import store_file
actor = Actor.job("zkouška")
user = create_account(email="jana@opora.example", full_name="Jana Ukázková", password="modrý kůň na kopci", actor=actor)
enable_second_factor(user, actor=actor)
store_file(SimpleUploadedFile("a.txt", "příliš žluťoučký kůň".encode()), purpose="zkouška", actor=actor)
"""
SEEN = """
import json
from allauth.mfa.models import Authenticator
from allauth.mfa.adapter import get_adapter
from opora.foundation.accounts.models import User
from opora.foundation.audit.models import AuditEvent
from opora.foundation.documents.models import StoredFile
user = User.objects.get()
secret = get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
made = User.objects.create_user("po.obnoveni@opora.example", "Nová Ukázková", None)
print(json.dumps({
    "user": [user.email, user.check_password("modrý kůň na kopci")], "secret": secret,
    "file": StoredFile.objects.get().file.read().decode(),
    "acts": list(AuditEvent.objects.exclude(action__startswith="site.").order_by("pk").values_list("pk", "action")),
    "follows": made.pk > user.pk,
}))
"""


class Place:
    """A folder and a database of an instance."""

    def __init__(self, folder: Path, name: str) -> None:
        self.environment = {
            **os.environ, "OPORA_VAR": str(folder / name), "DJANGO_SETTINGS_MODULE": "opora.config.settings"
        }  # fmt: skip
        self.environment.pop("OPORA_DATABASE_URL", None)
        if connection.vendor == "postgresql":
            server = urlsplit(os.environ["OPORA_DATABASE_URL"])
            self.environment["OPORA_DATABASE_URL"] = server._replace(path=f"/backup_{name}").geturl()

    def run(self, *arguments: str, fails: bool = False) -> str:
        """Output of a command of the instance; with `fails` its complaint."""
        command = [sys.executable, "manage.py", *arguments]
        made = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert bool(made.returncode) == fails, made.stderr
        return made.stderr if fails else made.stdout


@pytest.fixture
def places(tmp_path, transactional_db):
    """An instance that people have used, and an empty place."""
    old, new = Place(tmp_path, "old"), Place(tmp_path, "new")
    if connection.vendor == "postgresql":
        snapshot.copy_empty("backup_old")
        command("CREATE DATABASE backup_new")
    else:
        (tmp_path / "old").mkdir(mode=0o700)
        snapshot.copy_empty(str(tmp_path / "old" / "opora.sqlite3"))
    old.run("shell", "-v0", "-c", LIVED_IN)
    yield old, new
    if connection.vendor == "postgresql":
        for name in ("old", "new"):
            command(f"DROP DATABASE backup_{name} WITH (FORCE)")


def command(sql: str) -> None:
    """Run it outside of any transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.slow
def test_restored_instance_equals_its_backup(places, tmp_path):
    old, new = places
    old.run("backup", str(tmp_path / "data"), str(tmp_path / "keys"))
    data, keys = next((tmp_path / "data").iterdir()), next((tmp_path / "keys").iterdir())
    assert {oct(path.stat().st_mode)[-3:] for path in (data, keys)} == {"600"}

    assert "nic se neliší" in new.run("restore", str(data), str(keys))

    assert json.loads(new.run("shell", "-v0", "-c", SEEN)) == json.loads(old.run("shell", "-v0", "-c", SEEN))
    assert "Databáze není prázdná" in new.run("restore", str(data), str(keys), fails=True)


@pytest.fixture
def packed(tmp_path):
    """An archive of one file."""
    (tmp_path / "a.txt").write_text("obsah")
    archive.write(tmp_path / "a.tar.gz", [("database/a.txt", tmp_path / "a.txt")], {"on": "2026-11-23"})
    return tmp_path / "a.tar.gz"


def rewritten(packed: Path, change) -> Path:
    """The archive with its members changed, as an attacker or a bad disk would do it."""
    folder = packed.parent / "opened"
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(packed, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file() or path.is_symlink():
                tar.add(path, arcname=str(path.relative_to(folder)))
    return packed


def test_archive_gives_back_what_was_put_in(packed, tmp_path):
    assert archive.read(packed, tmp_path / "out") == {"on": "2026-11-23"}
    assert (tmp_path / "out/database/a.txt").read_text() == "obsah"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda folder: (folder / "database/a.txt").write_text("jiný"), r"nesouhlasí database/a\.txt"),
        (lambda folder: (folder / "database/b.txt").write_text("navíc"), r"nesouhlasí database/b\.txt"),
        (lambda folder: (folder / "database/a.txt").unlink(), r"nesouhlasí database/a\.txt"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "poškozený"),
        (lambda folder: (folder / "out").symlink_to("/etc"), "poškozený"),
        (lambda folder: (folder / "manifest.json").unlink(), "není záloha Opory"),
    ],
)
def test_a_changed_archive_is_refused(packed, tmp_path, change, sentence):
    with pytest.raises(BackupError, match=sentence):
        archive.read(rewritten(packed, change), tmp_path / "out")


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a.tar.gz").write_bytes(b"%PDF-1.7")

    with pytest.raises(BackupError, match="není záloha Opory"):
        archive.read(tmp_path / "a.tar.gz", tmp_path / "out")


def test_path_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "evil").write_text("zlo")
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "evil", arcname="../venku.txt")

    with pytest.raises(BackupError, match="poškozený"):
        archive.read(tmp_path / "a.tar.gz", tmp_path / "out")

    assert not (tmp_path / "venku.txt").exists()


def test_an_archive_is_never_overwritten(packed):
    with pytest.raises(BackupError, match="už existuje"):
        archive.write(packed, [], {})


def test_data_and_keys_do_not_lie_together(tmp_path):
    with pytest.raises(BackupError, match="různých složek"):
        back_up(tmp_path / "data.tar.gz", tmp_path / "keys.tar.gz")

    assert list(tmp_path.iterdir()) == []
