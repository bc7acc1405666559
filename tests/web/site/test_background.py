"""People see how background work goes and start what failed again."""

import sys
from datetime import timedelta

import pytest
from django.tasks import Task
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.models import ScheduledRun
from opora.foundation.core.registries import task_titles
from opora.foundation.core.schedule import periodic_tasks
from opora.web.site.operations.background import retry_task
from opora.web.site.selectors import background

pytestmark = pytest.mark.django_db
SEAL = "opora.foundation.audit.tasks.seal_records"
ERROR = (
    'Traceback:\n  File "/srv/opora/foundation/audit/tasks.py", line 12, in seal_records\nKeyError: jana@priklad.cz\n'
)


def task(status: str = "FAILED", **facts) -> DBTaskResult:
    """A row of the queue."""
    result = DBTaskResult.objects.create(
        status=status, task_path=facts.pop("path", SEAL), args_kwargs={"args": [], "kwargs": {}},
        backend_name="default", run_after=get_date_max(), exception_class_path="builtins.KeyError", traceback=ERROR,
    )  # fmt: skip
    DBTaskResult.objects.filter(pk=result.pk).update(**facts)
    result.refresh_from_db()
    return result


@pytest.fixture
def queue(settings):
    """The queue of real instances."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def administrator(client, regional_administrator):
    client.sign_in(regional_administrator, second_factor=True)
    return client


def test_two_schedulers_of_one_minute_start_a_task_once(queue, time_machine):
    time_machine.move_to("2026-11-23 03:40:01+01:00", tick=False)
    job = periodic_tasks()["opora.foundation.audit.tasks.verify_seals"]

    assert [job.start(), job.start()] == [True, False]
    time_machine.move_to("2026-11-24 03:40:59+01:00", tick=False)
    assert job.start()

    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == [job.name, job.name]


def test_a_task_that_cannot_be_enqueued_leaves_its_minute_to_another_scheduler(settings):
    settings.TASKS = {}

    with pytest.raises(Exception, match="default"):
        periodic_tasks()[SEAL].start()

    assert not ScheduledRun.objects.exists()


def test_a_retried_task_waits_in_the_queue_and_cannot_be_retried_twice(queue, job):
    failed = task()

    again = retry_task(str(failed.pk), actor=job)

    assert DBTaskResult.objects.get(pk=again).status == "READY"
    with pytest.raises(OperationError, match="už někdo spustil znovu"):
        retry_task(str(failed.pk), actor=job)
    assert background.trouble(job) == []


def test_a_task_that_died_with_its_worker_is_retried(queue, job):
    stuck = task("RUNNING", started_at=timezone.now() - timedelta(hours=2))

    retry_task(str(stuck.pk), actor=job)

    stuck.refresh_from_db()
    assert (stuck.status, stuck.exception_class_path) == ("FAILED", "opora.WorkerLost")


def test_a_running_task_is_left_alone(queue, job):
    running = task("RUNNING", started_at=timezone.now() - timedelta(minutes=5))

    with pytest.raises(OperationError, match="mezitím běží"):
        retry_task(str(running.pk), actor=job)


def test_a_task_unknown_to_this_version_says_so(queue, job):
    with pytest.raises(OperationError, match="nynější verze"):
        retry_task(str(task(path="opora.old.tasks.gone").pk), actor=job)


def test_page_says_what_failed_without_words_of_the_error(administrator):
    failed = task()

    listed = administrator.get(reverse("site:background")).content.decode()
    detail = administrator.get(reverse("site:failed_task", args=[failed.pk])).content.decode()

    assert "Pečetění záznamu" in listed
    assert "KeyError" in detail
    assert "opora/foundation/audit/tasks.py, line 12, in seal_records" in detail
    assert "jana@priklad.cz" not in listed + detail


def test_button_starts_it_again(queue, administrator):
    failed = task()

    answer = administrator.post(reverse("site:failed_task", args=[failed.pk]), follow=True)

    assert "Úloha je znovu ve frontě." in answer.content.decode()
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_standing_queue_and_a_silent_clock_are_late(administrator, time_machine):
    hours = timezone.now() - timedelta(hours=3)
    task("READY", enqueued_at=hours)
    ScheduledRun.objects.create(name=SEAL, slot=hours)

    said = [matter.text for matter in background.trouble(Actor.job("zkouška"))]

    assert said == ["Práce na pozadí stojí, fronta se nevyřizuje", "Pravidelné úlohy se nespouštějí podle rozvrhu"]
    assert "Fronta stojí." in administrator.get(reverse("site:background")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(administrator, django_assert_num_queries, count):
    for _number in range(count):
        task()

    with django_assert_num_queries(12):
        administrator.get(reverse("site:background"))


def test_every_task_has_czech_words():
    """Also those that no schedule starts."""
    declared = set(periodic_tasks())
    modules = [module for name, module in sys.modules.items() if name.startswith("opora.") and name.endswith(".tasks")]
    paths = {one.module_path for module in modules for one in vars(module).values() if isinstance(one, Task)}

    assert sorted(paths - declared - set(task_titles)) == []
