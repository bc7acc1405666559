from datetime import timedelta

import pytest
import time_machine
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from opora.foundation.core import tasks

pytestmark = pytest.mark.django_db


def test_finished_tasks_are_forgotten(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        tasks.forget_finished_tasks.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - timedelta(days=3))

    tasks.forget_finished_tasks.func()

    assert DBTaskResult.objects.count() == 0
