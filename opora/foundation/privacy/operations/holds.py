"""Stopping the erasing of records that somebody still needs, and letting it go on."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.privacy.models import LegalHold
from opora.foundation.privacy.selectors.disposal import holds_in_force
from opora.foundation.privacy.selectors.holdings import holding_of
from opora.foundation.privacy.selectors.rules import rules_in_force


@transaction.atomic
def set_hold(
    *, rule_code: str = "", object_type: str = "", object_id: str = "", reason: str, review_on: date, actor: Actor
) -> LegalHold:
    """Keep all records of a rule, or one of them, until the hold is lifted; a repeated click makes no second one."""
    require(actor, "privacy.hold")
    of_what = {"rule_code": rule_code, "object_type": object_type, "object_id": object_id}
    if known := holds_in_force().filter(**of_what).first():
        return known
    _check(rule_code, object_type, object_id)
    if review_on <= today():
        raise OperationError("Den posouzení musí být v budoucnu.")
    hold = LegalHold(**of_what, reason=reason, review_on=review_on, set_by=actor.label)
    hold.full_clean()
    hold.save()
    log.record("privacy.hold_set", actor=actor, target=hold, **of_what)
    return hold


def _check(rule_code: str, object_type: str, object_id: str) -> None:
    """Raise OperationError for a rule or an object that does not exist."""
    if rule_code:
        if rule_code not in rules_in_force():
            raise OperationError("Takové pravidlo není. Vyberte jiné.")
        return
    holding = holding_of(object_type)
    if holding is None or not object_id.isdecimal():
        raise OperationError("Vyberte pravidlo, nebo druh záznamu a jeho číslo.")
    if not holding.model._base_manager.filter(pk=object_id).exists():
        raise OperationError("Záznam tohoto čísla tu není. Opravte číslo.")


@transaction.atomic
def lift_hold(hold: LegalHold, *, actor: Actor) -> LegalHold:
    """Let the records be erased again when their time is over; the second click does nothing."""
    require(actor, "privacy.hold", hold)
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at is not None:
        return hold
    hold.lifted_at, hold.lifted_by = timezone.now(), actor.label
    hold.save_fresh("lifted_at", "lifted_by", version=hold.version)
    log.record("privacy.hold_lifted", actor=actor, target=hold, rule_code=hold.rule_code, object_type=hold.object_type)
    return hold
