"""What becomes of records past their term: each kind found in time and treated as its rule says."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.utils import timezone

from opora.directory.catalog.models import ImportRun
from opora.directory.organizations.enums import InvitationStatus, Role
from opora.directory.organizations.models import Invitation, Membership
from opora.foundation.accounts.models import EmailChange, User
from opora.foundation.accounts.operations.retention import anonymise_accounts
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.models import RateCount
from opora.foundation.documents.models import StoredFile
from opora.foundation.documents.operations import store_file
from opora.foundation.messaging.models import DeliveryAttempt, Message, Preference
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.models import Consent, DataRequest, Extract, RetentionItem, RetentionRun
from opora.foundation.privacy.operations import retention
from opora.foundation.privacy.operations.consents import give_consent, withdraw_consent
from opora.foundation.privacy.operations.retention import load_rules
from opora.foundation.privacy.selectors.consents import ConsentPurpose, consent_purposes
from opora.foundation.privacy.selectors.holdings import ANONYMISED, holding_of
from opora.foundation.privacy.selectors.subjects import email_index
from opora.foundation.privacy.tasks import erase_short_lived_records
from tests.foundation.privacy.disposing import JOB, invitations
from tests.support.people import person

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO, YEAR_AGO, WEEK_AGO = (NOW - timedelta(days=days) for days in (800, 400, 7))


def due(label: str, before=YEAR_AGO) -> list:
    """Numbers of records of the kind whose term began before the moment, in their order."""
    return sorted(holding_of(label).due(before).values_list("pk", flat=True))


def anonymise(label: str, *ids) -> None:
    holding_of(label).anonymise(list(ids), actor=JOB)


def old_account(number: int = 0, *, created=LONG_AGO, role: Role | None = None, **membership) -> User:
    user = person("Stará Ukázková", f"stary{number}@priklad.cz", role)
    User.objects.filter(pk=user.pk).update(created_at=created)
    if membership:
        user.memberships.update(**membership)
    return user


def test_accounts_are_due_by_the_end_of_their_last_role():
    never = old_account(0)
    ended = old_account(1, role=Role.PLANNER, ended_at=LONG_AGO)
    past = old_account(2, role=Role.PLANNER, valid_from=LONG_AGO.date(), valid_to=LONG_AGO.date())
    old_account(3, role=Role.PLANNER)  # in force
    old_account(4, role=Role.PLANNER, ended_at=WEEK_AGO)
    old_account(5, created=WEEK_AGO)
    again = old_account(6, role=Role.PLANNER, ended_at=LONG_AGO)
    Membership.objects.create(user=again, organization=again.memberships.get().organization, role=Role.DATA_STEWARD)

    assert due("accounts.user") == [never.pk, ended.pk, past.pk]


def test_account_with_an_invitation_that_waits_is_not_due():
    user = old_account()
    [invitation] = invitations(1)
    values = {"email": user.email, "status": InvitationStatus.WAITING, "expires_at": timezone.now() + timedelta(days=1)}
    Invitation.objects.filter(pk=invitation.pk).update(**values)

    assert due("accounts.user") == []


def test_of_an_anonymised_account_only_the_number_is_left(client):
    user = old_account(role=Role.PLANNER, ended_at=LONG_AGO)
    client.sign_in(user)
    Authenticator.objects.create(user=user, type="totp", data={})
    EmailChange.objects.create(user=user, email="nova@priklad.cz", previous_email=user.email)
    Preference.objects.create(user=user, category="x", frequency="never")
    anonymise("accounts.user", user.pk)

    user.refresh_from_db()
    assert (user.full_name, user.email) == (
        f"smazaný účet č. {user.pk}",
        f"smazany-ucet-{user.pk}@smazano.invalid",
    )
    assert (user.is_active, user.has_usable_password(), user.last_login) == (False, False, None)
    left = (UserSession, Session, Authenticator, EmailChange, Preference)
    assert [model.objects.count() for model in left] == [0] * len(left)
    assert Membership.objects.filter(user=user).count() == 1
    assert due("accounts.user") == []


def test_account_is_anonymised_by_no_person(data_steward):
    user = old_account()
    with pytest.raises(PermissionDenied):
        anonymise_accounts([user.pk], actor=Actor.for_user(data_steward, data_steward.memberships.get()))


def test_invitations_are_due_by_the_answer_or_by_the_end_of_their_time():
    answered, late = invitations(2)
    [waiting] = invitations(1, days=0)
    Invitation.objects.filter(pk=late.pk).update(status=InvitationStatus.WAITING, email="jiny@priklad.cz")
    values = {"status": InvitationStatus.WAITING, "expires_at": timezone.now() + timedelta(days=1)}
    Invitation.objects.filter(pk=waiting.pk).update(**values, updated_at=LONG_AGO)

    assert due("organizations.invitation", WEEK_AGO) == [answered.pk, late.pk]


def stored(text: bytes) -> StoredFile:
    made = store_file(ContentFile(text, name="letak.pdf"), purpose="zkouška", actor=JOB)
    StoredFile.objects.filter(pk=made.pk).update(created_at=LONG_AGO)
    return made


def test_only_files_that_nothing_refers_to_are_erased_with_their_content(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    orphan, used = stored(b"jeden"), stored(b"dva")
    ImportRun.objects.create(file=used, source="x", as_of=NOW.date())
    assert due("documents.storedfile") == [orphan.pk]

    holding_of("documents.storedfile").erase([orphan.pk], actor=JOB)
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [used.pk]
    assert [path.read_bytes() for path in tmp_path.rglob("*.bin")] == [b"dva"]


def test_file_that_somebody_began_to_use_keeps_its_content(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    orphan, used = stored(b"jeden"), stored(b"dva")
    ImportRun.objects.create(file=used, source="x", as_of=NOW.date())

    with pytest.raises(ProtectedError):
        holding_of("documents.storedfile").erase([orphan.pk, used.pk], actor=JOB)

    assert sorted(path.read_bytes() for path in tmp_path.rglob("*.bin")) == [b"dva", b"jeden"]


def test_of_an_old_message_address_text_and_answers_go():
    message = Message.objects.create(
        recipient="jana@priklad.cz", recipient_index=email_index("jana@priklad.cz"), subject="Odkaz", text="Dobrý den",
        message_id="<1@x>", status="sent", finished_at=LONG_AGO, notification="x",
    )  # fmt: skip
    attempt = DeliveryAttempt.objects.create(message=message, outcome="sent", answer="250 jana@priklad.cz ok")
    Message.objects.create(recipient="b@priklad.cz", recipient_index="b", message_id="<2@x>", finished_at=WEEK_AGO)
    assert due("messaging.message") == [message.pk]
    assert due("messaging.deliveryattempt") == [attempt.pk]

    anonymise("messaging.message", message.pk)
    anonymise("messaging.deliveryattempt", attempt.pk)
    message.refresh_from_db()
    assert (message.recipient, message.subject, message.text, message.status) == ("", "", "", "sent")
    assert (due("messaging.message"), due("messaging.deliveryattempt")) == ([], [])


def test_who_loaded_the_register_is_forgotten_jobs_are_not():
    mine, job = (
        ImportRun.objects.create(source="x", as_of=NOW.date(), started_by=name, status="done", created_at=LONG_AGO)
        for name in ("Petr Datový", "denní načtení registru")
    )
    assert due("catalog.importrun") == [mine.pk]

    anonymise("catalog.importrun", mine.pk)
    mine.refresh_from_db()
    job.refresh_from_db()
    assert (mine.started_by, job.started_by) == (ANONYMISED, "denní načtení registru")
    assert due("catalog.importrun") == []


def test_consents_are_due_after_withdrawal_or_after_their_data_are_gone(public, stranger):
    consent_purposes.add("zkouska", ConsentPurpose("zkouska", "zkouška", "Souhlasím."))
    try:
        withdrawn, data_gone, in_force = (
            give_consent("zkouska", email=f"{name}@priklad.cz", target=target, actor=public)
            for name, target in (("a", None), ("b", stranger), ("c", None))
        )
    finally:
        del consent_purposes._items["zkouska"]
    withdraw_consent(withdrawn, how=Channel.EMAIL, actor=JOB)
    Consent.objects.filter(pk=withdrawn.pk).update(withdrawn_at=LONG_AGO)
    run = RetentionRun.objects.create(as_of=NOW.date(), prepared_by="x", status="done", decided_at=LONG_AGO)
    item = {"rule_code": "accounts.user", "object_type": "accounts.user", "object_id": str(stranger.pk)}
    RetentionItem.objects.create(run=run, **item, action="anonymise", due_on=NOW.date(), outcome="done")
    assert due("privacy.consent") == [withdrawn.pk, data_gone.pk]

    holding_of("privacy.consent").erase([withdrawn.pk, data_gone.pk], actor=JOB)
    assert list(Consent.objects.values_list("pk", flat=True)) == [in_force.pk]


def test_proposals_lose_who_decided_and_why_records_stayed():
    run = RetentionRun.objects.create(
        as_of=NOW.date(), prepared_by="Petr Datový", prepared_by_id="1", decided_by="Jana Krajská", decided_by_id="2",
        status="done", decided_at=LONG_AGO,
    )  # fmt: skip
    item = run.items.create(
        rule_code="accounts.user", object_type="accounts.user", object_id="7", action="anonymise", due_on=NOW.date(),
        outcome="held", note="spor s Janou Ukázkovou",
    )  # fmt: skip
    assert due("privacy.retentionrun") == [run.pk]

    anonymise("privacy.retentionrun", run.pk)

    run.refresh_from_db()
    item.refresh_from_db()
    assert (run.prepared_by, run.decided_by, run.prepared_by_id, run.decided_by_id) == (ANONYMISED, ANONYMISED, "", "")
    assert (item.note, item.object_id, due("privacy.retentionrun")) == ("", "7", [])


def test_requests_and_extracts_lose_whose_they_were():
    request = DataRequest.objects.create(
        kind="access", subject_name="Jana Ukázková", subject_email="jana@priklad.cz", subject_index="x", proof="op",
        received_on=NOW.date(), due_on=NOW.date(), channel="email", text="Prosím", status="done", outcome="Předáno",
        recorded_by="Petr Datový", decided_at=LONG_AGO,
    )  # fmt: skip
    extract = Extract.objects.create(
        request=request, status="handed_over", content="[]", prepared_by="Petr Datový", prepared_by_id="1",
        approved_by="Jana Krajská", approved_by_id="2", handed_over_at=LONG_AGO, sha256="f" * 64,
    )  # fmt: skip
    assert (due("privacy.datarequest"), due("privacy.extract")) == ([request.pk], [extract.pk])

    anonymise("privacy.extract", extract.pk)
    anonymise("privacy.datarequest", request.pk)
    extract.refresh_from_db()
    request.refresh_from_db()
    assert (extract.content, extract.approved_by_id, extract.sha256) == ("", "", "f" * 64)
    assert (request.subject_name, request.subject_email, request.text, request.kind) == ("", "", "", "access")
    assert (due("privacy.datarequest"), due("privacy.extract")) == ([], [])


def test_record_of_acts_is_only_offered():
    holding = holding_of("audit.auditevent")

    assert (holding.is_proposed, holding.erase, holding.anonymise) == (False, None, None)
    assert "pečeti" in holding.kept


def test_short_lived_counters_go_every_day_without_a_proposal(monkeypatch):
    load_rules(actor=JOB)
    monkeypatch.setattr(retention, "PIECE", 1)
    for key in ("staré", "starší"):
        RateCount.objects.create(key=key, window_ends_at=NOW - timedelta(minutes=1))
    RateCount.objects.create(key="běží", window_ends_at=NOW + timedelta(days=1))

    assert (erase_short_lived_records.call(), erase_short_lived_records.call()) == (2, 0)
    assert list(RateCount.objects.values_list("key", flat=True)) == ["běží"]
    events = AuditEvent.objects.filter(action="privacy.short_lived_erased")
    assert [event.data for event in events] == [{"count": 1}] * 2
