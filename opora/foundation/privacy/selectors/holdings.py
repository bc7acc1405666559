"""What is held under each rule of retention, how records past their term are found and what is done with them.

Each app lists its models in `operations/holdings.py` and registers the list in `ready()` by `add_holdings`. Audit and
core stand below this app, so it lists theirs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from opora.foundation.core.registries import Registry
from opora.foundation.privacy.enums import RetentionAction

ANONYMISED = "anonymizováno"  # stands in the place of a name
NO_CONDITION = Q()
Operation = Callable[..., Any]  # an operation (ids, *, actor) over records of the model; asks for „privacy.erase_due“


def _nobody(_record: Any) -> str:
    return ""


@dataclass(frozen=True)
class Holding:
    """Records of one model kept under one rule.

    `due(before)` gives records whose term began before the moment, annotated by `since`, the moment or day when it
    began. `erase` and `anonymise` are operations over their numbers; at least one of them, unless `kept` says why
    nothing is done with them here. `subject(record)` gives the blind index of the person, so that a restriction of
    processing is kept. `automatic` are short technical records that the nightly job erases without a proposal.
    """

    rule: str
    model: type[Model]
    due: Callable[[datetime], QuerySet]
    erase: Operation | None = None
    anonymise: Operation | None = None
    subject: Callable[[Any], str] = _nobody
    automatic: bool = False
    kept: str = ""

    @property
    def label(self) -> str:
        """„app.model“, lower case, as proposals and the record of acts name it."""
        return self.model._meta.label_lower

    def operation(self, action: str) -> Operation | None:
        """The operation that does the action; None when the records cannot be treated so."""
        return {RetentionAction.ERASE: self.erase, RetentionAction.ANONYMISE: self.anonymise}.get(
            RetentionAction(action)
        )

    @property
    def is_proposed(self) -> bool:
        """True for records that are erased only when a person approves a proposal."""
        return not (self.automatic or self.kept)


holdings: Registry[Holding] = Registry()
unheld: dict[str, str] = {}  # label of a model with a rule but without a holding of its own → why


def add_holdings(found: Iterable[Holding], without: Mapping[str, str] | None = None) -> None:
    """Register what an app holds; `without` says of its other models with a rule why nothing is done with them."""
    for holding in found:
        holdings.add(holding.label, holding)
    unheld.update(without or {})


def holdings_under(rule: str) -> list[Holding]:
    """Holdings of the rule in the order of their labels."""
    return sorted((holding for holding in holdings if holding.rule == rule), key=lambda holding: holding.label)


def possible_actions(rule: str) -> list[RetentionAction]:
    """What may become of records of the rule: what every holding of it that is proposed can do."""
    proposed = [holding for holding in holdings_under(rule) if holding.is_proposed]
    return [action for action in RetentionAction if proposed and all(one.operation(action) for one in proposed)]


def holding_of(label: str) -> Holding | None:
    """The holding of the model of the label; None when no app holds such records."""
    return next((holding for holding in holdings if holding.label == label), None)


def named_since(
    model: type[Model], name: str, since: str = "updated_at", among: Q = NO_CONDITION
) -> Callable[[datetime], QuerySet]:
    """`due` of records anonymised by overwriting: those that still have a name in the field, by the time `since`."""

    def due(before: datetime) -> QuerySet:
        named = model._base_manager.filter(among, **{f"{since}__lt": before})
        return named.exclude(**{f"{name}__in": ["", ANONYMISED]}).annotate(since=F(since))

    return due
