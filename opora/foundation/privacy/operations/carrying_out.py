"""Erasing what was approved: in small batches, each record looked at again; after a death the next run goes on."""

from collections.abc import Sequence
from itertools import groupby

from django.db import IntegrityError, OperationalError, models, transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.privacy.enums import RUN_TRANSITIONS, ItemOutcome, RetentionAction, RunStatus
from opora.foundation.privacy.models import RetentionItem, RetentionRun
from opora.foundation.privacy.selectors.disposal import RESTRICTED, holds_in_force, stopping
from opora.foundation.privacy.selectors.holdings import Holding, holding_of
from opora.foundation.privacy.selectors.restrictions import restricted_indexes
from opora.foundation.privacy.selectors.rules import due_before, rules_in_force

BATCH = 100
RULE_CHANGED = "Lhůta nebo to, co se má stát, se mezitím změnily."
NEEDED = "Záznam ještě drží jiný záznam, který na něj odkazuje."
FAULT = "Chyba programu ({kind}). Zavolejte dodavatele."


@transaction.atomic
def carry_out_batch(run: RetentionRun, *, actor: Actor) -> bool:
    """Erase or anonymise the next hundred records of an approved proposal; False once nothing remains.

    Batches of one proposal wait for each other, so that two workers do not meet over a record.
    """
    require(actor, "privacy.erase_due", run)
    run = RetentionRun.objects.select_for_update().get(pk=run.pk)
    if RunStatus.DONE not in RUN_TRANSITIONS[run.status]:
        return False
    items = list(run.items.filter(outcome=ItemOutcome.WAITING).order_by("rule_code", "object_type", "pk")[:BATCH])
    for _kind, group in groupby(items, key=lambda item: (item.rule_code, item.object_type)):
        _treat(run, list(group), actor)
    if not items:
        _finish(run, actor)
    return bool(items)


def _treat(run: RetentionRun, items: list[RetentionItem], actor: Actor) -> None:
    """Decide on records of one kind under one rule, and do it to those that nothing stops."""
    holding, holds = holding_of(items[0].object_type), list(holds_in_force())
    rows, restricted = _still_due(holding, items), restricted_indexes()
    ready: list[RetentionItem] = []
    for item in items:
        row = rows.get(item.object_id)
        if hold := stopping(item, holds):
            item.outcome, item.note = ItemOutcome.HELD, hold.reason
        elif holding is None or row is None:
            item.outcome, item.note = ItemOutcome.NOT_DUE, RULE_CHANGED if holding is None else ""
        elif restricted and holding.subject(row) in restricted:
            item.outcome, item.note = ItemOutcome.HELD, RESTRICTED
        else:
            ready.append(item)
    if ready and holding is not None:
        _do(run, holding, [(item, rows[item.object_id]) for item in ready], actor)
    RetentionItem.objects.bulk_update(items, ["outcome", "note"])


def _still_due(holding: Holding | None, items: list[RetentionItem]) -> dict[str, models.Model]:
    """Number as text → the record, of those past their term by the rule that holds now."""
    rule = rules_in_force().get(items[0].rule_code)
    if holding is None or rule is None or rule.action != items[0].action:
        return {}
    found = holding.due(due_before(rule)).filter(pk__in=[item.object_id for item in items])
    return {str(row.pk): row for row in found}


def _do(run: RetentionRun, holding: Holding, ready: Sequence[tuple[RetentionItem, models.Model]], actor: Actor) -> None:
    """Do it to all of them at once, and one by one when some of them resists, so that the others do not wait for it."""
    action = RetentionAction(ready[0][0].action)
    operation = holding.operation(action)
    if operation is None:
        for item, _row in ready:
            item.outcome, item.note = ItemOutcome.NOT_DUE, RULE_CHANGED
        return
    try:
        with transaction.atomic():
            for item, row in ready:
                _record(run, item, row, actor)
            operation([row.pk for _item, row in ready], actor=actor)
    except OperationalError:
        raise  # the database is away or busy, no record is to blame
    except Exception as error:  # whatever it is, the others do not wait for it
        if len(ready) > 1:
            for one in ready:
                _do(run, holding, [one], actor)
            return
        expected = isinstance(error, models.ProtectedError | IntegrityError | OperationError)
        ready[0][0].outcome = ItemOutcome.FAILED
        ready[0][0].note = NEEDED if expected else FAULT.format(kind=type(error).__name__)
        return
    for item, _row in ready:
        item.outcome = ItemOutcome.DONE


def _record(run: RetentionRun, item: RetentionItem, row: models.Model, actor: Actor) -> None:
    """One event for each record: which, by which rule and proposal; nothing of what it held."""
    if item.action == RetentionAction.ERASE:
        log.record("privacy.erased", actor=actor, target=row, rule=item.rule_code, run=run.pk)
    else:
        log.record("privacy.anonymised", actor=actor, target=row, rule=item.rule_code, run=run.pk)


def _finish(run: RetentionRun, actor: Actor) -> None:
    run.status, run.finished_at = RunStatus.DONE, timezone.now()
    run.save_fresh("status", "finished_at", version=run.version)
    outcomes = dict(run.items.values_list("outcome").order_by("outcome").annotate(models.Count("pk")))
    done = outcomes.pop(ItemOutcome.DONE, 0)
    log.record("privacy.disposal_done", actor=actor, target=run, count=done, left=sum(outcomes.values()))
