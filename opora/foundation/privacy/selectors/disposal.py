"""Proposals of what to erase: what waits, what is held and why, in words without personal values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from opora.foundation.audit.tables import type_name
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.registries import Matter
from opora.foundation.privacy.enums import ItemOutcome, RetentionAction, RunStatus
from opora.foundation.privacy.models import LegalHold, RetentionItem, RetentionRule, RetentionRun
from opora.foundation.privacy.selectors.rules import rules_in_force

VALID = timedelta(days=30)  # a proposal is approved within; what it says grows old
RESTRICTED = "Zpracování údajů tohoto člověka je omezeno (čl. 18 GDPR)."


def waiting_run() -> RetentionRun | None:
    """The proposal that waits for a decision; there is one at most."""
    return RetentionRun.objects.filter(status=RunStatus.PROPOSED).first()


def last_day(run: RetentionRun) -> date:
    """The last day on which the proposal may be approved."""
    return run.as_of + VALID


def is_too_old(run: RetentionRun) -> bool:
    """True when a proposal has to be made anew."""
    return last_day(run) < today()


def holds_in_force() -> QuerySet[LegalHold]:
    """Holds that nobody has lifted."""
    return LegalHold.objects.in_force()


def held(holds: Iterable[LegalHold]) -> Q:
    """Condition on items of proposals that some of the holds stops."""
    condition = Q(pk__in=[])
    for hold in holds:
        condition |= Q(rule_code=hold.rule_code) if hold.rule_code else _object(hold)
    return condition


def _object(hold: LegalHold) -> Q:
    return Q(object_type=hold.object_type, object_id=hold.object_id)


def stopping(item: RetentionItem, holds: Iterable[LegalHold]) -> LegalHold | None:
    """The hold that stops the item."""
    return next((hold for hold in holds if _stops(hold, item)), None)


def _stops(hold: LegalHold, item: RetentionItem) -> bool:
    if hold.rule_code:
        return hold.rule_code == item.rule_code
    return (hold.object_type, hold.object_id) == (item.object_type, item.object_id)


def to_be_done(run: RetentionRun) -> QuerySet[RetentionItem]:
    """Items that an approval would erase or anonymise now: neither left out nor held."""
    return run.items.filter(outcome=ItemOutcome.WAITING).exclude(held(holds_in_force()))


@dataclass(frozen=True)
class Group:
    """Records of one kind under one rule in a proposal, and how many of each outcome."""

    rule: RetentionRule | None
    rule_code: str
    object_type: str
    action: str
    counts: dict[str, int]
    held: int

    @property
    def kind(self) -> str:
        """Czech name of the kind of records."""
        return type_name(self.object_type)

    @property
    def title(self) -> str:
        """What the rule is about."""
        return self.rule.title if self.rule else self.rule_code

    @property
    def action_title(self) -> str:
        """„vymazat“ or „anonymizovat“."""
        return str(RetentionAction(self.action).label)

    @property
    def total(self) -> int:
        """All records of the group."""
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        """Records that wait and nothing stops them."""
        return self.counts.get(ItemOutcome.WAITING, 0) - self.held

    @property
    def stopped(self) -> int:
        """Records that stay because of a hold or of a restriction of processing."""
        return self.held + self.counts.get(ItemOutcome.HELD, 0)

    @property
    def staying(self) -> int:
        """Records that were not, and now would not be, erased."""
        return self.total - self.ready - self.counts.get(ItemOutcome.DONE, 0)

    @property
    def key(self) -> str:
        """How the address of the list names the group."""
        return self.object_type


def groups(run: RetentionRun) -> list[Group]:
    """Groups of the proposal by rule and kind of records; three queries, however many records there are."""
    rules, stops = rules_in_force(), held(holds_in_force())
    waiting = Count("pk", filter=stops & Q(outcome=ItemOutcome.WAITING))
    keys = ("rule_code", "object_type", "action")
    rows = run.items.order_by(*keys).values(*keys, "outcome").annotate(count=Count("pk"), stopped=waiting)
    return [
        Group(rules.get(code), code, label, action, {row["outcome"]: row["count"] for row in same}, _stopped(same))
        for (code, label, action), found in groupby(rows, key=itemgetter(*keys))
        if (same := list(found))
    ]


def _stopped(rows: Iterable[dict[str, Any]]) -> int:
    return sum(row["stopped"] for row in rows)


@dataclass(frozen=True)
class ItemRow:
    """One record of a proposal in words; `url` is its page when it has one, `reason` why it stays."""

    item: RetentionItem
    url: str
    reason: str

    @property
    def name(self) -> str:
        """„pozvánka č. 12“: never whose it is."""
        return f"{type_name(self.item.object_type)} č. {self.item.object_id}"

    @property
    def is_held(self) -> bool:
        """True for a record that some hold stops now."""
        return self.is_waiting and bool(self.reason)

    @property
    def is_waiting(self) -> bool:
        """True until something became of the record."""
        return self.item.outcome == ItemOutcome.WAITING

    @property
    def is_left_out(self) -> bool:
        """True for a record that somebody took out of the proposal."""
        return self.item.outcome == ItemOutcome.LEFT_OUT

    @property
    def may_move(self) -> bool:
        """True for a record that may be left out or put back."""
        return self.is_left_out or self.is_waiting


def item_rows(items: Iterable[RetentionItem]) -> list[ItemRow]:
    """Records of a proposal in words; one query for all holds."""
    holds = list(holds_in_force())
    return [ItemRow(item, page_of(item.object_type, item.object_id), _reason(item, holds)) for item in items]


def _reason(item: RetentionItem, holds: Iterable[LegalHold]) -> str:
    """Why the record stays: as it was written when it was decided, else the hold that stops it now."""
    if item.outcome != ItemOutcome.WAITING:
        return item.note
    hold = stopping(item, holds)
    return hold.reason if hold else ""


def page_of(label: str, number: str) -> str:
    """Address of the page of the object; empty when its kind has none. The page asks for rights of its own."""
    try:
        model: Any = apps.get_model(label)
        return model(pk=number).get_absolute_url()
    except (LookupError, AttributeError, NoReverseMatch, ValueError, TypeError):
        return ""


def runs_with_counts(actor: Actor) -> QuerySet[RetentionRun]:
    """Proposals that the actor sees, the newest first, with `count` of their records and how many were done."""
    done = Count("items", filter=Q(items__outcome=ItemOutcome.DONE))
    return RetentionRun.objects.visible_to(actor).annotate(count=Count("items"), done=done).order_by("-pk")


@dataclass(frozen=True)
class HoldRow:
    """A hold in words: all records of a rule by its title, or one record by its kind and number."""

    hold: LegalHold
    name: str
    url: str


def hold_rows(holds: Iterable[LegalHold]) -> list[HoldRow]:
    """Holds in words; one query for titles of rules."""
    titles = {code: rule.title for code, rule in rules_in_force().items()}
    return [_hold_row(hold, titles) for hold in holds]


def _hold_row(hold: LegalHold, titles: dict[str, str]) -> HoldRow:
    if hold.rule_code:
        return HoldRow(hold, titles.get(hold.rule_code, hold.rule_code), "")
    name = f"{type_name(hold.object_type)} č. {hold.object_id}"
    return HoldRow(hold, name, page_of(hold.object_type, hold.object_id))


def matters_to_decide(actor: Actor) -> list[Matter]:
    """A line of the overview about the proposal that waits, with how many records it would erase."""
    run = RetentionRun.objects.visible_to(actor).filter(status=RunStatus.PROPOSED).first()
    if run is None:
        return []
    count = to_be_done(run).count()
    return [Matter(f"Návrh výmazu čeká na schválení, záznamů {count}", run.get_absolute_url(), last_day(run))]


def holds_to_review(actor: Actor) -> list[Matter]:
    """Lines of the overview about holds whose day of review has come."""
    late = LegalHold.objects.visible_to(actor).in_force().filter(review_on__lte=today())
    return [
        Matter(f"Posoudit pozastavení výmazu: {row.name}", reverse("privacy:holds"), row.hold.review_on)
        for row in hold_rows(late.order_by("review_on", "pk"))
    ]


def waiting_words(actor: Actor) -> str:
    """What waits, for the hub of administration."""
    return "čeká návrh na schválení" if matters_to_decide(actor) else ""
