"""Proposals of erasing: made by a job or a person, approved by another, carried out for good and to the end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.utils import timezone

from opora.directory.organizations.models import Invitation
from opora.foundation.audit.log import readable
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.errors import OperationError
from opora.foundation.privacy.enums import RUN_TRANSITIONS, ItemOutcome, RunStatus
from opora.foundation.privacy.models import Restriction, RetentionItem, RetentionRun
from opora.foundation.privacy.operations import carrying_out
from opora.foundation.privacy.operations.carrying_out import carry_out_batch
from opora.foundation.privacy.operations.disposal import approve_run, cancel_run, leave_out, prepare_run, put_back
from opora.foundation.privacy.operations.holds import lift_hold, set_hold
from opora.foundation.privacy.operations.retention import load_rules
from opora.foundation.privacy.selectors.disposal import groups, to_be_done
from opora.foundation.privacy.selectors.rules import rules_in_force
from opora.foundation.privacy.selectors.subjects import email_index
from opora.foundation.privacy.tasks import carry_out_disposal, continue_disposals, prepare_disposal
from tests.foundation.privacy.disposing import JOB, QUEUE, acting, approved, invitations, proposal

pytestmark = pytest.mark.django_db
LABEL = "organizations.invitation"


def outcomes(run: RetentionRun) -> list[str]:
    return list(run.items.order_by("pk").values_list("outcome", flat=True))


def carry_out(run: RetentionRun) -> RetentionRun:
    carry_out_disposal.call(run.pk)
    run.refresh_from_db()
    return run


def test_proposal_names_numbers_only_and_only_records_past_their_term():
    load_rules(actor=JOB)
    [due] = invitations(1)
    invitations(1, days=10)
    run = prepare_run(actor=JOB)

    [item] = run.items.all()
    assert (item.rule_code, item.object_type, item.object_id, item.action) == (LABEL, LABEL, str(due.pk), "erase")
    assert Invitation.objects.count() == 2


def test_second_proposal_waits_for_the_first(data_steward):
    proposal()

    with pytest.raises(OperationError):
        prepare_run(actor=acting(data_steward))
    assert RetentionRun.objects.count() == 1


def test_old_proposal_cannot_be_approved_and_gives_way_to_a_new_one(data_steward):
    old = proposal()
    RetentionRun.objects.update(as_of=old.as_of - timedelta(days=31))
    with pytest.raises(OperationError):
        approve_run(old, count=1, actor=acting(data_steward))

    new = prepare_run(actor=JOB)
    old.refresh_from_db()
    assert (old.status, new.status) == (RunStatus.CANCELLED, RunStatus.PROPOSED)


def test_job_is_silent_when_nothing_is_due_or_a_proposal_waits():
    load_rules(actor=JOB)
    assert prepare_disposal.call() is None
    assert RetentionRun.objects.count() == 0
    invitations(1)
    assert prepare_disposal.call() == RetentionRun.objects.get().pk
    assert prepare_disposal.call() is None


def test_who_prepared_the_proposal_does_not_approve_it(data_steward, regional_administrator):
    run = proposal(by=acting(data_steward))

    with pytest.raises(OperationError):
        approve_run(run, count=1, actor=acting(data_steward))
    assert approve_run(run, count=1, actor=acting(regional_administrator)).status == RunStatus.APPROVED


def test_proposal_is_not_approved_by_a_job_nor_with_another_count(data_steward):
    run = proposal(2)

    with pytest.raises(PermissionDenied):
        approve_run(run, count=2, actor=JOB)
    with pytest.raises(OperationError):
        approve_run(run, count=3, actor=acting(data_steward))
    run.refresh_from_db()
    assert run.status == RunStatus.PROPOSED


def test_approved_records_are_erased_and_each_is_recorded(data_steward):
    run = carry_out(approved(data_steward, 3))

    assert (run.status, outcomes(run)) == (RunStatus.DONE, ["done"] * 3)
    assert Invitation.objects.count() == 0
    erased = AuditEvent.objects.filter(action="privacy.erased")
    assert sorted(erased.values_list("target_id", flat=True)) == sorted(run.items.values_list("object_id", flat=True))
    assert AuditEvent.objects.get(action="privacy.disposal_done").data == {"count": 3, "left": 0}


def test_second_approval_and_second_carrying_out_do_nothing(data_steward):
    run = approved(data_steward)
    with pytest.raises(OperationError):
        approve_run(run, count=1, actor=acting(data_steward))

    carry_out(run)
    assert carry_out_batch(run, actor=JOB) is False
    assert AuditEvent.objects.filter(action="privacy.disposal_done").count() == 1


def test_next_run_goes_on_after_a_death(data_steward, monkeypatch):
    monkeypatch.setattr(carrying_out, "BATCH", 2)
    run = approved(data_steward, 5)
    assert carry_out_batch(run, actor=JOB) is True  # and here the worker died
    assert Invitation.objects.count() == 3

    continue_disposals.call()
    run.refresh_from_db()
    assert (run.status, Invitation.objects.count()) == (RunStatus.DONE, 0)
    assert AuditEvent.objects.filter(action="privacy.erased").count() == 5


def test_record_left_out_stays_and_may_be_put_back(data_steward):
    run, actor = proposal(2), acting(data_steward)
    item = run.items.order_by("pk")[0]
    leave_out(item, reason="ještě běží stížnost", actor=actor)
    leave_out(item, reason="podruhé", actor=actor)

    assert RetentionItem.objects.get(pk=item.pk).note == "ještě běží stížnost"
    assert to_be_done(run).count() == 1
    put_back(item, actor=actor)
    assert to_be_done(run).count() == 2
    leave_out(item, reason="ještě běží stížnost", actor=actor)
    carry_out(approve_run(run, count=1, actor=actor))
    assert list(Invitation.objects.values_list("pk", flat=True)) == [int(item.object_id)]


def test_nothing_is_left_out_of_a_decided_proposal(data_steward):
    run = approved(data_steward)

    with pytest.raises(OperationError):
        leave_out(run.items.get(), reason="pozdě", actor=acting(data_steward))


def test_held_records_stay_even_when_the_hold_comes_after_the_approval(data_steward):
    run, actor = approved(data_steward, 2), acting(data_steward)
    held = run.items.order_by("pk")[0]
    tomorrow = timezone.localdate() + timedelta(days=1)
    set_hold(object_type=LABEL, object_id=held.object_id, reason="soudní spor", review_on=tomorrow, actor=actor)

    assert outcomes(carry_out(run)) == [ItemOutcome.HELD, ItemOutcome.DONE]
    held.refresh_from_db()
    assert (held.note, Invitation.objects.count()) == ("soudní spor", 1)


def test_what_was_held_at_the_approval_stays_though_the_hold_is_lifted_before_the_work_begins(data_steward):
    run, actor = proposal(2), acting(data_steward)
    number, tomorrow = run.items.order_by("pk")[0].object_id, timezone.localdate() + timedelta(days=1)
    hold = set_hold(object_type=LABEL, object_id=number, reason="soudní spor", review_on=tomorrow, actor=actor)
    with override_settings(TASKS=QUEUE):
        approve_run(run, count=1, actor=actor)
    lift_hold(hold, actor=actor)

    assert outcomes(carry_out(run)) == [ItemOutcome.HELD, ItemOutcome.DONE]
    assert list(Invitation.objects.values_list("pk", flat=True)) == [int(number)]


def test_hold_of_a_rule_takes_all_its_records_out_of_the_count(data_steward):
    run, actor = proposal(2), acting(data_steward)
    tomorrow = timezone.localdate() + timedelta(days=1)
    hold = set_hold(rule_code=LABEL, reason="kontrola úřadu", review_on=tomorrow, actor=actor)

    [group] = groups(run)
    assert (group.ready, group.stopped, group.total) == (0, 2, 2)
    with pytest.raises(OperationError):
        approve_run(run, count=0, actor=actor)
    lift_hold(hold, actor=actor)
    lift_hold(hold, actor=actor)
    assert to_be_done(run).count() == 2
    assert AuditEvent.objects.filter(action="privacy.hold_lifted").count() == 1


def test_records_of_restricted_people_stay(data_steward):
    restriction = Restriction.objects.create(
        subject_index=email_index("pozvany0@priklad.cz"), reason="námitka", set_by="Petr Datový"
    )
    run = proposal(2)
    assert outcomes(run) == [ItemOutcome.HELD, ItemOutcome.WAITING]

    restriction.subject_index = email_index("pozvany1@priklad.cz")
    restriction.save()
    run = carry_out(approve_run(run, count=1, actor=acting(data_steward)))
    assert (outcomes(run), Invitation.objects.count()) == ([ItemOutcome.HELD] * 2, 2)


def test_records_whose_rule_or_state_changed_since_are_not_erased(data_steward):
    run = approved(data_steward, 2)
    rules_in_force()
    Invitation.objects.filter(pk=run.items.order_by("pk")[0].object_id).update(updated_at=timezone.now())

    assert outcomes(carry_out(run)) == [ItemOutcome.NOT_DUE, ItemOutcome.DONE]
    assert Invitation.objects.count() == 1


def test_proposal_moves_only_along_its_states(data_steward):
    run, actor = proposal(), acting(data_steward)
    reached = set()
    for status in RunStatus:
        RetentionRun.objects.update(status=status)
        for target, move in (
            (RunStatus.APPROVED, lambda: approve_run(run, count=1, actor=actor)),
            (RunStatus.CANCELLED, lambda: cancel_run(run, actor=actor)),
        ):
            if target not in RUN_TRANSITIONS[status] and target != status:
                with pytest.raises(OperationError):
                    move()
        reached |= RUN_TRANSITIONS[status]

    assert set(RUN_TRANSITIONS) == set(RunStatus) == reached | {RunStatus.PROPOSED}


def test_cancelled_proposal_erases_nothing_and_comes_up_again(data_steward):
    run, actor = proposal(), acting(data_steward)
    cancel_run(run, actor=actor)
    cancel_run(run, actor=actor)

    with pytest.raises(OperationError):
        approve_run(run, count=1, actor=actor)
    assert prepare_run(actor=JOB).items.count() == 1
    assert Invitation.objects.count() == 1


def test_record_of_acts_says_it_in_words(data_steward):
    run, actor = proposal(), acting(data_steward)
    leave_out(run.items.get(), reason="běží stížnost", actor=actor)
    put_back(run.items.get(), actor=actor)
    carry_out(approve_run(run, count=1, actor=actor))
    number = run.items.get().object_id

    assert [readable(event) for event in AuditEvent.objects.order_by("pk")] == [
        "Načteny lhůty uchování: přidáno 14.",
        "Připraven návrh výmazu, záznamů 1.",
        f"Záznam v návrhu výmazu: vyřazeno z návrhu (pozvánka č. {number}).",
        f"Záznam v návrhu výmazu: čeká (pozvánka č. {number}).",
        "Schválen návrh výmazu, záznamů 1.",
        "Vymazáno po lhůtě „Pozvánky do organizací“.",
        "Návrh výmazu proveden: záznamů 1, zůstalo 0.",
    ]
