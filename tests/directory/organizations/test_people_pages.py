"""Pages of people of an organization and of one membership."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opora.directory.organizations.models import Branch, Membership
from opora.foundation.accounts.operations.accounts import enable_second_factor
from opora.foundation.audit.models import ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from tests.directory.organizations.staff import acting, member, organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return member("Hana Správcová", "provider_administrator")


@pytest.fixture
def worker():
    return member("Karel Sociální")


def people_address(membership):
    return f"/organizace/{membership.organization_id}/lide/"


def text(answer) -> str:
    return answer.content.decode()


def test_people_stand_in_the_order_of_czech_with_their_state(client, head, worker):
    member("Čeněk Ukázkový", valid_from=today() + timedelta(days=30))
    member("Dana Ukázková").user.__class__.objects.filter(full_name="Dana Ukázková").update(is_active=False)
    gone = member("Božena Bývalá")
    Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now(), valid_to=today())

    page = text(client.sign_in(head.user).get(people_address(head)))

    places = [page.index(name) for name in ("Čeněk U", "Dana U", ">Hana S", ">Karel S", "Kdo skončil", "Božena B")]
    assert places[0] < places[1] < places[4] < places[5]
    assert "začne" in page
    assert "účet je zablokovaný" in page


@pytest.mark.parametrize("count", [1, 3])
def test_people_query_count(client, head, count, django_assert_num_queries):
    for number in range(count):
        worker = member(f"Osoba {number}")
        member(f"Bývalá {number}", ended_at=timezone.now(), valid_to=today())
        member(f"Zástup {number}", substitute_for=worker, valid_to=today())
    client.sign_in(head.user).get("/ucet/role/")

    with django_assert_num_queries(7):
        client.get(people_address(head))


@pytest.mark.parametrize("count", [1, 3])
def test_membership_query_count(client, head, worker, count, django_assert_num_queries):
    for number in range(count):
        member(f"Zástup {number}", substitute_for=worker, valid_to=today())
    client.sign_in(worker.user).get("/ucet/role/")

    with django_assert_num_queries(5):
        client.get(worker.get_absolute_url())


def test_strangers_learn_of_nobody(client, head, worker):
    alien = member("Cizí Pracovník", "provider_administrator", organization("Jiný poskytovatel (ukázka)"))
    client.sign_in(alien.user)

    addresses = [people_address(head), worker.get_absolute_url(), f"/ucet/zastup/{worker.pk}/"]
    addresses += [worker.get_absolute_url() + part for part in ("upravit/", "ukoncit/", "dalsi-role/")]
    addresses += [worker.get_absolute_url() + part for part in ("druhy-faktor/", "zablokovat/")]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert {client.post(address).status_code for address in addresses[2:]} == {404}


def test_region_sees_elsewhere_only_those_whom_it_appoints(client, head, worker, regional_administrator):
    client.sign_in(regional_administrator)

    page = text(client.get(people_address(head)))

    assert ("Hana Správcová" in page, "Karel Sociální" in page) == (True, False)
    assert client.get(worker.get_absolute_url()).status_code == 404


def test_look_at_a_colleague_is_recorded_and_at_oneself_is_not(client, head, worker):
    client.sign_in(head.user)
    client.get(head.get_absolute_url())

    client.get(worker.get_absolute_url())

    read = ReadEvent.objects.get()
    assert (read.target_type, read.target_id, read.membership_id) == (
        "organizations.membership",
        str(worker.pk),
        str(head.pk),
    )


def test_colleague_sees_no_buttons_and_may_nothing(client, worker):
    colleague = member("Lenka Ukázková")
    client.sign_in(colleague.user)

    page = text(client.get(worker.get_absolute_url()))

    for part in ("upravit/", "ukoncit/", "dalsi-role/", "druhy-faktor/", "zablokovat/"):
        assert worker.get_absolute_url() + part not in page
        assert client.post(worker.get_absolute_url() + part).status_code == 403


def test_further_role_is_given_and_bad_input_keeps_what_was_typed(client, head, worker):
    address = worker.get_absolute_url() + "dalsi-role/"
    client.sign_in(head.user)
    refused = client.post(address, {"role": "auditor", "scope": "own", "valid_to": "2031-05-06"})
    assert refused.status_code == 422
    assert "Tato role takový rozsah nemá" in text(refused)
    assert 'value="2031-05-06"' in text(refused)

    answer = client.post(address, {"role": "auditor", "scope": "organization"})

    granted = Membership.objects.get(role="auditor")
    assert (answer["Location"], granted.user) == (granted.get_absolute_url(), worker.user)
    assert client.post(address, {"role": "auditor", "scope": "organization"}).status_code == 422
    assert client.post(address, {"role": "regional_administrator", "scope": "organization"}).status_code == 422


def test_form_ignores_what_it_does_not_offer(client, head, worker):
    sent = {
        "scope": "own",
        "version": 1,
        "role": "provider_administrator",
        "user": head.user.pk,
        "ended_at": "2020-01-01",
    }

    assert client.sign_in(head.user).post(worker.get_absolute_url() + "upravit/", sent).status_code == 302

    worker.refresh_from_db()
    assert (worker.scope, worker.role, worker.ended_at) == ("own", "social_worker", None)


def test_late_edit_says_what_is_stored_and_may_be_saved_knowingly(client, head, worker):
    Branch.objects.create(organization=worker.organization, name="Teplice")
    address = worker.get_absolute_url() + "upravit/"
    client.sign_in(head.user)
    client.post(address, {"scope": "own", "version": 1})

    late = client.post(address, {"scope": "organization", "version": 1})

    assert late.status_code == 422
    assert "Teď je uloženo „jen vlastní záznamy“." in text(late)
    assert client.post(address, {"scope": "organization", "version": 2}).status_code == 302


def test_ending_asks_first_and_two_clicks_do_no_harm(client, head, worker):
    address = worker.get_absolute_url() + "ukoncit/"
    client.sign_in(head.user)
    assert "Přístup skončí hned" in text(client.get(address))
    assert Membership.objects.get(pk=worker.pk).ended_at is None

    assert client.post(address)["Location"] == people_address(head)
    assert client.post(address)["Location"] == people_address(head)
    assert "Členství už předtím skončilo." in text(client.get(people_address(head)))


def test_last_head_is_told_what_to_do_first(client, head):
    address = head.get_absolute_url() + "ukoncit/"
    page = text(client.sign_in(head.user).get(address))
    answer = client.post(address)

    assert ("Ukončit tuto roli</button>" in page, "Pozvat člověka</a>" in page) == (False, True)
    assert "Nejdřív dejte správcovskou roli ještě někomu." in page
    assert answer.status_code == 422
    assert "Nejdřív dejte správcovskou roli ještě někomu." in text(answer)


def test_who_leaves_is_signed_out(client, head, worker):
    client.sign_in(worker.user)

    answer = client.post(worker.get_absolute_url() + "ukoncit/")

    assert answer["Location"] == "/prihlaseni/"
    assert "Členství skončilo." in text(client.get("/prihlaseni/"))


def test_whole_person_leaves_by_one_button(client, head, worker):
    member("Karel Sociální", "public_relations")

    client.sign_in(head.user).post(worker.get_absolute_url() + "ukoncit/", {"all": "1"})

    assert list(worker.user.memberships.in_force()) == []


def test_second_factor_is_reset_from_the_page_of_the_membership(client, head, worker, mailoutbox):
    address = worker.get_absolute_url() + "druhy-faktor/"
    client.sign_in(head.user)
    assert "Zrušit ztracený druhý faktor" not in text(client.get(worker.get_absolute_url()))
    enable_second_factor(worker.user, actor=Actor.job("zkouška"))
    assert "Zrušit ztracený druhý faktor" in text(client.get(worker.get_absolute_url()))
    assert "Zrušit druhý faktor</button>" in text(client.get(address))

    assert client.post(address)["Location"] == worker.get_absolute_url()
    assert client.post(address).status_code == 422
    assert len(mailoutbox) == 1


def test_page_names_who_may_reset_when_the_actor_may_not(client, head, worker):
    member("Karel Sociální", "planner", organization("Ukázkový kraj", "region"))

    page = text(client.sign_in(head.user).get(worker.get_absolute_url() + "druhy-faktor/"))

    assert "Druhý faktor mu zruší krajský správce." in page
    assert "Zrušit druhý faktor</button>" not in page


def test_region_blocks_and_unblocks_from_the_page(client, head, regional_administrator):
    address = head.get_absolute_url() + "zablokovat/"
    client.sign_in(regional_administrator)
    client.post(address)
    head.user.refresh_from_db()
    assert head.user.is_active is False

    client.post(address, {"unblock": "1"})

    head.user.refresh_from_db()
    assert head.user.is_active is True
    assert acting(head).has_right("organizations.manage_people")
