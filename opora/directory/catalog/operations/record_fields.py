"""Which fields of the provider's layer wait for the region."""

from collections.abc import Collection

from django.db import transaction

from opora.directory.catalog.models import RecordField
from opora.directory.catalog.selectors.record_fields import CHOOSABLE, NEVER_WAIT, waiting_names
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.permissions import require

NEVER = "Tyto údaje na schválení nikdy nečekají, lidé se podle nich rozhodují hned: {titles}."
CHANGED = "Výběr mezitím změnil někdo jiný. Otevřete stránku znovu a vyberte podle toho, co platí teď."


@transaction.atomic
def choose_record_fields(names: Collection[str], *, seen: Collection[str], actor: Actor) -> None:
    """Let exactly these fields wait; what waits already is not touched. The same choice again changes nothing.

    `seen` are the fields that waited when the person looked. Raises StaleError when somebody has chosen since, and
    OperationError for what must never wait: people in need would act on old data.
    """
    require(actor, "catalog.choose_record_fields")
    if never := [NEVER_WAIT[name] for name in NEVER_WAIT if name in names]:
        raise OperationError(NEVER.format(titles=", ".join(never)))
    if unknown := set(names) - set(CHOOSABLE):
        raise LookupError(f"Unknown fields: {unknown}")
    before = waiting_names()
    if before == set(names):
        return
    if before != set(seen):
        raise StaleError(CHANGED)
    for name in before.symmetric_difference(names):
        RecordField.objects.update_or_create(name=name, defaults={"waits": name in names})
    waits = ", ".join(CHOOSABLE[name] for name in CHOOSABLE if name in names)
    log.record("catalog.record_fields_chosen", actor=actor, fields=waits)
