from datetime import timedelta

import pytest
import time_machine
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from opora.foundation.core import tasks
from opora.foundation.core.models import ScheduledRun
from opora.foundation.core.schedule import forget_runs

pytestmark = pytest.mark.django_db


def test_finished_tasks_are_forgotten(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        tasks.forget_finished_tasks.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - timedelta(days=3))

    tasks.forget_finished_tasks.func()

    assert DBTaskResult.objects.count() == 0


def test_last_run_of_each_task_is_remembered():
    now, month = timezone.now(), timedelta(days=30)
    made = [
        ScheduledRun.objects.create(name=name, slot=slot)
        for name, slot in [("měsíční", now - 2 * month), ("měsíční", now - month), ("noční", now)]
    ]

    forget_runs(older_than=timedelta(days=7))

    assert list(ScheduledRun.objects.order_by("pk")) == made[1:]
