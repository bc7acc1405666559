"""The running system's role of PostgreSQL may add to the record and read it, nothing else."""

import os
import subprocess
import sys
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction
from django.db.models.signals import post_migrate

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.accounts import create_account
from opora.foundation.audit import log, tasks
from opora.foundation.audit.models import AuditEvent, SealedBlock
from opora.foundation.audit.receivers import withhold_changes
from opora.foundation.audit.selectors.tables import append_only_tables
from tests.foundation.audit.sealing import JOB, recorded
from tests.support.people import PASSWORD

postgres_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="roles of PostgreSQL")
REFUSED = [
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "ALTER TABLE {table} ADD extra int",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TABLE {table}",
    "CREATE TRIGGER t BEFORE INSERT ON {table} EXECUTE FUNCTION f()",
    "SELECT * FROM {table} FOR UPDATE",
]


def printed(capsys, **names) -> str:
    """SQL of the command, without its own transaction."""
    call_command("postgres_roles", **names)
    return capsys.readouterr().out


@pytest.fixture
def roles(db, capsys):
    """Names of the two roles, made by the printed SQL; they vanish with the transaction of the test."""
    names = {"owner": f"owner_{uuid4().hex[:8]}", "app": f"app_{uuid4().hex[:8]}"}
    sql = printed(capsys, **names).replace("BEGIN;\nDO", "DO").replace("COMMIT;", "")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    return names


def become(role: str) -> None:
    """The connection of the test has only rights of the role from now on."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')


@pytest.mark.sqlite_only
def test_every_append_only_table_is_in_the_printed_sql(capsys):
    sql = printed(capsys)

    assert append_only_tables() == ["audit_auditevent", "audit_readevent", "audit_sealedblock"]
    assert "ARRAY['audit_auditevent', 'audit_readevent', 'audit_sealedblock']" in sql
    assert 'CREATE ROLE "opora_owner" LOGIN' in sql
    assert 'CREATE ROLE "opora_app" LOGIN' in sql


@pytest.mark.sqlite_only
@pytest.mark.parametrize("names", [{"app": 'x"; DROP TABLE t; --'}, {"owner": "opora_app"}, {"owner": "vlastník"}])
def test_strange_names_of_roles_are_refused(names):
    with pytest.raises(CommandError):
        call_command("postgres_roles", **names)


@pytest.mark.sqlite_only
def test_documentation_of_deployment_shows_the_roles():
    text = (settings.BASE_DIR / "docs" / "deployment.md").read_text("utf-8")

    assert "manage.py postgres_roles" in text
    assert "postgresql://opora_owner@" in text
    assert "postgresql://opora_app@" in text


@postgres_only
def test_ordinary_work_passes_under_the_role_of_the_system(client, roles, regional_administrator):
    become(roles["app"])

    answer = client.post("/prihlaseni/", {"login": regional_administrator.email, "password": PASSWORD})
    user = create_account(email="nova@opora.example", full_name="Nová Ukázková", password=None, actor=JOB)
    log.record_read(user, actor=JOB)
    tasks.seal_records.func()
    User.objects.filter(pk=user.pk).update(full_name="Novější Ukázková")
    User.objects.filter(pk=user.pk).delete()

    assert answer.status_code == 302
    assert SealedBlock.objects.count() == 2
    assert AuditEvent.objects.filter(action="accounts.created").count() == 1


@postgres_only
@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.parametrize("table", ["audit_auditevent", "audit_readevent", "audit_sealedblock"])
def test_server_refuses_to_change_the_record(roles, table, statement):
    recorded(1)
    become(roles["app"])

    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement.format(table=table))

    assert AuditEvent.objects.count() == 1


@postgres_only
def test_role_of_the_system_makes_no_tables(roles):
    become(roles["app"])

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("CREATE TABLE mine (id int)")


@postgres_only
def test_migration_withholds_changes_that_default_privileges_gave(roles):
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT ALL ON audit_readevent TO "{roles["app"]}"')
        cursor.execute("GRANT UPDATE, SELECT ON audit_readevent TO PUBLIC")
    withhold_changes(using="default")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p, has_table_privilege(%s, 'audit_readevent', p) FROM unnest(%s::text[]) p",
            [roles["app"], ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]],
        )
        assert dict(cursor.fetchall()) == {
            "SELECT": True, "INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False,
        }  # fmt: skip


def test_every_migration_withholds_changes():
    assert withhold_changes in [
        receiver[1]() for receiver in post_migrate.receivers if receiver[0][0] == "audit.withhold_changes"
    ]


@postgres_only
@pytest.mark.slow
def test_owner_migrates_an_empty_database_and_the_system_works_on_it(capsys, django_db_blocker):
    """The way of docs/deployment.md with real connections of both roles."""
    name = f"opora_{uuid4().hex[:8]}"
    names = {"owner": f"{name}_owner", "app": f"{name}_app"}
    sql = printed(capsys, **names)
    host = connections["default"].settings_dict["HOST"]
    superuser = connections["default"].settings_dict["USER"]
    with psycopg.connect(host=host, user=superuser, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(host=host, user=superuser, dbname=name, autocommit=True) as made:
                made.execute(sql)
            assert _manage(host, names["owner"], name, "migrate", "--verbosity", "0") == ""
            assert "Na pečeť čeká" in _manage(host, names["app"], name, "verify_audit")
            with psycopg.connect(host=host, user=names["app"], dbname=name, autocommit=True) as app:
                assert app.execute("SELECT count(*) FROM audit_auditevent").fetchone() == (1,)  # the check itself
                app.execute("DELETE FROM django_session")
                for statement in ("UPDATE audit_auditevent SET id = 1", "TRUNCATE audit_readevent"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        app.execute(statement)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            for role in names.values():
                server.execute(f'DROP ROLE IF EXISTS "{role}"')


def _manage(host: str, user: str, database: str, *command: str) -> str:
    """Output of a command run by another process under the role."""
    address = f"postgresql://{user}@{quote(host, safe='')}/{database}"
    environment = {
        **os.environ, "OPORA_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "opora.config.settings",
        "OPORA_VAR": str(settings.VAR),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
