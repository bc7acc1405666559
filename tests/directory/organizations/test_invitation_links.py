"""The page that an invitation opens: whole journeys, and everything that may go wrong with its link."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.shortcuts import resolve_url
from django.utils import timezone

from opora.directory.organizations.models import Invitation, Membership
from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.accounts.operations.links import issue_link
from opora.foundation.accounts.selectors.links import token_of
from opora.foundation.core.actor import Actor
from tests.directory.organizations.invitation_world import (
    NEW_PASSWORD,
    acting,
    address_in,
    cancelled,
    head_of,
    invited,
    provider,
)
from tests.support.page_client import PageClient
from tests.support.people import PASSWORD, person

pytestmark = pytest.mark.django_db
ACCOUNT = {"full_name": "Nová Ukázková", "password": NEW_PASSWORD, "again": NEW_PASSWORD}
USED = "Tento odkaz už byl použit a podruhé neplatí."
HOME = resolve_url(settings.LOGIN_REDIRECT_URL)


@pytest.fixture
def organization():
    return provider()


@pytest.fixture
def head(organization):
    return head_of(organization)


@pytest.fixture
def address(organization, head, mailoutbox):
    """Path of the link in the mail that came to somebody without an account."""
    invited(organization, head)
    return address_in(mailoutbox[-1])


@pytest.fixture
def known(organization, head, mailoutbox):
    """Somebody who has an account, and the path of the link that came to them."""
    user = person("Pavel Ukázkový", "pavel@opora.example")
    invited(organization, head, email=user.email, role="public_relations")
    return user, address_in(mailoutbox[-1])


def roles_of(email: str) -> list[str]:
    return list(Membership.objects.filter(user__email=email).values_list("role", flat=True))


def test_newcomer_reads_the_mail_makes_an_account_and_is_signed_in(client, organization, head, mailoutbox):
    by = PageClient().sign_in(head)
    form = {"email": "nova@opora.example", "full_name": "Nová Ukázková", "role": "public_relations"}
    by.post(f"/organizace/{organization.pk}/pozvat/", form | {"scope": "organization"})
    address = address_in(mailoutbox[-1])

    page = client.get(address)
    assert page.status_code == 200
    for said in ("Hana Ukázková vás zve", "Ukázkový poskytovatel", "pracovník pro styk s veřejností", "12 znaků"):
        assert said in page.text
    assert 'value="Nová Ukázková"' in page.text

    answer = client.post(address, ACCOUNT | {"full_name": "Nová Ukázková-Opravená"})

    assert (answer.status_code, answer["Location"]) == (302, HOME)
    user = User.objects.get(email="nova@opora.example")
    assert (client.session["_auth_user_id"], user.full_name) == (str(user.pk), "Nová Ukázková-Opravená")
    assert roles_of(user.email) == ["public_relations"]
    assert by.get(f"/pozvanky/{Invitation.objects.get().pk}/").text.count("přijatá") == 1
    assert client.get("/ucet/druhy-faktor/zapnout/").status_code == 200  # the password is not asked for again


def test_who_has_an_account_signs_in_on_the_way_and_comes_back(client, known):
    user, address = known
    page = client.get(address)
    assert f'href="/prihlaseni/?next={address}"' in page.text
    assert "Heslo" not in page.text

    back = client.post("/prihlaseni/", {"login": user.email, "password": PASSWORD, "next": address})
    assert (back.status_code, back["Location"]) == (302, address)
    assert ">Přijmout<" in client.get(address).text
    assert roles_of(user.email) == []

    answer = client.post(address, {"accept": "1"}, follow=True)

    assert answer.redirect_chain[0] == (HOME, 302)
    assert "Pozvánka je přijatá." in answer.text
    assert roles_of(user.email) == ["public_relations"]


def test_who_has_another_role_is_told_how_to_switch(client, known):
    user, address = known
    Membership.objects.create(user=user, organization=provider("Jiný poskytovatel"), role="care_worker")
    client.sign_in(user)

    page = client.post(address, {"accept": "1"}, follow=True).text

    assert "Přepnete se do ní odkazem „Jednáte jako“ v záhlaví." in page


def test_reading_the_page_changes_nothing_whoever_reads_it(client, address, known, stranger):
    for reader in (client, PageClient().sign_in(known[0]), PageClient().sign_in(stranger)):
        for method in (reader.get, reader.head):
            for path in (address, known[1]):
                assert method(path).status_code == 200

    assert set(MagicLink.objects.values_list("used_at", "revoked_at")) == {(None, None)}
    assert set(Invitation.objects.values_list("status", flat=True)) == {"waiting"}
    assert not client.session.keys()


def test_session_of_a_newcomer_gets_a_new_key(client, address):
    client.get("/prihlaseni/")
    session = client.session
    session["anything"] = "fixed"
    session.save()
    before = session.session_key

    client.post(address, ACCOUNT)

    assert client.session.session_key not in {before, None}


def test_second_click_and_second_tab_make_nothing_twice(client, address):
    second = PageClient()
    assert second.get(address).status_code == 200
    client.post(address, ACCOUNT)

    again = client.post(address, ACCOUNT)
    assert (again.status_code, again["Location"]) == (302, HOME)  # the person is where the first click led
    late = second.post(address, ACCOUNT)
    assert late.status_code == 410
    assert USED in late.text
    assert "přihlaste se svým e-mailem a heslem" in late.text
    assert (User.objects.filter(email="nova@opora.example").count(), roles_of("nova@opora.example")) == (
        1, ["social_worker"],
    )  # fmt: skip


def test_somebody_else_signed_in_is_told_and_accepts_nothing(client, address, known, stranger):
    client.sign_in(stranger)

    for path in (address, known[1]):
        page = client.get(path)
        assert "Jste přihlášeni jako někdo jiný." in page.text
        assert client.post(path, {"accept": "1"} | ACCOUNT).status_code == 200
    assert roles_of(stranger.email) == []
    assert User.objects.filter(email="nova@opora.example").count() == 0


def test_account_is_not_taken_over_by_a_new_password(client, known):
    user, address = known

    client.post(address, ACCOUNT)

    user.refresh_from_db()
    assert (user.check_password(PASSWORD), "_auth_user_id" in client.session, roles_of(user.email)) == (
        True, False, [],
    )  # fmt: skip


def test_blocked_account_is_told_whom_to_ask(client, known):
    User.objects.filter(pk=known[0].pk).update(is_active=False)

    assert "Účet s tímto e-mailem je zablokovaný." in client.get(known[1]).text


def test_declining_needs_no_account_and_the_inviter_sees_it(client, address, head):
    page = client.post(address, {"decline": "1"})

    assert (page.status_code, "Pozvánka je odmítnutá" in page.text) == (200, True)
    assert "odmítnutá" in PageClient().sign_in(head).get(f"/pozvanky/{Invitation.objects.get().pk}/").text
    assert client.get(address).status_code == 410
    assert User.objects.filter(email="nova@opora.example").count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "krátké", "again": "krátké"}, "Heslo je příliš krátké. Musí mít alespoň 12 znaků."),
        ({"again": "něco jiného"}, "Hesla se liší. Napište obě znovu."),
        ({"password": "nova@opora.example", "again": "nova@opora.example"}, "e-mail"),
        ({"full_name": " "}, "Napište jméno a příjmení."),
    ],
)
def test_wrong_account_is_said_at_the_form_and_the_link_stays(client, address, change, sentence):
    answer = client.post(address, ACCOUNT | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert NEW_PASSWORD not in answer.text
    assert client.post(address, ACCOUNT).status_code == 302


def test_invitation_whose_inviter_lost_the_right_says_so_and_offers_no_account(client, address, head):
    Membership.objects.filter(user=head).update(ended_at=timezone.now())

    page = client.get(address)
    assert "Kdo pozvánku poslal, už lidi do této organizace nezve." in page.text
    assert "Zvolte" not in page.text
    assert client.post(address, ACCOUNT).status_code == 422
    assert User.objects.filter(email="nova@opora.example").count() == 0


@pytest.mark.parametrize("end", ["used", "cancelled", "expired"])
def test_link_that_is_over_gets_one_calm_page(client, address, head, end):
    if end == "used":
        client.post(address, ACCOUNT)
    elif end == "cancelled":
        cancelled(Invitation.objects.get(), head)
    when = timezone.now() + timedelta(days=15 if end == "expired" else 0)

    with time_machine.travel(when, tick=False):
        page = PageClient().get(address)
    assert page.status_code == 410
    assert "<h1>Odkaz neplatí</h1>" in page.text
    assert "požádejte toho, kdo vás zve, aby ji obnovil" in page.text


def test_forged_link_and_link_of_another_purpose_do_not_exist(client, address, monkeypatch):
    from opora.foundation.accounts.selectors.links import link_pages

    monkeypatch.setitem(link_pages, "zkouska", "organizations:accept")
    other = issue_link("zkouska", Invitation.objects.get().pk, lifetime=timedelta(days=1), actor=acting_job())
    for wrong in (f"/pozvanka/{token_of(other)}/", "/pozvanka/x/", f"{address[:-3]}x/", "/pozvanka/.../"):
        assert client.get(wrong).status_code == 404, wrong
        assert client.post(wrong, ACCOUNT).status_code == 404, wrong
    assert User.objects.filter(email="nova@opora.example").count() == 0


def acting_job() -> Actor:
    return Actor.job("zkouška")


def test_pages_of_a_link_stay_in_no_cache_no_search_and_no_referrer(client, address, known):
    PageClient().post(known[1], {"decline": "1"})

    for path in (address, known[1], "/pozvanka/x/"):
        page = client.get(path)
        assert page["Cache-Control"] == "private, no-store"
        assert page["Referrer-Policy"] == "strict-origin"  # the origin alone, so that forms of the page pass
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert ('<meta name="robots" content="noindex' in page.text, 'rel="canonical"' in page.text) == (True, False)


def test_form_of_the_page_needs_its_csrf_token(address):
    strict = PageClient(enforce_csrf_checks=True)

    assert strict.post(address, ACCOUNT).status_code == 403
    assert strict.post(address, {"decline": "1"}).status_code == 403
    assert Invitation.objects.get().status == "waiting"


def test_host_of_the_request_does_not_get_into_mail(organization, head, mailoutbox):
    form = {"email": "nova@opora.example", "full_name": "Nová Ukázková", "role": "public_relations"}
    PageClient(headers={"host": "127.0.0.1", "x-forwarded-host": "zlo.example"}).sign_in(head).post(
        f"/organizace/{organization.pk}/pozvat/", form | {"scope": "organization"}
    )

    assert f"\n{settings.PUBLIC_URL}/pozvanka/" in mailoutbox[-1].body


def test_token_is_in_no_line_of_the_log(client, address, caplog):
    caplog.set_level(logging.DEBUG)
    client.get(address)
    client.post(address, ACCOUNT | {"again": ""})
    client.post(address, ACCOUNT)
    PageClient().get(address)

    requests = [record for record in caplog.records if record.name == "opora.request"]
    assert {record.route for record in requests} == {"pozvanka/<str:token>/"}
    everything = json.dumps([record.__dict__ for record in caplog.records if "sql" not in record.__dict__], default=str)
    token = address.split("/")[2]
    assert token not in everything
    assert NEW_PASSWORD not in everything


def test_role_that_needs_a_second_factor_says_so_before(client, address, known):
    sentence = "Tato role vyžaduje druhý faktor"

    assert sentence in client.get(address).text
    assert sentence not in PageClient().sign_in(known[0]).get(known[1]).text


def test_two_invitations_of_one_person_are_accepted_one_after_the_other(client, organization, head, mailoutbox):
    first, second = (invited(organization, head, role=role) for role in ("public_relations", "activity_coordinator"))
    paths = [address_in(message) for message in mailoutbox]
    client.post(paths[0], ACCOUNT)

    assert ">Přijmout<" in client.get(paths[1]).text
    client.post(paths[1], {"accept": "1"})

    assert sorted(roles_of("nova@opora.example")) == ["activity_coordinator", "public_relations"]
    assert acting(User.objects.get(email="nova@opora.example")).membership.role == "public_relations"
    assert {first.pk, second.pk} == set(Invitation.objects.filter(status="accepted").values_list("pk", flat=True))


def test_signing_out_leads_back_to_the_invitation(client, address, stranger):
    client.sign_in(stranger)

    answer = client.post("/odhlaseni/", {"next": address}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert "Založte si účet" in answer.text
