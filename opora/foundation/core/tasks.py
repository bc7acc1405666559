"""Background work that keeps the queue of background work small."""

from crontask import cron
from django.core.management import call_command
from django.tasks import task


@cron("50 3 * * *")
@task
def forget_finished_tasks() -> None:
    """Drop results of tasks finished long ago: sealing of the record alone leaves one every minute."""
    call_command("prune_db_task_results", min_age_days=2, failed_min_age_days=60, queue_name="*", verbosity=0)
