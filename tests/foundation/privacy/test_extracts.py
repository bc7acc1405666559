"""Extract of one person's data: two people, what is hidden, what is handed over."""

import hashlib
import io
import json
import zipfile

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.privacy.enums import EXTRACT_TRANSITIONS, ExtractStatus, RequestKind
from opora.foundation.privacy.exports.extracts import archive
from opora.foundation.privacy.models import Extract
from opora.foundation.privacy.operations.extracts import (
    approve_extract,
    cancel_extract,
    hand_over,
    hide_fields,
    note_download,
    prepare_extract,
    refresh_extract,
    return_extract,
    submit_extract,
)
from opora.foundation.privacy.selectors.extracts import content_of, data_json, hidden_in, parts_of
from opora.foundation.privacy.selectors.requests import waiting_matters
from tests.foundation.privacy.asking import acting, approved, asked, draft, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(data_steward) -> Actor:
    return acting(data_steward)


@pytest.fixture
def administrator(regional_administrator) -> Actor:
    return acting(regional_administrator)


def account_record(extract: Extract) -> str:
    """Name of the record of the account in the extract of a person who has one."""
    return next(part.records[0].name for part in parts_of(extract) if part.code == "accounts.user")


def hidden_name(extract: Extract, actor: Actor, version: int = 1) -> Extract:
    return hide_fields(
        extract, account_record(extract), ["full_name"], reason="týká se jiné osoby", version=version, actor=actor
    )


def test_content_is_frozen_and_not_readable_in_the_row(steward):
    extract = draft(steward, steward.user.email)
    steward.user.full_name = "Jméno Pozdější"
    steward.user.save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM privacy_extract")
        stored = cursor.fetchone()[0]

    assert ("Petr Datový" in stored, "Petr Datový" in extract.content, "Pozdější" in extract.content) == (
        False, True, False,
    )  # fmt: skip


def test_second_click_finds_the_same_draft(steward):
    made = asked(steward)

    assert prepare_extract(made, actor=steward) == prepare_extract(made, actor=steward)
    assert Extract.objects.count() == 1


def test_database_refuses_two_open_extracts_of_a_request(steward):
    extract = draft(steward)

    with pytest.raises(IntegrityError), transaction.atomic():
        Extract.objects.create(request=extract.request, prepared_by="x", prepared_by_id="1")


@pytest.mark.parametrize("kind", [RequestKind.ERASURE, RequestKind.OBJECTION])
def test_extract_is_made_only_for_access(steward, kind):
    with pytest.raises(OperationError, match="jen k otevřené žádosti o přístup"):
        prepare_extract(asked(steward, kind), actor=steward)


def test_hidden_field_keeps_its_title_and_the_reason_never_the_value(steward, administrator):
    extract = hidden_name(draft(steward, steward.user.email), steward)

    handed = json.loads(data_json(extract))
    account = next(part for part in handed["části"] if part["zdroj"] == "accounts.user")["záznamy"][0]

    assert {"pole": "full_name", "název": "jméno a příjmení", "skryto": "týká se jiné osoby"} in account
    assert "Petr Datový" not in json.dumps(account, ensure_ascii=False)


def test_field_may_be_shown_again(steward):
    extract = hidden_name(draft(steward, steward.user.email), steward)

    hide_fields(extract, account_record(extract), [], reason="", version=extract.version, actor=steward)

    assert hidden_in(Extract.objects.get()) == {}


def test_hiding_needs_a_reason_and_a_record(steward):
    extract = draft(steward, steward.user.email)

    with pytest.raises(OperationError, match="proč se údaj skrývá"):
        hide_fields(extract, account_record(extract), ["email"], reason=" ", version=1, actor=steward)
    with pytest.raises(OperationError, match="už ve výpisu není"):
        hide_fields(extract, "accounts.user:0", ["email"], reason="x", version=1, actor=steward)


def test_refreshed_content_keeps_what_is_hidden(steward):
    extract = hidden_name(draft(steward, steward.user.email), steward)
    steward.user.full_name = "Petr Nový"
    steward.user.save()

    refreshed = refresh_extract(extract, version=extract.version, actor=steward)

    assert "Petr Nový" in refreshed.content
    assert list(hidden_in(refreshed).values()) == ["týká se jiné osoby"]


def test_draft_is_changed_only_by_its_preparer(steward, administrator):
    extract = draft(steward)

    for act in (refresh_extract, submit_extract):
        with pytest.raises(OperationError, match="jen ten, kdo ho připravil"):
            act(extract, version=1, actor=administrator)


