"""Background work that keeps the queue of background work small."""

from datetime import timedelta

from django.core.management import call_command
from django.tasks import task

from opora.foundation.core.schedule import forget_runs, periodic

RUNS_KEPT = timedelta(days=7)


@periodic("50 3 * * *", "Úklid hotových úloh")
@task
def forget_finished_tasks() -> None:
    """Drop results of tasks finished long ago: sealing of the record alone leaves one every minute."""
    call_command("prune_db_task_results", min_age_days=2, failed_min_age_days=60, queue_name="*", verbosity=0)
    forget_runs(older_than=RUNS_KEPT)
