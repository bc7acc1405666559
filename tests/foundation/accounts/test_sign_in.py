"""Sign-in by password, from the first page to the record of it."""

import pyotp
import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations import accounts as operations
from opora.foundation.audit.log import readable
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor

pytestmark = pytest.mark.django_db
PASSWORD = "kropenatá-slepice"
SENTENCE = "Zadaný e-mail nebo heslo není správné."


@pytest.fixture
def user():
    return operations.create_account(
        email="jana@priklad.cz", full_name="Jana Ukázková", password=PASSWORD, actor=Actor.job("zkouška")
    )


def sign_in(client, *, login="jana@priklad.cz", password=PASSWORD, **more):
    return client.post("/prihlaseni/", {"login": login, "password": password, **more})


def test_password_alone_signs_in_an_account_without_a_second_factor(client, user):
    response = sign_in(client, login="Jana@priklad.cz")

    assert (response.status_code, response["Location"]) == (302, resolve_url(settings.LOGIN_REDIRECT_URL))


def test_account_with_a_second_factor_needs_the_code_too(client, user):
    secret = operations.enable_second_factor(user, actor=Actor.job("zkouška"))

    assert sign_in(client)["Location"] == "/prihlaseni/kod/"
    assert client.get("/ucet/heslo/").status_code == 302  # not signed in yet

    assert client.post("/prihlaseni/kod/", {"code": "000000"}).status_code == 422
    response = client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()})
    assert (response.status_code, response["Location"]) == (302, resolve_url(settings.LOGIN_REDIRECT_URL))


def test_wrong_password_is_said_at_the_form_and_keeps_the_email(client, user):
    response = sign_in(client, password="jiné")

    assert response.status_code == 422
    assert 'value="jana@priklad.cz"' in response.text


def test_unknown_and_blocked_accounts_get_the_same_answer_as_a_wrong_password(client, user):
    wrong = sign_in(client, password="jiné")
    unknown = sign_in(client, login="nikdo@priklad.cz", password="jiné")
    User.objects.update(is_active=False)
    blocked = sign_in(client)

    assert [SENTENCE in answer.text for answer in (wrong, unknown, blocked)] == [True, True, True]
    assert [answer.status_code for answer in (wrong, unknown, blocked)] == [422, 422, 422]


def test_account_blocked_between_the_two_steps_does_not_get_in(client, user):
    secret = operations.enable_second_factor(user, actor=Actor.job("zkouška"))
    sign_in(client)
    User.objects.update(is_active=False)

    response = client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()}, follow=True)

    assert "Tento účet je zablokovaný." in response.text
    assert client.get("/ucet/heslo/").status_code == 302


def test_nobody_registers_on_their_own(client):
    for address in ("/accounts/signup/", "/registrace/", "/ucet/registrace/"):
        assert client.get(address).status_code in {302, 404}


def test_record_says_who_signed_in_and_out_and_what_failed(client, user):
    sign_in(client, password="jiné")
    sign_in(client, login="nikdo@priklad.cz", password="jiné")
    sign_in(client)
    client.post("/odhlaseni/")

    events = AuditEvent.objects.exclude(action="accounts.created").order_by("pk")
    assert [(readable(event), event.target_id, event.actor_kind) for event in events] == [
        ("Nezdařený pokus o přihlášení.", str(user.pk), "public"),
        ("Nezdařený pokus o přihlášení.", "", "public"),
        ("Přihlášení (heslo).", str(user.pk), "person"),
        ("Odhlášení.", str(user.pk), "person"),
    ]
    assert "nikdo@priklad.cz" not in str([event.data for event in events])


def test_managers_of_passwords_recognise_the_fields(client):
    html = client.get("/prihlaseni/").text

    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
