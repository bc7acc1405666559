"""Periodic tasks. Several schedulers may run side by side: the one that writes the row of a moment starts the task."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from crontask import cron
from django.apps import apps
from django.db import close_old_connections, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from opora.foundation.core.models import ScheduledRun


@dataclass(frozen=True)
class Periodic:
    """A task and its schedule in the form of cron, in the time of the deployment; `title` is what people read."""

    task: Any
    schedule: str
    title: str

    @property
    def name(self) -> str:
        """Path of the task, „opora.foundation.audit.tasks.seal_records“."""
        return self.task.module_path

    def start(self) -> bool:
        """Put the task into the queue unless another scheduler has done so in this minute; True when it is ours."""
        slot = timezone.now().replace(second=0, microsecond=0)
        with transaction.atomic():
            _run, ours = ScheduledRun.objects.get_or_create(name=self.name, slot=slot)
            if ours:
                self.task.enqueue()
        return ours

    def enqueue(self) -> None:
        """What the scheduler calls, in threads of its own that keep no connection."""
        try:
            self.start()
        finally:
            close_old_connections()


_declared: dict[str, Periodic] = {}


def periodic(schedule: str, title: str):
    """Run the task by a schedule of cron („50 3 * * *“); stands above `@task`."""

    def declare(task: Any) -> Any:
        job = Periodic(task, schedule, title)
        cron(schedule)(job)
        _declared[job.name] = job
        return task

    return declare


def periodic_tasks() -> Mapping[str, Periodic]:
    """Periodic tasks of all apps of this instance by their paths."""
    for config in apps.get_app_configs():
        if config.name.startswith("opora.") and module_has_submodule(config.module, "tasks"):
            import_module(f"{config.name}.tasks")
    return _declared


def forget_runs(*, older_than: timedelta) -> None:
    """Delete rows of moments long past, which kept the schedulers apart; the last of each task stays, to say when."""
    last = ScheduledRun.objects.values("name").annotate(last=Max("pk")).values_list("last", flat=True)
    ScheduledRun.objects.filter(slot__lt=timezone.now() - older_than).exclude(pk__in=list(last)).delete()
