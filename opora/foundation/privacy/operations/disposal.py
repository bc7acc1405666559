"""Proposals of what to erase: prepared by a job or a person, approved by another person."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.core.web import enqueue
from opora.foundation.privacy.enums import RUN_TRANSITIONS, ItemOutcome, RunStatus
from opora.foundation.privacy.models import RetentionItem, RetentionRule, RetentionRun
from opora.foundation.privacy.selectors.disposal import (
    RESTRICTED,
    held,
    holds_in_force,
    is_too_old,
    stopping,
    to_be_done,
    waiting_run,
)
from opora.foundation.privacy.selectors.holdings import Holding, holdings_under
from opora.foundation.privacy.selectors.restrictions import restricted_indexes
from opora.foundation.privacy.selectors.rules import due_before, due_on, rules_in_force

PIECE = 1_000  # items written at once
WAITS = "Jeden návrh už čeká na rozhodnutí. Nejdřív ho schvalte, nebo zrušte."
NOTHING = "Dnes není co vymazat: žádnému záznamu neuplynula lhůta."
DECIDED = "O návrhu už někdo rozhodl."
TOO_OLD = "Návrh je starší než 30 dní. Zrušte ho a připravte nový."
OWN = "Návrh, který jste připravili, musí schválit někdo jiný."


@transaction.atomic
def prepare_run(*, actor: Actor) -> RetentionRun:
    """Write down numbers of all records past their term; a proposal over 30 days old gives way to the new one.

    Raises OperationError while another proposal waits, and when no record is due.
    """
    require(actor, "privacy.prepare_disposal")
    old = waiting_run()
    if old is not None and not is_too_old(old):
        raise OperationError(WAITS)
    if old is not None:
        _cancel(old, actor)
    run = RetentionRun(as_of=today(), prepared_by=actor.label, prepared_by_id=str(actor.user.pk) if actor.user else "")
    run.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:  # somebody else was faster
        raise OperationError(WAITS) from error
    count = 0
    for items in batched(_items(run), PIECE, strict=False):
        count += len(RetentionItem.objects.bulk_create(items))
    if not count:
        raise OperationError(NOTHING)
    log.record("privacy.disposal_prepared", actor=actor, target=run, count=count)
    return run


def _items(run: RetentionRun) -> Iterator[RetentionItem]:
    """Items of every rule in force; records of people whose processing is restricted are held from the beginning."""
    restricted = restricted_indexes()
    for code, rule in rules_in_force().items():
        for holding in holdings_under(code):
            if holding.is_proposed and holding.operation(rule.action):
                for number, since, stays in _due(holding, rule, restricted):
                    yield RetentionItem(
                        run=run,
                        rule_code=code,
                        object_type=holding.label,
                        object_id=str(number),
                        action=rule.action,
                        due_on=due_on(since, rule),
                        outcome=ItemOutcome.HELD if stays else ItemOutcome.WAITING,
                        note=RESTRICTED if stays else "",
                    )


def _due(holding: Holding, rule: RetentionRule, restricted: set[str]) -> Iterator[tuple[Any, Any, bool]]:
    """Number, beginning of the term, and whether processing is restricted; rows are read whole only when any is."""
    found = holding.due(due_before(rule)).order_by("pk")
    if not restricted:
        for number, since in found.values_list("pk", "since").iterator(PIECE):
            yield number, since, False
        return
    for row in found.iterator(PIECE):
        yield row.pk, row.since, holding.subject(row) in restricted


@transaction.atomic
def leave_out(item: RetentionItem, *, reason: str, actor: Actor) -> RetentionItem:
    """Take a record out of the proposal with a reason; it comes up again in the next one."""
    require(actor, "privacy.prepare_disposal", item.run)
    return _move(item, ItemOutcome.WAITING, ItemOutcome.LEFT_OUT, reason, actor)


@transaction.atomic
def put_back(item: RetentionItem, *, actor: Actor) -> RetentionItem:
    """Return a record that was left out into the proposal."""
    require(actor, "privacy.prepare_disposal", item.run)
    return _move(item, ItemOutcome.LEFT_OUT, ItemOutcome.WAITING, "", actor)


def _move(item: RetentionItem, before: ItemOutcome, after: ItemOutcome, note: str, actor: Actor) -> RetentionItem:
    """Change the outcome while the proposal waits; a second click changes nothing."""
    run = RetentionRun.objects.select_for_update().get(pk=item.run_id)
    if not run.is_proposed:
        raise OperationError(DECIDED)
    item = RetentionItem.objects.select_for_update().get(pk=item.pk)
    if item.outcome != before:
        return item
    item.outcome, item.note = after, note
    item.full_clean(validate_constraints=False)
    item.save(update_fields=["outcome", "note"])
    log.record(
        "privacy.disposal_item_moved",
        actor=actor,
        target=run,
        outcome=after,
        object_type=item.object_type,
        object_id=item.object_id,
    )
    return item


@transaction.atomic
def approve_run(run: RetentionRun, *, count: int, actor: Actor) -> RetentionRun:
    """Have the records erased in the background, for good. `count` is how many the person says there are.

    Raises OperationError for a proposal decided already, too old, prepared by the same person, or of another count.
    """
    require(actor, "privacy.approve_disposal", run)
    run = RetentionRun.objects.select_for_update().get(pk=run.pk)
    if RunStatus.APPROVED not in RUN_TRANSITIONS[run.status]:
        raise OperationError(DECIDED)
    if is_too_old(run):
        raise OperationError(TOO_OLD)
    if run.prepared_by_id == str(actor.user.pk):
        raise OperationError(OWN)
    real = to_be_done(run).count()
    if count != real or not real:
        raise OperationError(f"Záznamů k výmazu je teď {real}, ne {count}. Zkontrolujte návrh znovu.")
    _keep_held(run)
    _decide(run, RunStatus.APPROVED, actor)
    log.record("privacy.disposal_approved", actor=actor, target=run, count=count)
    enqueue("privacy.carry_out_disposal", run.pk)
    return run


def _keep_held(run: RetentionRun) -> None:
    """Write down what holds stop now: nobody has approved its erasing, though the hold may be lifted in a minute."""
    holds = list(holds_in_force())
    stopped = list(run.items.filter(held(holds), outcome=ItemOutcome.WAITING))
    for item in stopped:
        hold = stopping(item, holds)
        item.outcome, item.note = ItemOutcome.HELD, hold.reason if hold else ""
    RetentionItem.objects.bulk_update(stopped, ["outcome", "note"], batch_size=PIECE)


@transaction.atomic
def cancel_run(run: RetentionRun, *, actor: Actor) -> RetentionRun:
    """Drop the proposal; nothing is erased and records come up in the next one. The second click does nothing."""
    require(actor, "privacy.prepare_disposal", run)
    run = RetentionRun.objects.select_for_update().get(pk=run.pk)
    if run.status == RunStatus.CANCELLED:
        return run
    if RunStatus.CANCELLED not in RUN_TRANSITIONS[run.status]:
        raise OperationError(DECIDED)
    return _cancel(run, actor)


def _cancel(run: RetentionRun, actor: Actor) -> RetentionRun:
    _decide(run, RunStatus.CANCELLED, actor)
    log.record("privacy.disposal_cancelled", actor=actor, target=run)
    return run


def _decide(run: RetentionRun, status: RunStatus, actor: Actor) -> None:
    run.status, run.decided_at = status, timezone.now()
    run.decided_by, run.decided_by_id = actor.label, str(actor.user.pk) if actor.user else ""
    run.save_fresh("status", "decided_at", "decided_by", "decided_by_id", version=run.version)
