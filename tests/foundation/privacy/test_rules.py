"""Terms: loaded once, edited from a day on, every record with a term has somebody who ends it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.personal_data import own_models
from opora.foundation.privacy.enums import RetentionAction
from opora.foundation.privacy.models import RetentionRule
from opora.foundation.privacy.operations.retention import EDITED, change_rule, load_rules
from opora.foundation.privacy.selectors.holdings import holdings, holdings_under, possible_actions, unheld
from opora.foundation.privacy.selectors.rules import due_on, rules_in_force, rules_of_file, shifted
from tests.foundation.privacy.disposing import JOB, acting

USED = {
    model._meta.label_lower: model.PersonalData.retention
    for model in own_models()
    if getattr(model.PersonalData, "retention", "")
}
CODE = "organizations.invitation"


def values(rule: RetentionRule, **changes) -> dict:
    return {name: getattr(rule, name) for name in EDITED} | changes


@pytest.fixture
def rule(db) -> RetentionRule:
    """A rule in force since the beginning of the year."""
    load_rules(actor=JOB)
    RetentionRule.objects.update(valid_from=date(2026, 1, 1))
    return rules_in_force()[CODE]


def test_every_code_of_declarations_has_its_rule_and_no_rule_is_idle():
    assert {row["code"] for row in rules_of_file()} == set(USED.values())


def test_every_record_with_a_term_has_somebody_who_ends_it_or_a_reason():
    held = {holding.label: holding.rule for holding in holdings}

    assert {label for label in USED if label not in held and label not in unheld} == set()
    assert {label for label, rule in held.items() if USED.get(label) != rule} == set()
    assert set(held) & set(unheld) == set()


def test_every_rule_of_the_file_does_what_its_records_can():
    wrong = [
        row["code"]
        for row in rules_of_file()
        if any(one.is_proposed for one in holdings_under(row["code"]))
        and row["action"] not in possible_actions(row["code"])
    ]
    assert wrong == []


def test_nothing_is_said_to_be_verified_until_somebody_verifies_it():
    assert [row["code"] for row in rules_of_file() if row["verified"] or not row["legal_reference"]] == []


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_leaves_what_staff_changed(data_steward):
    load_rules(actor=JOB)
    rule = rules_in_force()[CODE]
    change_rule(rule, values(rule, months=1), version=rule.version, actor=acting(data_steward))

    assert load_rules(actor=JOB) == 0
    assert rules_in_force()[CODE].months == 1


def test_change_holds_from_today_and_the_old_rule_stays(rule, data_steward):
    with time_machine.travel(datetime(2026, 5, 10, 9, tzinfo=UTC), tick=False):
        new = change_rule(rule, values(rule, months=9), version=rule.version, actor=acting(data_steward))

    rule.refresh_from_db()
    assert (rule.months, rule.valid_to) == (6, date(2026, 5, 9))
    assert (new.months, new.valid_from, new.valid_to, new.title) == (9, date(2026, 5, 10), None, rule.title)
    event = AuditEvent.objects.get(action="privacy.rule_changed")
    assert event.data == {"rule": CODE, "fields": ["months"], "months": 9}


def test_second_change_of_a_day_is_made_in_place(rule, data_steward):
    actor = acting(data_steward)
    with time_machine.travel(datetime(2026, 5, 10, 9, tzinfo=UTC), tick=False):
        first = change_rule(rule, values(rule, months=9), version=rule.version, actor=actor)
        second = change_rule(first, values(first, verified=True), version=first.version, actor=actor)

    assert (second.pk, second.months, second.verified) == (first.pk, 9, True)
    assert RetentionRule.objects.filter(code=CODE).count() == 2


def test_rule_is_not_changed_stale_nor_to_what_records_cannot_do(rule, data_steward):
    actor = acting(data_steward)
    with pytest.raises(OperationError):
        change_rule(rule, values(rule, action=RetentionAction.ARCHIVE), version=rule.version, actor=actor)
    change_rule(rule, values(rule, months=9), version=rule.version, actor=actor)
    with pytest.raises(StaleError):
        change_rule(rule, values(rule, months=12), version=rule.version, actor=actor)


def test_stranger_changes_no_rule(rule, stranger):
    from opora.foundation.core.actor import Actor

    with pytest.raises(PermissionDenied):
        change_rule(rule, values(rule, months=9), version=rule.version, actor=Actor.for_user(stranger))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2026, 12, 10), 1, date(2027, 1, 10)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 23), -12, date(2025, 11, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_on_the_last_day_a_month_has(day, months, expected):
    assert shifted(day, months) == expected


def test_term_of_a_day_and_of_a_moment_ends_on_the_same_day(rule):
    moment = datetime.fromisoformat("2026-03-31T23:30:00+00:00")  # already April in Prague

    assert due_on(moment, rule) == date(2026, 10, 1)
    assert due_on(date(2026, 3, 31), rule) == date(2026, 9, 30)