def test_nobody_approves_nor_returns_their_own_draft(steward):
    extract = submitted(steward)

    with pytest.raises(OperationError, match="Vlastní koncept neschvaluje"):
        approve_extract(extract, version=extract.version, actor=steward)
    with pytest.raises(OperationError, match="Vlastní koncept neschvaluje"):
        return_extract(extract, reason="x", version=extract.version, actor=steward)


def test_database_refuses_approval_by_the_preparer(steward):
    extract = submitted(steward)

    with pytest.raises(IntegrityError), transaction.atomic():
        Extract.objects.filter(pk=extract.pk).update(approved_by_id=extract.prepared_by_id)


def test_job_and_public_approve_nothing(steward, job, public):
    extract = submitted(steward)

    for actor in (job, public):
        with pytest.raises(PermissionDenied):
            approve_extract(extract, version=extract.version, actor=actor)


def test_another_person_approves_once(steward, administrator):
    extract = approved(steward, administrator)

    again = approve_extract(extract, version=1, actor=administrator)

    assert (extract.status, extract.approved_by, again.version) == ("approved", "Jana Krajská", extract.version)
    assert AuditEvent.objects.filter(action="privacy.extract_approved").count() == 1


def test_what_changed_in_another_tab_is_not_approved_unseen(steward, administrator):
    seen = submitted(steward)
    returned = return_extract(seen, reason="skryjte jméno", version=seen.version, actor=administrator)
    submit_extract(returned, version=returned.version, actor=steward)

    with pytest.raises(StaleError):
        approve_extract(seen, version=seen.version, actor=administrator)


def test_submitted_content_does_not_change(steward):
    extract = submitted(steward)

    with pytest.raises(OperationError, match="čeká na schválení"):
        refresh_extract(extract, version=extract.version, actor=steward)


def test_returned_draft_says_why(steward, administrator):
    extract = submitted(steward)

    returned = return_extract(extract, reason="skryjte jméno", version=extract.version, actor=administrator)

    assert (returned.status, returned.returned_reason) == ("draft", "skryjte jméno")


def test_archive_holds_data_with_the_fingerprint_and_a_tagged_paper(steward, administrator):
    extract = approved(steward, administrator, steward.user.email)

    with zipfile.ZipFile(io.BytesIO(archive(extract))) as files:
        data, paper = files.read("data.json"), pikepdf.open(io.BytesIO(files.read("vypis.pdf")))
        assert files.namelist() == ["data.json", "vypis.pdf"]

    assert hashlib.sha256(data).hexdigest() == extract.sha256
    assert (str(paper.Root.Lang), "/StructTreeRoot" in paper.Root) == ("cs", True)
    assert "Petr Datový" in data.decode()


def test_only_an_approved_extract_is_taken_out(steward):
    with pytest.raises(OperationError, match="tohle s ním udělat nejde"):
        note_download(submitted(steward), actor=steward)


def test_each_download_is_recorded(steward, administrator):
    extract = approved(steward, administrator)

    note_download(extract, actor=administrator)

    assert ReadEvent.objects.get(target_type="privacy.extract").reason == "stažení výpisu"
    assert AuditEvent.objects.filter(action="privacy.extract_downloaded").count() == 1


def test_handing_over_ends_it(steward, administrator):
    extract = approved(steward, administrator)

    done = [hand_over(extract, how="osobně", version=extract.version, actor=steward) for _click in range(2)]

    assert (done[0].status, done[0].handed_over_how, done[0].version) == ("handed_over", "osobně", done[1].version)


def test_cancelled_extract_keeps_no_content(steward, administrator):
    extract = cancel_extract(draft(steward, steward.user.email), version=1, actor=administrator)

    assert (extract.status, content_of(extract), prepare_extract(extract.request, actor=administrator) == extract) == (
        "cancelled", {}, False,
    )  # fmt: skip


def test_every_state_has_its_ways_out():
    assert set(EXTRACT_TRANSITIONS) == set(ExtractStatus)
    assert EXTRACT_TRANSITIONS[ExtractStatus.HANDED_OVER] == EXTRACT_TRANSITIONS[ExtractStatus.CANCELLED] == set()


def test_overview_asks_another_person_than_the_preparer(steward, administrator):
    extract = submitted(steward)

    assert [matter.text for matter in waiting_matters(administrator)] == [
        f"Výpis údajů č. {extract.pk} čeká na schválení"
    ]
    assert list(waiting_matters(steward)) == []
