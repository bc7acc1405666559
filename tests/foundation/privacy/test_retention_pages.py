"""Pages of terms, proposals of erasing, holds, and the record of processing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from opora.directory.organizations.models import Invitation
from opora.foundation.privacy.models import LegalHold, RetentionRule, RetentionRun
from opora.foundation.privacy.operations.disposal import approve_run, leave_out
from opora.foundation.privacy.operations.holds import set_hold
from opora.foundation.privacy.operations.retention import load_rules
from opora.foundation.privacy.selectors.disposal import holds_to_review, matters_to_decide
from opora.foundation.privacy.selectors.holdings import holdings
from opora.foundation.privacy.selectors.processing import activities
from tests.foundation.privacy.disposing import JOB, acting, invitations, proposal

pytestmark = pytest.mark.django_db
LABEL = CODE = "organizations.invitation"
RULE = {"months": "9", "action": "erase", "legal_reference": "spisový řád", "verified": "on"}


@pytest.fixture
def staff(client, data_steward):
    """The steward signed in."""
    return client.sign_in(data_steward)


def text_of(response) -> str:
    return response.content.decode()


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_pages_of_others_are_not_there(client, stranger):
    client.sign_in(stranger)
    run = proposal()
    paths = [
        reverse(f"privacy:{name}")
        for name in ("processing", "processing_csv", "rules", "disposals", "holds", "hold_new")
    ]
    paths += [reverse("privacy:rule", args=[CODE]), run.get_absolute_url()]
    paths += [reverse(f"privacy:disposal_{name}", args=[run.pk]) for name in ("approve", "cancel")]
    paths.append(reverse("privacy:disposal_item", args=[run.items.get().pk]))

    assert {client.get(path).status_code for path in paths} == {404}
    assert client.post(reverse("privacy:disposal_new")).status_code == 404


def test_rules_say_how_many_records_are_due_and_what_nobody_verified(staff):
    load_rules(actor=JOB)
    invitations(2)
    page = text_of(staff.get(reverse("privacy:rules")))

    row = page[page.index("Pozvánky do organizací") :].partition("</tr>")[0]
    assert "6 měsíců".replace(" ", "\xa0") in row
    assert "čeká na ověření" in row
    assert '<td class="number">2</td>' in row
    assert "maže se denně samo" in page
    assert "jen nabídka archivu" in page


@pytest.mark.parametrize("count", [1, 3])
def test_rules_query_count(staff, count, django_assert_num_queries):
    load_rules(actor=JOB)
    invitations(count)
    with django_assert_num_queries(8 + len(list(holdings))):
        staff.get(reverse("privacy:rules"))


def test_rule_is_edited_and_its_past_shown(staff):
    load_rules(actor=JOB)
    RetentionRule.objects.update(valid_from=timezone.localdate() - timedelta(days=40))
    path = reverse("privacy:rule", args=[CODE])

    assert staff.post(path, RULE | {"version": "1"}).status_code == 302
    rule = RetentionRule.objects.in_force().get(code=CODE)
    assert (rule.months, rule.legal_reference, rule.verified) == (9, "spisový řád", True)
    assert "Dřívější znění" in text_of(staff.get(path))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"months": "0"}, "Nejkratší lhůta je jeden měsíc."),
        ({"months": "rok"}, "Napište počet měsíců číslicemi"),
        ({"legal_reference": ""}, "Napište, odkud lhůta plyne."),
    ],
)
def test_wrong_rule_is_refused_at_its_field(staff, changes, said):
    load_rules(actor=JOB)
    response = staff.post(reverse("privacy:rule", args=[CODE]), RULE | {"version": "1"} | changes)

    assert response.status_code == 422
    assert said in text_of(response)
    assert RetentionRule.objects.get(code=CODE).months == 6


def test_action_that_records_do_not_know_is_not_taken(staff):
    load_rules(actor=JOB)

    staff.post(reverse("privacy:rule", args=[CODE]), RULE | {"version": "1", "action": "archive"})
    assert RetentionRule.objects.in_force().get(code=CODE).action == "erase"


def test_stale_rule_says_what_is_stored(staff):
    load_rules(actor=JOB)
    path = reverse("privacy:rule", args=[CODE])
    staff.post(path, RULE | {"version": "1"})
    response = staff.post(path, RULE | {"version": "1", "months": "24"})

    assert response.status_code == 422
    assert "Teď je uloženo „9“." in text_of(response)


def test_rule_that_decides_nothing_is_not_edited(staff):
    load_rules(actor=JOB)

    for code in ("audit.event", "core.rate_count"):
        path = reverse("privacy:rule", args=[code])
        assert "Uložit lhůtu" not in text_of(staff.get(path))
        assert staff.post(path, RULE | {"version": "1"}).status_code == 404


def test_proposal_is_prepared_by_button_and_a_second_click_says_why_not(staff):
    load_rules(actor=JOB)
    path = reverse("privacy:disposal_new")
    assert "není co vymazat" in text_of(staff.post(path, follow=True))
    invitations(1)

    assert staff.post(path).url == RetentionRun.objects.get().get_absolute_url()
    assert "Jeden návrh už čeká" in text_of(staff.post(path, follow=True))


def test_proposal_names_records_by_numbers_only(staff):
    run = proposal()
    number = run.items.get().object_id
    page = text_of(staff.get(f"{run.get_absolute_url()}?druh={LABEL}"))

    assert f"pozvánka č. {number}" in page
    assert "Pozvaná" not in page
    assert "priklad.cz" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_proposal_query_count(staff, count, django_assert_num_queries):
    run = proposal(count)
    with django_assert_num_queries(13):
        staff.get(f"{run.get_absolute_url()}?druh={LABEL}")


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_proposals_query_count(staff, count, django_assert_num_queries):
    for _number in range(count):
        RetentionRun.objects.create(status="done", as_of=timezone.localdate(), prepared_by="úloha")
    with django_assert_num_queries(10):
        staff.get(reverse("privacy:disposals"))


def test_approval_wants_the_number_typed(staff):
    run = proposal(2)
    path = reverse("privacy:disposal_approve", args=[run.pk])
    assert "Opište číslo 2." in text_of(staff.get(path))

    for typed in ("", "dva", "3", "-1"):
        assert staff.post(path, {"count": typed}).status_code == 422
    assert Invitation.objects.count() == 2
    assert staff.post(path, {"count": "2"}).url == run.get_absolute_url()
    assert Invitation.objects.count() == 0
    assert staff.post(path, {"count": "2"}).status_code == 422


def test_who_prepared_the_proposal_is_told_that_another_approves(staff, data_steward):
    run = proposal(by=acting(data_steward))
    page = text_of(staff.get(run.get_absolute_url()))

    assert "schválit ho proto musí někdo jiný" in page
    assert "Schválit výmaz" not in page
    path = reverse("privacy:disposal_approve", args=[run.pk])
    assert staff.post(path, {"count": "1"}).status_code == 422


def test_record_is_left_out_with_a_reason_and_put_back(staff):
    run = proposal(2)
    item = run.items.order_by("pk")[0]
    path = reverse("privacy:disposal_item", args=[item.pk])

    assert staff.post(path, {"reason": ""}).status_code == 422
    assert staff.post(path, {"reason": "běží stížnost"}).status_code == 302
    page = text_of(staff.get(f"{run.get_absolute_url()}?druh={LABEL}"))
    assert "běží stížnost" in page
    assert "Schválit výmaz (1)" in page
    assert staff.post(path).status_code == 302
    item.refresh_from_db()
    assert (item.outcome, item.note) == ("waiting", "")


def test_cancelled_proposal_is_not_cancelled_again(staff):
    run = proposal()
    path = reverse("privacy:disposal_cancel", args=[run.pk])

    assert staff.get(path).status_code == 200
    assert staff.post(path).url == reverse("privacy:disposals")
    assert staff.get(path).status_code == 404
    assert staff.post(path).status_code == 302
    assert Invitation.objects.count() == 1


def test_decided_proposal_offers_nothing_to_decide(staff, regional_administrator):
    run = proposal(2)
    leave_out(run.items.order_by("pk")[0], reason="běží stížnost", actor=acting(regional_administrator))
    approve_run(run, count=1, actor=acting(regional_administrator))
    page = text_of(staff.get(f"{run.get_absolute_url()}?druh={LABEL}"))

    assert "Rozhodnout" not in page
    assert "Vrátit do návrhu" not in page
    assert "běží stížnost" in page


def test_hold_is_set_lifted_and_seen_in_the_proposal(staff):
    run = proposal()
    number = run.items.get().object_id
    values = {"object_type": LABEL, "object_id": number, "reason": "soudní spor", "review_on": f"{tomorrow():%Y-%m-%d}"}
    path = reverse("privacy:hold_new")
    assert staff.post(path, values).url == reverse("privacy:holds")
    staff.post(path, values)
    hold = LegalHold.objects.get()

    page = text_of(staff.get(f"{run.get_absolute_url()}?druh={LABEL}"))
    assert "soudní spor" in page
    assert "Není co schválit" in page
    lift = reverse("privacy:hold_lift", args=[hold.pk])
    assert staff.get(lift).status_code == 200
    assert [staff.post(lift).status_code for _click in range(2)] == [302, 302]
    assert "soudní spor" in text_of(staff.get(reverse("privacy:holds") + "?stav=zrusena"))


@pytest.mark.parametrize(
    "changes",
    [
        {"rule_code": ""},
        {"rule_code": CODE, "object_type": LABEL, "object_id": "1"},
        {"rule_code": "", "object_type": LABEL},
        {"rule_code": "", "object_type": LABEL, "object_id": "x1"},
        {"rule_code": "", "object_type": LABEL, "object_id": "99999999999999999999999"},
        {"rule_code": "", "object_type": LABEL, "object_id": "999999"},
        {"rule_code": "nic.neni"},
        {"reason": ""},
        {"review_on": "2020-01-01"},
        {"review_on": ""},
    ],
)
def test_wrong_hold_is_refused(staff, changes):
    load_rules(actor=JOB)
    values = {"rule_code": CODE, "reason": "soudní spor", "review_on": f"{tomorrow():%Y-%m-%d}"} | changes

    assert staff.post(reverse("privacy:hold_new"), values).status_code == 422
    assert LegalHold.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_holds_query_count(staff, data_steward, count, django_assert_num_queries):
    load_rules(actor=JOB)
    for one in invitations(count):
        set_hold(
            object_type=LABEL, object_id=str(one.pk), reason="spor", review_on=tomorrow(), actor=acting(data_steward)
        )
    with django_assert_num_queries(9):
        staff.get(reverse("privacy:holds"))


def test_overview_speaks_of_a_proposal_and_of_a_hold_to_review(data_steward, stranger):
    proposal(2)
    actor = acting(data_steward)
    hold = set_hold(rule_code="accounts.user", reason="spor", review_on=tomorrow(), actor=actor)
    assert holds_to_review(actor) == []
    LegalHold.objects.update(review_on=timezone.localdate())

    assert [matter.text for matter in matters_to_decide(actor)] == ["Návrh výmazu čeká na schválení, záznamů 2"]
    [matter] = holds_to_review(actor)
    assert (matter.text, hold.reason) == (
        "Posoudit pozastavení výmazu: Účty lidí, kteří už nemají žádnou roli",
        "spor",
    )


def test_record_of_processing_is_made_of_declarations_and_rules(staff):
    load_rules(actor=JOB)
    page = text_of(staff.get(reverse("privacy:processing")))

    assert {held.declared.label for one in activities() for held in one.held} >= {"accounts.User", "audit.ReadEvent"}
    assert "přístup do systému" in page
    assert "doplní správce" in page
    assert "lhůta není načtená" not in page


def test_record_of_processing_is_taken_out_as_a_table(staff):
    load_rules(actor=JOB)
    response = staff.get(reverse("privacy:processing_csv"))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0].split(";")[:3] == ["Účel", "Právní základ", "Záznam"]
    assert len(lines) == 1 + sum(len(one.held) for one in activities())
