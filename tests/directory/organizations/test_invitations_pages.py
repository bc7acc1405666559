"""Pages of those who invite: form, one invitation, renewal, cancelling; nobody else learns of them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from opora.directory.organizations.models import Invitation, Membership
from opora.directory.organizations.operations import invitations as operations
from tests.directory.organizations.invitation_world import accepted, cancelled, head_of, invited, provider

pytestmark = pytest.mark.django_db
QUERIES_OF_PEOPLE = 7
FILLED = {
    "email": "nova@opora.example",
    "full_name": "Nová Ukázková",
    "role": "social_worker",
    "scope": "organization",
    "valid_to": "",
}


@pytest.fixture
def organization():
    return provider()


@pytest.fixture
def head(organization):
    return head_of(organization)


def test_head_sends_an_invitation_from_the_page_of_people(client, organization, head, mailoutbox):
    client.sign_in(head)
    page = client.get(f"/organizace/{organization.pk}/pozvat/")
    assert page.status_code == 200
    assert "krajský správce" not in page.text

    answer = client.post(f"/organizace/{organization.pk}/pozvat/", FILLED, follow=True)

    assert answer.redirect_chain == [(f"/organizace/{organization.pk}/lide/", 302)]
    assert "Pozvánka odchází na nova@opora.example." in answer.text
    assert [message.to for message in mailoutbox] == [["nova@opora.example"]]


def test_second_click_on_send_offers_the_invitation_that_waits(client, organization, head, mailoutbox):
    client.sign_in(head)
    client.post(f"/organizace/{organization.pk}/pozvat/", FILLED)

    again = client.post(f"/organizace/{organization.pk}/pozvat/", FILLED)

    assert again.status_code == 422
    assert operations.WAITS in again.text
    assert f'href="/pozvanky/{Invitation.objects.get().pk}/"' in again.text
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "hana@opora.example"}, operations.OWN),
        ({"email": ""}, "Napište e-mail člověka, kterého zvete."),
        ({"email": "bez zavináče"}, "Zadejte celou adresu"),
        ({"full_name": "–"}, "Napište aspoň jedno písmeno nebo číslici."),
        ({"role": ""}, "Vyberte roli."),
        ({"role": "regional_administrator"}, "Vyberte z nabídky."),
        ({"role": "organizer"}, "Tato role takový rozsah nemá."),
        ({"scope": "branch"}, "Vyberte pracoviště této organizace."),
        ({"valid_to": "2020-01-01"}, "Tento den už byl."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, organization, head, change, sentence, mailoutbox):
    answer = client.sign_in(head).post(f"/organizace/{organization.pk}/pozvat/", FILLED | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("Nová Ukázková" in answer.text) is ("full_name" not in change)
    assert (Invitation.objects.count(), mailoutbox) == (0, [])


def test_more_fields_than_the_form_has_change_nothing(client, organization, head):
    hidden = {"status": "accepted", "organization": "1", "invited_by": "Někdo", "expires_at": "2099-01-01"}

    client.sign_in(head).post(f"/organizace/{organization.pk}/pozvat/", FILLED | hidden)

    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.organization, invitation.invited_by) == (
        "waiting", organization, "Hana Ukázková",
    )  # fmt: skip
    assert invitation.expires_at < timezone.now() + timedelta(days=15)


def test_pages_of_another_organization_do_not_exist(client, organization, head, stranger):
    elsewhere = provider("Jiný poskytovatel")
    theirs = invited(elsewhere, head_of(elsewhere, "Iva Ukázková", "iva@opora.example"))
    worker = Membership.objects.create(user=stranger, organization=elsewhere, role="social_worker").user

    for user in (head, worker):
        client.sign_in(user)
        for address in (
            f"/organizace/{elsewhere.pk}/pozvat/",
            f"/pozvanky/{theirs.pk}/",
            f"/pozvanky/{theirs.pk}/obnovit/",
            f"/pozvanky/{theirs.pk}/zrusit/",
        ):
            assert client.get(address).status_code == 404, address
            assert client.post(address, FILLED | {"version": 1}).status_code in {404, 405}, address
    theirs.refresh_from_db()
    assert (theirs.status, Invitation.objects.count()) == ("waiting", 1)


def test_own_invitation_is_renewed_and_cancelled_by_nobody_invited(client, organization, head):
    another = head_of(organization, "Iva Ukázková", "iva@opora.example")
    mine = invited(organization, another, email="hana@opora.example", role="service_manager")

    client.sign_in(head)
    assert client.get(f"/pozvanky/{mine.pk}/").status_code == 200
    assert "Obnovit" not in client.get(f"/pozvanky/{mine.pk}/").text
    assert client.get(f"/pozvanky/{mine.pk}/obnovit/").status_code == 404


def test_page_of_an_invitation_says_its_state_and_what_can_be_done(client, organization, head):
    with time_machine.travel("2026-11-01T12:00:00+01:00", tick=False):
        late = invited(organization, head)
    done = invited(organization, head, email="a@opora.example")
    accepted(done)

    page = client.sign_in(head).get(f"/pozvanky/{late.pk}/").text
    assert ("propadlá" in page, "Obnovit" in page, "Zrušit pozvánku" in page) == (True, True, True)
    page = client.get(f"/pozvanky/{done.pk}/").text
    assert ("přijatá" in page, "Obnovit" in page, "Zrušit pozvánku" in page) == (True, False, False)


def test_renewal_and_cancelling_need_a_button(client, organization, head, mailoutbox):
    invitation = invited(organization, head)
    client.sign_in(head)
    for page in ("obnovit", "zrusit"):
        assert client.get(f"/pozvanky/{invitation.pk}/{page}/").status_code == 200
    assert (Invitation.objects.get().version, len(mailoutbox)) == (1, 1)

    answer = client.post(f"/pozvanky/{invitation.pk}/obnovit/", {"version": 1}, follow=True)
    assert "Pozvánka odchází znovu" in answer.text
    answer = client.post(f"/pozvanky/{invitation.pk}/zrusit/", {"version": 2}, follow=True)
    assert "Pozvánka je zrušená" in answer.text
    assert (Invitation.objects.get().status, len(mailoutbox)) == ("cancelled", 2)


def test_late_click_says_what_happened_meanwhile(client, organization, head, mailoutbox):
    invitation = invited(organization, head)
    client.sign_in(head)
    cancelled(invitation, head)

    answer = client.post(f"/pozvanky/{invitation.pk}/obnovit/", {"version": 1})
    assert answer.status_code == 422
    assert "Pozvánka už je vyřízená (zrušená). Pošlete novou." in answer.text
    assert client.post(f"/pozvanky/{invitation.pk}/obnovit/", {"version": "x" * 50}).status_code == 422
    assert len(mailoutbox) == 1


def test_region_sees_what_it_may_send_elsewhere_and_no_more(client, organization, head, regional_administrator):
    team = invited(organization, head)
    heads = invited(organization, regional_administrator, email="a@opora.example", role="provider_administrator")
    client.sign_in(regional_administrator)

    assert client.get(f"/pozvanky/{team.pk}/").status_code == 404
    assert client.get(f"/pozvanky/{heads.pk}/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_people_page_lists_invitations_by_a_constant_number_of_queries(
    client, organization, head, count, django_assert_num_queries
):
    for number in range(count):
        invited(organization, head, email=f"{number}@opora.example")
    client.sign_in(head)
    client.get(f"/organizace/{organization.pk}/lide/")  # warms up

    with django_assert_num_queries(QUERIES_OF_PEOPLE):
        page = client.get(f"/organizace/{organization.pk}/lide/")
    assert page.text.count("čeká na přijetí") == count


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "²", "x"])
def test_version_that_no_form_sends_is_a_stale_one(client, organization, head, version):
    invitation = invited(organization, head)
    client.sign_in(head)

    answer = client.post(f"/pozvanky/{invitation.pk}/zrusit/", {"version": version})

    invitation.refresh_from_db()
    assert (answer.status_code, invitation.status) == (422, "waiting")


def test_only_role_that_can_be_offered_is_chosen_beforehand(client, organization, head, regional_administrator):
    address = f"/organizace/{organization.pk}/pozvat/"
    people = (regional_administrator, head)
    chosen = [client.sign_in(who).get(address).context["form"]["role"].value() for who in people]

    assert chosen == ["provider_administrator", None]
