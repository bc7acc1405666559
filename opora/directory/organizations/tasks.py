"""Background work of organizations: reminders."""

from django.tasks import task

from opora.directory.organizations.operations.invitations import remind_of_invitations
from opora.foundation.core.actor import Actor
from opora.foundation.core.schedule import periodic


@periodic("0 8 * * *", "Připomínky pozvánek")
@task
def remind_daily() -> int:
    """Remind of invitations that have waited for a week; returns how many."""
    return remind_of_invitations(actor=Actor.job("připomínání pozvánek"))
