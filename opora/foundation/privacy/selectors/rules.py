"""Rules of retention: which is in force, since when records are past their term, how many are due."""

import calendar
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from opora.foundation.core.dates import today
from opora.foundation.core.text import czech_key
from opora.foundation.privacy.models import RetentionRule
from opora.foundation.privacy.selectors.holdings import Holding, holdings_under, possible_actions

RULES_FILE = Path(__file__).parent.parent / "data" / "retention.json"


def rules_of_file() -> list[dict[str, Any]]:
    """Rules as the application brings them: code, title, trigger, months, action, legal_reference, verified."""
    return json.loads(RULES_FILE.read_text(encoding="utf-8"))["rules"]


def rules_in_force() -> dict[str, RetentionRule]:
    """Code → the rule that holds today; one query."""
    return {rule.code: rule for rule in RetentionRule.objects.in_force()}


def shifted(day: date, months: int) -> date:
    """The day so many months later (earlier when negative), the last one of its month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_before(rule: RetentionRule) -> datetime:
    """Records whose term began before this moment are past it; without months all that began before now."""
    if not rule.months:
        return timezone.now()
    return timezone.make_aware(datetime.combine(shifted(today(), -rule.months) + timedelta(days=1), time.min))


def due_on(since: datetime | date, rule: RetentionRule) -> date:
    """The day on which the term of a record passed."""
    day = timezone.localdate(since) if isinstance(since, datetime) else since
    return shifted(day, rule.months)


@dataclass(frozen=True)
class RuleRow:
    """A rule with what is held under it and how many records are past their term today."""

    rule: RetentionRule

    @cached_property
    def held(self) -> list[Holding]:
        """Kinds of records under the rule."""
        return holdings_under(self.rule.code)

    @cached_property
    def due(self) -> int:
        """Records past their term; one query for each kind of them."""
        return sum(holding.due(due_before(self.rule)).count() for holding in self.held)

    @property
    def kinds(self) -> str:
        """Names of the kinds with commas between them."""
        return ", ".join(str(holding.model._meta.verbose_name_plural) for holding in self.held)

    @property
    def is_automatic(self) -> bool:
        """True for short technical records that the nightly job erases without a proposal."""
        return any(holding.automatic for holding in self.held)

    @property
    def kept(self) -> str:
        """Why nothing under the rule is erased here; empty when it is."""
        return next((holding.kept for holding in self.held if holding.kept), "")

    @property
    def is_editable(self) -> bool:
        """True for rules whose records somebody erases by a proposal: there the term decides something."""
        return bool(possible_actions(self.rule.code))


def rule_rows() -> list[RuleRow]:
    """Rules that hold today, by their title."""
    return [RuleRow(rule) for rule in sorted(rules_in_force().values(), key=lambda rule: czech_key(rule.title))]


def versions_of(code: str) -> QuerySet[RetentionRule]:
    """The rule as it held before, the latest first."""
    return RetentionRule.objects.filter(code=code, valid_to__isnull=False).order_by("-valid_from")
