"""Of several schedulers one starts the task, and none of them needs its old connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.tasks import task
from django_tasks_db.models import DBTaskResult

from opora.foundation.core.models import ScheduledRun
from opora.foundation.core.schedule import Periodic, periodic_tasks

pytestmark = pytest.mark.django_db(transaction=True)


@task
def nothing() -> None:
    """Only to be put into the queue."""


JOB = Periodic(nothing, "* * * * *", "Zkouška")


@pytest.fixture(autouse=True)
def _queue(settings, time_machine):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    time_machine.move_to("2026-11-23 03:50:20+01:00", tick=False)


def elsewhere(act: Callable[[], object]) -> object:
    """What the act returns in a thread with a connection of its own, which ends with it."""

    def run():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def test_schedulers_of_one_moment_start_the_task_once_and_once_more_in_the_next_minute(time_machine):
    with ThreadPoolExecutor(4) as threads:
        for run in [threads.submit(elsewhere, JOB.start) for _number in range(8)]:
            run.result()
    assert (ScheduledRun.objects.count(), DBTaskResult.objects.count()) == (1, 1)

    time_machine.shift(timedelta(minutes=1))
    assert [elsewhere(JOB.start), elsewhere(JOB.start)] == [True, False]

    assert (ScheduledRun.objects.count(), DBTaskResult.objects.count()) == (2, 2)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a file drops no connections")
def test_a_dropped_connection_costs_no_run(time_machine, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 600)

    def two_minutes():
        JOB.enqueue()
        connection.connection.close()  # the database was restarted meanwhile
        time_machine.shift(timedelta(minutes=1))
        JOB.enqueue()

    elsewhere(two_minutes)

    assert ScheduledRun.objects.count() == 2


def test_every_periodic_task_has_a_title():
    assert all(job.title and job.task.func.__doc__ for job in periodic_tasks().values())
    assert "opora.foundation.audit.tasks.seal_records" in periodic_tasks()
