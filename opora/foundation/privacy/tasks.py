"""Background work of the protection of personal data: proposals of what to erase, and erasing what was approved."""

from django.tasks import task

from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.schedule import periodic
from opora.foundation.privacy.enums import RunStatus
from opora.foundation.privacy.models import RetentionRun
from opora.foundation.privacy.operations.carrying_out import carry_out_batch
from opora.foundation.privacy.operations.disposal import prepare_run
from opora.foundation.privacy.operations.retention import erase_short_lived

ERASING = "výmaz podle schváleného návrhu"


@periodic("10 4 1 * *", "Měsíční návrh výmazu")
@task
def prepare_disposal() -> int | None:
    """Prepare the monthly proposal; nothing when one waits or when no record is due. Returns its number."""
    try:
        return prepare_run(actor=Actor.job("měsíční návrh výmazu")).pk
    except OperationError:
        return None


@task
def carry_out_disposal(run_id: int) -> None:
    """Erase records of an approved proposal, batch after batch."""
    run, actor = RetentionRun.objects.get(pk=run_id), Actor.job(ERASING)
    while carry_out_batch(run, actor=actor):
        pass


@periodic("25 * * * *", "Dokončení schváleného výmazu")
@task
def continue_disposals() -> None:
    """Go on with proposals whose worker died."""
    for run in RetentionRun.objects.filter(status=RunStatus.APPROVED):
        carry_out_disposal.call(run.pk)


@periodic("0 4 * * *", "Úklid technických záznamů po lhůtě")
@task
def erase_short_lived_records() -> int:
    """Delete short technical records past their time, piece after piece; returns how many."""
    actor, erased = Actor.job("denní úklid technických záznamů"), 0
    while piece := erase_short_lived(actor=actor):
        erased += piece
    return erased
