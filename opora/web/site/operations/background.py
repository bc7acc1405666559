"""Starting failed background work again."""

from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.web.site.selectors.background import LONG_RUN, RETRIED_AS, is_retried

LOST = "opora.WorkerLost"


@transaction.atomic
def retry_task(number: str, *, actor: Actor) -> str:
    """Put a failed or stuck task into the queue once more, with the same arguments; returns its new number.

    Raises OperationError for one that somebody has started again, that goes on, or that no code knows any more.
    """
    require(actor, "site.retry_task")
    task = DBTaskResult.objects.select_for_update().get(pk=number)
    if is_retried(task):
        raise OperationError("Tuto úlohu už někdo spustil znovu.")
    started = task.started_at or timezone.now()
    if task.status == TaskResultStatus.RUNNING and started < timezone.now() - LONG_RUN:
        task.status, task.finished_at, task.exception_class_path = TaskResultStatus.FAILED, timezone.now(), LOST
    if task.status != TaskResultStatus.FAILED:
        raise OperationError("Úloha se nezdařila jen na chvíli: mezitím běží, nebo už doběhla.")
    try:
        again = task.task.enqueue(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    except ImportError:
        raise OperationError("Tuto úlohu nynější verze Opory nezná, spustit ji nejde.") from None
    task.return_value = {RETRIED_AS: str(again.id)}
    task.save(update_fields=["status", "finished_at", "exception_class_path", "return_value"])
    log.record("site.task_retried", actor=actor, task=task.task_path, number=str(task.pk))
    return str(again.id)
