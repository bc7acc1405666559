"""Terms of retention, and what is done with records past them. The operations over records are given to holdings."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE, BaseModel
from opora.foundation.core.permissions import require
from opora.foundation.privacy.models import RetentionRule
from opora.foundation.privacy.selectors.holdings import holdings, possible_actions
from opora.foundation.privacy.selectors.rules import due_before, rules_in_force, rules_of_file

EDITED = ("months", "action", "legal_reference", "verified")
PIECE = 1_000  # short-lived rows erased in one transaction


@transaction.atomic
def load_rules(*, actor: Actor) -> int:
    """Add rules of the application that the instance does not know yet; what staff changed stays. Returns how many."""
    require(actor, "privacy.edit_retention")
    known = set(RetentionRule.objects.values_list("code", flat=True))
    added = [RetentionRule(valid_from=today(), **row) for row in rules_of_file() if row["code"] not in known]
    for rule in added:
        rule.full_clean()
        rule.save()
    if added:
        log.record("privacy.rules_loaded", actor=actor, count=len(added), codes=[rule.code for rule in added])
    return len(added)


@transaction.atomic
def change_rule(rule: RetentionRule, values: Mapping[str, Any], *, version: int, actor: Actor) -> RetentionRule:
    """Let the rule hold with other values from today on; the old one stays, closed by yesterday.

    A rule that began today is changed in place. `values` are fields of EDITED. Raises StaleError when somebody has
    changed it since `version`, OperationError for an action that its records do not know.
    """
    require(actor, "privacy.edit_retention", rule)
    old = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    if old.version != version or old.valid_to is not None:
        raise StaleError(STALE)
    changed = [name for name in EDITED if getattr(old, name) != values[name]]
    if not changed:
        return old
    if values["action"] not in possible_actions(old.code):
        raise OperationError("S těmito záznamy to udělat nejde. Vyberte jinou možnost.")
    rule = old if old.valid_from == today() else _following(old)
    for name in changed:
        setattr(rule, name, values[name])
    rule.full_clean(validate_unique=False, validate_constraints=False)
    if rule is old:
        rule.save_fresh(*changed, version=version)
    else:
        rule.save()
    log.record("privacy.rule_changed", actor=actor, target=rule, rule=rule.code, fields=changed, months=rule.months)
    return rule


def _following(old: RetentionRule) -> RetentionRule:
    """The old rule closed by yesterday, and a copy of it that begins today."""
    copied = {name: getattr(old, name) for name in ("code", "title", "trigger", *EDITED)}
    old.valid_to = today() - timedelta(days=1)
    old.save_fresh("valid_to", version=old.version)
    return RetentionRule(valid_from=today(), **copied)


@transaction.atomic
def overwrite(model: type[models.Model], values: Mapping[str, Any], ids: Collection[Any], *, actor: Actor) -> int:
    """Put the values in the place of personal ones in rows of the numbers; returns how many rows."""
    require(actor, "privacy.erase_due")
    fresh = {"version": F("version") + 1, "updated_at": timezone.now()} if issubclass(model, BaseModel) else {}
    return model._base_manager.filter(pk__in=ids).update(**values, **fresh)


@transaction.atomic
def erase_rows(model: type[models.Model], ids: Collection[Any], *, by: str = "pk", actor: Actor) -> int:
    """Delete rows whose field `by` has one of the values; returns how many, with those that go with them."""
    require(actor, "privacy.erase_due")
    deleted, _by_model = model._base_manager.filter(**{f"{by}__in": list(ids)}).delete()
    return deleted


@transaction.atomic
def erase_short_lived(*, actor: Actor) -> int:
    """Delete a piece of short technical records past their time, without any proposal; returns how many rows."""
    require(actor, "privacy.erase_due")
    rules, erased = rules_in_force(), 0
    for holding in holdings:
        if not holding.automatic or holding.erase is None or holding.rule not in rules:
            continue
        ids = list(holding.due(due_before(rules[holding.rule])).values_list("pk", flat=True)[:PIECE])
        erased += holding.erase(ids, actor=actor) if ids else 0
    if erased:
        log.record("privacy.short_lived_erased", actor=actor, count=erased)
    return erased
