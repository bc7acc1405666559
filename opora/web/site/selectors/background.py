"""How background work goes: what waits, what runs, when periodic tasks ran last, what failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger
from django.db.models import Max, Q, QuerySet
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from opora.foundation.core.actor import Actor
from opora.foundation.core.models import ScheduledRun
from opora.foundation.core.registries import Matter, task_titles
from opora.foundation.core.schedule import Periodic, periodic_tasks
from opora.foundation.core.templatetags.opora import counted

LONG_RUN = timedelta(hours=1)  # a task that runs longer has most likely died with its worker
LATE_AFTER = timedelta(minutes=10)  # of the schedule: nobody keeps the clock, or the worker does not run
RETRIED_AS = "retried_as"  # key in the result of a failed task: number of the one that was started instead
FRAME = '  File "'
OURS = "/opora/"


@dataclass(frozen=True)
class Queue:
    """What waits and since when, and how many tasks run now."""

    name: str
    waiting: int
    running: int
    oldest: datetime | None

    @property
    def stands(self) -> bool:
        """True when something has waited for so long that no worker can be running."""
        return self.oldest is not None and self.oldest < timezone.now() - LATE_AFTER


@dataclass(frozen=True)
class PeriodicLine:
    """One periodic task: when it was started last and how that ended, when it is to start next."""

    title: str
    last: datetime | None
    status: str
    following: datetime
    late: bool


@dataclass(frozen=True)
class Failure:
    """A task that failed or runs too long; without its arguments and words of the error, which may be of people."""

    number: str
    title: str
    at: datetime
    error: str
    stuck: bool
    retried: bool

    @property
    def url(self) -> str:
        """Page of the failure."""
        return reverse("site:failed_task", args=[self.number])


def queues() -> list[Queue]:
    """Queues that hold anything, the default one always; one query."""
    rows = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    found: dict[str, list[tuple[str, datetime]]] = {"default": []}
    for name, status, at in rows.values_list("queue_name", "status", "enqueued_at"):
        found.setdefault(name, []).append((status, at))
    return [
        Queue(
            name,
            waiting=len(times := [at for status, at in tasks if status == TaskResultStatus.READY]),
            running=len(tasks) - len(times),
            oldest=min(times, default=None),
        )
        for name, tasks in sorted(found.items())
    ]


def periodic_lines() -> list[PeriodicLine]:
    """Periodic tasks of this instance by their titles; three queries, whatever their number."""
    jobs, slots = periodic_tasks(), _last_slots()
    last = DBTaskResult.objects.filter(task_path__in=jobs).exclude(status=TaskResultStatus.READY)
    newest = last.values("task_path").annotate(at=Max("enqueued_at")).values_list("task_path", "at")
    which = Q(pk__in=[])
    for path, at in newest:
        which |= Q(task_path=path, enqueued_at=at)
    results = {row.task_path: row for row in DBTaskResult.objects.filter(which)}
    lines = [_line(job, slots.get(job.name), results.get(job.name)) for job in jobs.values()]
    return sorted(lines, key=lambda line: line.title)


def _last_slots() -> dict[str, datetime]:
    """Path of a periodic task → the last moment it was started for."""
    return dict(ScheduledRun.objects.values_list("name").annotate(Max("slot")))


def _trigger(job: Periodic) -> CronTrigger:
    return CronTrigger.from_crontab(job.schedule, timezone=timezone.get_default_timezone())


def _is_late(job: Periodic, slot: datetime | None) -> bool:
    """True when the moment after the last one has passed and nobody has started the task."""
    due = _trigger(job).get_next_fire_time(slot, slot) if slot else None
    return due is not None and due < timezone.now() - LATE_AFTER


def _line(job: Periodic, slot: datetime | None, result: DBTaskResult | None) -> PeriodicLine:
    return PeriodicLine(
        title=job.title,
        last=slot,
        status=STATUS_WORDS[result.status] if result else "",
        following=_trigger(job).get_next_fire_time(None, timezone.now()),
        late=_is_late(job, slot),
    )


STATUS_WORDS = {
    TaskResultStatus.READY: "čeká",
    TaskResultStatus.RUNNING: "běží",
    TaskResultStatus.SUCCESSFUL: "v pořádku",
    TaskResultStatus.FAILED: "nezdařilo se",
}


def failed_tasks() -> QuerySet[DBTaskResult]:
    """Tasks that failed or got stuck, the newest first."""
    stuck = Q(status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - LONG_RUN)
    return DBTaskResult.objects.filter(Q(status=TaskResultStatus.FAILED) | stuck).order_by("-enqueued_at", "pk")


def unsettled(tasks: QuerySet[DBTaskResult]) -> list[DBTaskResult]:
    """Those of the tasks that nobody has started again."""
    return [task for task in tasks if not is_retried(task)]


def is_retried(task: DBTaskResult) -> bool:
    """True when somebody has started the task again."""
    return isinstance(task.return_value, dict) and RETRIED_AS in task.return_value


def failure(task: DBTaskResult) -> Failure:
    """The task as people read it."""
    stuck = task.status == TaskResultStatus.RUNNING
    return Failure(
        number=str(task.pk),
        title=title_of(task.task_path),
        at=task.finished_at or task.started_at or task.enqueued_at,
        error=task.exception_class_path.rpartition(".")[2],
        stuck=stuck,
        retried=is_retried(task),
    )


def where_it_failed(task: DBTaskResult) -> list[str]:
    """Files and lines of Opora through which the failure went, without values and words of the error."""
    frames = [line.strip() for line in task.traceback.splitlines() if line.startswith(FRAME)]
    return ["opora/" + frame.partition(OURS)[2].replace('"', "") for frame in frames if OURS in frame]


def title_of(path: str) -> str:
    """Czech words for a task, else the end of its path."""
    job = periodic_tasks().get(path)
    if job:
        return job.title
    return task_titles.get(path, ".".join(path.split(".")[-3::2]))


def trouble(_actor: Actor) -> list[Matter]:
    """Lines of the overview: nobody does the work, nobody keeps the clock, something failed."""
    url = reverse("site:background")
    matters = [Matter("Práce na pozadí stojí, fronta se nevyřizuje", url) for queue in queues() if queue.stands]
    slots = _last_slots()
    if any(_is_late(job, slots.get(job.name)) for job in periodic_tasks().values()):
        matters.append(Matter("Pravidelné úlohy se nespouštějí podle rozvrhu", url))
    number = len(unsettled(failed_tasks().defer("traceback")))
    if number:
        matters.append(Matter(f"{counted(number, 'úloha se nezdařila,úlohy se nezdařily,úloh se nezdařilo')}", url))
    return matters


def waiting_words(actor: Actor) -> str:
    """What stands on the hub of administration."""
    return "; ".join(matter.text for matter in trouble(actor)) or "vše běží"
