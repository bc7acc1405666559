import pyotp
import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from opora.foundation.accounts.operations import accounts as operations
from opora.foundation.core.actor import Actor

pytestmark = pytest.mark.django_db
PASSWORD = "kropenatá-slepice"


@pytest.fixture
def user():
    return operations.create_account(
        email="jana@priklad.cz", full_name="Jana Ukázková", password=PASSWORD, actor=Actor.job("zkouška")
    )


def test_password_alone_signs_in_an_account_without_a_second_factor(client, user):
    response = client.post("/prihlaseni/", {"login": "Jana@priklad.cz", "password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/")


def test_account_with_a_second_factor_needs_the_code_too(client, user):
    secret = operations.enable_second_factor(user, actor=Actor.job("zkouška"))

    response = client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": PASSWORD})
    assert response["Location"] == "/prihlaseni/kod/"
    assert client.get("/ucet/druhy-faktor/").status_code == 302  # not signed in yet

    assert client.post("/prihlaseni/kod/", {"code": "000000"}).status_code == 422
    response = client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_wrong_password_is_said_at_the_form_and_keeps_the_email(client, user):
    response = client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": "jiné"})

    assert response.status_code == 422
    assert 'value="jana@priklad.cz"' in response.text


def test_unknown_account_gets_the_same_answer_as_a_wrong_password(client, user):
    wrong = client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": "jiné"})
    unknown = client.post("/prihlaseni/", {"login": "nikdo@priklad.cz", "password": "jiné"})

    sentence = "Zadaný e-mail nebo heslo není správné."
    assert (sentence in wrong.text, sentence in unknown.text) == (True, True)


def test_five_failures_lock_the_account_at_this_address_only(client, user):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        last = client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": "jiné"})

    assert last.status_code == 429
    again = client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": PASSWORD})
    assert again.status_code == 429
    elsewhere = client.post(
        "/prihlaseni/", {"login": "jana@priklad.cz", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9"
    )
    assert elsewhere.status_code == 302


def test_five_wrong_codes_lock_the_second_step_too(client, user):
    secret = operations.enable_second_factor(user, actor=Actor.job("zkouška"))
    client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": PASSWORD})

    answers = [client.post("/prihlaseni/kod/", {"code": "000000"}).status_code for _attempt in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]
    client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": PASSWORD})
    assert client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()}).status_code == 429


def test_a_short_password_is_refused_in_czech():
    with pytest.raises(ValidationError) as refused:
        validate_password("Ježek-7")

    assert refused.value.messages == ["Heslo je příliš krátké. Musí mít alespoň 12 znaků."]


def test_nobody_registers_on_their_own(client):
    for address in ("/accounts/signup/", "/registrace/", "/ucet/registrace/"):
        assert client.get(address).status_code in {302, 404}


def test_page_after_sign_in_never_leads_elsewhere(client, user):
    response = client.post(
        "/prihlaseni/", {"login": "jana@priklad.cz", "password": PASSWORD, "next": "https://zlo.example/"}
    )

    assert response["Location"] == "/"
