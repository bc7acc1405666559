"""Pages of consents: no contacts in the list, looks recorded, new versions of the wording."""

import pytest
from django.urls import reverse

from opora.foundation.audit.models import ReadEvent
from opora.foundation.privacy.models import Consent, ConsentWording
from opora.foundation.privacy.operations.consents import give_consent
from opora.foundation.privacy.selectors.consents import ConsentPurpose, consent_purposes

PURPOSE = "zkouska.zpravy"
WORDS = "Souhlasím s tím, aby mi pořadatel psal o dalších akcích."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def purpose():
    """A purpose that some app asks for."""
    consent_purposes.add(PURPOSE, ConsentPurpose(PURPOSE, "zprávy o dalších akcích", WORDS))
    yield
    del consent_purposes._items[PURPOSE]


@pytest.fixture
def staff(client, data_steward):
    """The steward signed in."""
    return client.sign_in(data_steward)


@pytest.fixture
def consent(public) -> Consent:
    """A consent in force."""
    return give_consent(PURPOSE, email="jana@priklad.cz", name="Jana Ukázková", actor=public)


def text_of(response) -> str:
    return response.content.decode()


def test_strangers_get_nowhere(client, stranger, consent):
    client.sign_in(stranger)
    paths = [reverse("privacy:consents"), reverse("privacy:wordings"), reverse("privacy:wording", args=[PURPOSE])]
    paths += [consent.get_absolute_url(), reverse("privacy:consent_withdraw", args=[consent.pk])]

    assert {client.get(path).status_code for path in paths} == {404}


def test_list_shows_no_contacts_and_records_no_look(staff, consent):
    page = text_of(staff.get(reverse("privacy:consents")))

    assert f"č. {consent.pk}" in page
    assert "zprávy o dalších akcích" in page
    assert "priklad.cz" not in page
    assert "Ukázková" not in page
    assert ReadEvent.objects.count() == 0


def test_detail_shows_the_contact_and_records_the_look(staff, consent):
    page = text_of(staff.get(consent.get_absolute_url()))

    assert "Jana Ukázková, jana@priklad.cz" in page
    assert WORDS in page
    assert list(ReadEvent.objects.values_list("target_type", "target_id")) == [("privacy.consent", str(consent.pk))]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"stav": "plati"}, True),
        ({"stav": "odvolane"}, False),
        ({"ucel": PURPOSE}, True),
    ],
)
def test_list_is_narrowed_by_purpose_and_state(staff, consent, query, shown):
    assert (consent.get_absolute_url() in text_of(staff.get(reverse("privacy:consents"), query))) is shown


@pytest.mark.parametrize("query", [{"ucel": "nic"}, {"stav": "nic"}])
def test_wrong_choice_of_the_list_is_said(staff, consent, query):
    response = staff.get(reverse("privacy:consents"), query)

    assert response.status_code == 422
    assert consent.get_absolute_url() not in text_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(staff, public, count, django_assert_num_queries):
    for number in range(count):
        give_consent(PURPOSE, email=f"jana{number}@priklad.cz", actor=public)
    with django_assert_num_queries(9):
        staff.get(reverse("privacy:consents"))


@pytest.mark.parametrize("count", [1, 3])
def test_wordings_query_count(staff, job, count, django_assert_num_queries):
    for number in range(count):
        staff.post(reverse("privacy:wording", args=[PURPOSE]), {"version": number, "text": f"Slova {number}."})
    assert ConsentWording.objects.count() == count
    with django_assert_num_queries(4):
        staff.get(reverse("privacy:wordings"))


def test_wording_is_written_once_for_two_clicks(staff, consent):
    path = reverse("privacy:wording", args=[PURPOSE])
    values = {"version": "1", "text": "Souhlasím jinak."}

    assert staff.post(path, values).url == reverse("privacy:wordings")
    again = staff.post(path, values)
    assert (again.status_code, 'name="version" value="2"' in again.text) == (422, True)  # may be saved knowingly
    assert ConsentWording.objects.count() == 2


@pytest.mark.parametrize(
    "values", [{"text": ""}, {"text": "  "}, {"text": WORDS}, {"text": "x" * 4001}, {"version": ""}]
)
def test_wrong_wording_is_refused(staff, consent, values):
    path = reverse("privacy:wording", args=[PURPOSE])

    assert staff.post(path, {"version": "1", "text": "Souhlasím jinak."} | values).status_code == 422
    assert ConsentWording.objects.count() == 1


def test_wording_of_unknown_purpose_is_not_there(staff):
    assert staff.get(reverse("privacy:wording", args=["nic.neni"])).status_code == 404


def test_purpose_that_nobody_asks_for_any_more_stays_in_the_list(staff, consent):
    item = consent_purposes._items.pop(PURPOSE)
    try:
        assert PURPOSE in text_of(staff.get(reverse("privacy:wordings")))
        assert PURPOSE in text_of(staff.get(reverse("privacy:consents")))
    finally:
        consent_purposes._items[PURPOSE] = item


def test_changed_words_are_found_out(staff, consent):
    super(type(ConsentWording.objects.all()), ConsentWording.objects.all()).update(text="Podvržená slova.")

    assert "Znění neodpovídá svému otisku." in text_of(staff.get(consent.get_absolute_url()))


def test_withdrawal_told_to_staff_is_written_down(staff, consent):
    path = reverse("privacy:consent_withdraw", args=[consent.pk])
    assert staff.get(path).status_code == 200
    assert staff.post(path, {"how": ""}).status_code == 422
    assert staff.post(path, {"how": "link"}).status_code == 422

    assert [staff.post(path, {"how": "phone"}).status_code for _click in range(2)] == [302, 302]
    consent.refresh_from_db()
    assert (consent.is_in_force, consent.withdrawn_how) == (False, "phone")
    assert "telefonicky" in text_of(staff.get(consent.get_absolute_url()))
