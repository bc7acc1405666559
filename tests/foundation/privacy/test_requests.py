"""Requests of people: term, settling, lists without names, what is held and what is erased."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.privacy.enums import RequestKind, RequestStatus
from opora.foundation.privacy.models import Consent, DataRequest
from opora.foundation.privacy.operations.consents import give_consent
from opora.foundation.privacy.operations.requests import erase_on_consent, settle_request
from opora.foundation.privacy.selectors.consents import ConsentPurpose, consent_purposes
from opora.foundation.privacy.selectors.requests import late_matters
from tests.foundation.privacy.asking import EMAIL, NAME, acting, asked, draft

pytestmark = pytest.mark.django_db
LIST = reverse("privacy:requests")
FORM = {
    "kind": "access", "name": NAME, "email": EMAIL, "received_on": "2026-01-31", "channel": "email",
    "proof": "občanský průkaz", "text": "Chci vědět vše.",
}  # fmt: skip


@pytest.fixture
def steward(data_steward) -> Actor:
    return acting(data_steward)


@pytest.fixture
def purpose(monkeypatch) -> str:
    """A consent that some app asks for."""
    monkeypatch.setattr(consent_purposes, "_items", dict(consent_purposes._items))
    consent_purposes.add("zkouška", ConsentPurpose("zkouška", "zkouška", "Souhlasím se zkouškou."))
    return "zkouška"


def test_person_in_the_row_is_not_readable(steward):
    made = asked(steward)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_datarequest WHERE id = %s", [made.pk])
        stored = " ".join(str(value) for value in cursor.fetchone())

    assert (EMAIL in stored, NAME in stored, "Chci vědět" in stored) == (False, False, False)
    made.refresh_from_db()
    assert (made.subject_email, made.subject_name, made.text) == (EMAIL, NAME, "Chci vědět vše.")


def test_request_from_the_future_is_refused(steward):
    with pytest.raises(ValidationError) as refused:
        asked(steward, on=today() + timedelta(days=1))

    assert refused.value.message_dict == {"received_on": ["Žádost nemohla přijít v budoucnu. Opravte den přijetí."]}


def test_stranger_records_nothing(public):
    with pytest.raises(PermissionDenied):
        asked(public)

    assert DataRequest.objects.count() == 0


def test_record_of_acts_says_the_right_and_nobody(steward):
    made = asked(steward)

    event = AuditEvent.objects.get(action="privacy.request_recorded")
    assert (event.data, event.target_id) == ({"right": "access"}, str(made.pk))


def test_settling_keeps_how_and_a_second_click_changes_nothing(steward):
    made = asked(steward)
    how = {"status": RequestStatus.REFUSED, "outcome": "Totožnost se neověřila.", "version": made.version}

    settled = settle_request(made, **how, actor=steward)
    again = settle_request(made, **how, actor=steward)

    assert (settled.status, again.version) == (RequestStatus.REFUSED, settled.version)
    assert AuditEvent.objects.filter(action="privacy.request_settled").count() == 1


def test_settled_request_is_not_settled_otherwise(steward):
    made = asked(steward)
    settle_request(made, status=RequestStatus.DONE, outcome="Hotovo.", version=made.version, actor=steward)

    with pytest.raises(OperationError, match="už je vyřízená"):
        settle_request(made, status=RequestStatus.REFUSED, outcome="Ne.", version=2, actor=steward)


def test_request_with_an_unfinished_extract_is_not_settled(steward):
    extract = draft(steward)

    with pytest.raises(OperationError, match="rozpracovaný výpis"):
        settle_request(extract.request, status=RequestStatus.DONE, outcome="Hotovo.", version=1, actor=steward)


def test_of_a_correction_only_names_of_fields_are_recorded(steward):
    made = asked(steward, RequestKind.RECTIFICATION)

    settle_request(
        made, status=RequestStatus.DONE, outcome="Opraveno příjmení na Nová.", corrected=["accounts.user.full_name"],
        version=1, actor=steward,
    )  # fmt: skip

    assert AuditEvent.objects.get(action="privacy.rectified").data == {"corrected": ["accounts.user.full_name"]}


def test_only_what_stands_on_consent_is_erased(steward, purpose):
    consent = give_consent(purpose, email=EMAIL, actor=Actor.public())
    other = give_consent(purpose, email="jiny@priklad.cz", actor=Actor.public())
    made = asked(steward, RequestKind.ERASURE)

    erased = [erase_on_consent(made, version=1, actor=steward) for _click in range(2)]

    in_force = list(Consent.objects.filter(withdrawn_at__isnull=True))
    assert (erased, in_force, Consent.objects.filter(pk=consent.pk).exists()) == ([1, 0], [other], True)


def test_nothing_is_erased_on_a_request_for_access(steward):
    with pytest.raises(OperationError, match="jen na žádost o výmaz"):
        erase_on_consent(asked(steward), version=1, actor=steward)


def test_nothing_is_erased_from_an_old_page(steward):
    with pytest.raises(StaleError):
        erase_on_consent(asked(steward, RequestKind.ERASURE), version=7, actor=steward)


def test_late_requests_stand_on_the_overview_without_names(steward):
    late = asked(steward, on=today() - timedelta(days=45))
    asked(steward)

    assert [(matter.text, matter.on) for matter in late_matters(steward)] == [
        (f"Po lhůtě: žádost č. {late.pk} – přístup k údajům (čl. 15)", late.due_on)
    ]


def test_form_keeps_what_was_typed_and_says_what_is_wrong(client, data_steward):
    client.sign_in(data_steward)

    answer = client.post(reverse("privacy:request_new"), FORM | {"proof": "", "email": "neplatny"})

    assert (answer.status_code, DataRequest.objects.count()) == (422, 0)
    assert answer.context["form"].errors["proof"] == ["Napište, jak víte, že žádá právě tento člověk."]
    assert "Chci vědět vše." in answer.text


def test_recorded_request_leads_to_its_page_and_the_look_is_recorded(client, data_steward):
    client.sign_in(data_steward)

    answer = client.post(reverse("privacy:request_new"), FORM, follow=True)

    made = DataRequest.objects.get()
    assert (answer.redirect_chain, made.due_on) == ([(made.get_absolute_url(), 302)], date(2026, 2, 28))
    assert NAME in answer.text
    assert [(event.target_type, event.target_id) for event in ReadEvent.objects.all()] == [
        ("privacy.datarequest", str(made.pk))
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_list_says_no_names_and_asks_the_same_for_any_number(client, data_steward, django_assert_num_queries, count):
    client.sign_in(data_steward)
    for _number in range(count):
        asked(acting(data_steward))
    client.get(LIST)

    with django_assert_num_queries(6):
        answer = client.get(LIST)

    assert (answer.text.count('<th scope="row">'), NAME in answer.text, EMAIL in answer.text) == (count, False, False)


def test_settled_requests_are_among_all(client, data_steward):
    steward = acting(data_steward)
    made = asked(steward)
    settle_request(made, status=RequestStatus.DONE, outcome="Hotovo.", version=1, actor=steward)
    client.sign_in(data_steward)

    assert [list(client.get(f"{LIST}{query}").context["page"]) for query in ("", "?stav=vse")] == [[], [made]]


@pytest.mark.parametrize("kind", list(RequestKind))
def test_page_says_what_to_do_with_each_kind(client, data_steward, kind):
    client.sign_in(data_steward)
    made = asked(acting(data_steward), kind)

    answer = client.get(made.get_absolute_url())

    offered = {
        "výpis": "Připravit výpis údajů" in answer.text,
        "výmaz": reverse("privacy:request_erase", args=[made.pk]) in answer.text,
        "omezení": f"?zadost={made.pk}" in answer.text,
        "údaje": reverse("privacy:request_data", args=[made.pk]) in answer.text,
    }
    assert offered == {
        "výpis": kind in {"access", "portability"},
        "výmaz": kind in {"erasure", "objection"},
        "omezení": kind not in {"access", "portability"},
        "údaje": True,
    }


def test_records_of_the_person_say_why_they_are_held_and_where_they_are_corrected(client, data_steward):
    client.sign_in(data_steward)
    made = asked(acting(data_steward), RequestKind.RECTIFICATION, email=data_steward.email)

    answer = client.get(reverse("privacy:request_data", args=[made.pk]))

    membership = data_steward.memberships.get()
    assert membership.get_absolute_url() in answer.text
    assert membership.PersonalData.basis in answer.text


def test_correction_offers_fields_of_the_records(client, data_steward):
    client.sign_in(data_steward)
    made = asked(acting(data_steward), RequestKind.RECTIFICATION, email=data_steward.email)
    page = reverse("privacy:request_settle", args=[made.pk])

    offered = dict(client.get(page).context["form"].fields["corrected"].choices)
    answer = client.post(
        page,
        {"status": "done", "outcome": "Opravena role.", "corrected": "organizations.membership.role", "version": 1},
    )

    assert (offered["organizations.membership.role"], answer.status_code) == ("Role: role", 302)
    assert DataRequest.objects.get().status == RequestStatus.DONE


def test_page_of_erasing_says_what_goes_and_what_stays(client, data_steward, purpose):
    client.sign_in(data_steward)
    give_consent(purpose, email=data_steward.email, actor=Actor.public())
    made = asked(acting(data_steward), RequestKind.ERASURE, email=data_steward.email)
    page = reverse("privacy:request_erase", args=[made.pk])

    answer = client.get(page)
    client.post(page, {"version": made.version})

    assert "Souhlasy se odvolají" in answer.text
    assert Consent.objects.filter(withdrawn_at__isnull=True).count() == 0
