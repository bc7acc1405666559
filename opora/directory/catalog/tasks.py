"""Background work of the catalogue."""

from django.conf import settings
from django.tasks import task

from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.imports.download import downloaded, local_copy
from opora.directory.catalog.imports.run import ImportOptions, import_register
from opora.directory.catalog.models import ImportRun
from opora.directory.catalog.operations.freshness import remind_keepers
from opora.directory.catalog.operations.register import erase_file
from opora.foundation.core.actor import Actor
from opora.foundation.core.schedule import periodic


@task
def import_register_file(run_id: int) -> str:
    """Read the register that a steward uploaded; the uploaded bytes are erased however it ends."""
    run = ImportRun.objects.select_related("file").get(pk=run_id)
    actor = Actor.job("načtení registru")
    options = ImportOptions(
        as_of=run.as_of,
        dry_run=run.dry_run,
        confirm=run.confirmed,
        scope=RegisterScope(run.scope),
        seat_addresses=run.seat_addresses,
        source=run.source,
    )
    try:
        with run.file.file.open("rb") as stored, local_copy(stored) as path:
            return import_register(path, options, actor=actor, run=run).status
    finally:
        erase_file(run, actor=actor)


@periodic("30 4 * * *", "Načtení registru poskytovatelů")
@task
def import_daily_register() -> str:
    """Download the register from the address in the settings and import it; nothing where there is no address."""
    if not settings.REGISTER_URL:
        return "off"
    actor = Actor.job("denní načtení registru")
    with downloaded(settings.REGISTER_URL) as path:
        return import_register(path, ImportOptions(), actor=actor).status


@periodic("0 7 * * *", "Připomínky ověření údajů služeb")
@task
def remind_of_confirmations() -> int:
    """Remind people of providers of data that nobody has confirmed in time; returns how many messages went."""
    return remind_keepers(actor=Actor.job("připomínání ověření údajů"))
