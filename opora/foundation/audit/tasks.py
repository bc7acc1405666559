"""Background work of the record: sealing every minute, a check of all seals every night."""

from django.tasks import task

from opora.foundation.audit import operations
from opora.foundation.audit.selectors.seals import MODELS
from opora.foundation.audit.selectors.verification import verify
from opora.foundation.core.actor import Actor
from opora.foundation.core.schedule import periodic


@periodic("* * * * *", "Pečetění záznamu")
@task
def seal_records() -> dict[str, int]:
    """Seal what waits; blocks made in each chain."""
    actor, made = Actor.job("pečetění záznamu"), dict.fromkeys(map(str, MODELS), 0)
    for stream in made:
        while operations.seal_records(stream, actor=actor):
            made[stream] += 1
    return made


@periodic("40 3 * * *", "Ověření pečetí")
@task
def verify_seals() -> bool:
    """Check both chains from their beginning and record how it ended."""
    report = verify()
    operations.record_verification(report, actor=Actor.job("noční ověření záznamu"))
    return report.sound
