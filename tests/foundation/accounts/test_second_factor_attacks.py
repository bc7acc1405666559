"""What somebody who knows a password tries around the second factor."""

import re
import time

import pyotp
import pytest
import time_machine
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import SESSION_KEY

from opora.foundation.accounts.operations import accounts
from opora.foundation.accounts.selectors.protection import protection
from opora.foundation.accounts.selectors.sessions import SECOND_FACTOR
from opora.foundation.core.actor import Actor
from tests.conftest import PageClient
from tests.support import people
from tests.support.keys import answer_of_key, paper_key

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


@pytest.fixture
def owner():
    """Somebody who adds a second factor while somebody else, who knows the password, is signed in too."""
    return people.person("Jana Ukázková", "jana@priklad.cz")


def sign_in(client, user):
    return client.post("/prihlaseni/", {"login": user.email, "password": people.PASSWORD})


def add_app(client) -> None:
    """Prove by the password and switch the app on."""
    client.post("/ucet/overeni/", {"password": people.PASSWORD})
    client.get("/ucet/druhy-faktor/zapnout/")
    code = pyotp.TOTP(client.session[totp.SECRET_SESSION_KEY]).now()
    assert client.post("/ucet/druhy-faktor/zapnout/", {"code": code}).status_code == 302


def test_first_factor_ends_sign_ins_that_began_without_it(client, owner):
    stranger = PageClient()
    sign_in(stranger, owner)
    sign_in(client, owner)

    add_app(client)

    assert client.get("/ucet/").status_code == 200
    assert stranger.get("/ucet/druhy-faktor/zapnout/")["Location"].startswith("/prihlaseni/?next=")


def test_fresh_sign_in_that_began_without_a_factor_replaces_none(client, owner):
    stranger = PageClient()
    sign_in(stranger, owner)
    stranger.get("/ucet/druhy-faktor/zapnout/")
    code = pyotp.TOTP(stranger.session[totp.SECRET_SESSION_KEY]).now()
    sign_in(client, owner)
    add_app(client)
    before = protection(owner).app.data["secret"]

    stranger.post("/ucet/druhy-faktor/zapnout/", {"code": code})

    assert protection(owner).app.data["secret"] == before


def test_first_step_alone_proves_nothing(client, owner):
    accounts.enable_second_factor(owner, actor=JOB)
    sign_in(client, owner)

    assert client.get("/ucet/klice/pridat/")["Location"].startswith("/prihlaseni/")


def test_new_app_instead_of_the_old_one_ends_no_sign_in(client, owner):
    accounts.enable_second_factor(owner, actor=JOB)
    other = PageClient()
    other.sign_in(owner, second_factor=True)
    client.sign_in(owner, second_factor=True)

    add_app(client)

    assert other.get("/ucet/").status_code == 200


def test_who_gives_up_the_last_factor_has_proved_none(client, owner):
    sign_in(client, owner)
    add_app(client)

    client.post("/ucet/druhy-faktor/vypnout/")

    assert (protection(owner).any, client.session[SECOND_FACTOR]) == (False, False)


def test_second_step_without_a_first_one_forgives_no_wrong_codes(client, owner):
    client.sign_in(owner)
    secret, thief = accounts.enable_second_factor(owner, actor=JOB), PageClient()
    sign_in(thief, owner)

    answers = []
    for _time in range(6):
        answers.append(thief.post("/prihlaseni/kod/", {"code": "000000"}).status_code)
        client.post("/prihlaseni/kod/", {"code": "000000"})

    assert answers == [422, 422, 422, 422, 422, 429]
    assert secret


def test_own_code_forgives_no_codes_of_somebody_else(client, owner):
    """Between the two steps of somebody's sign-in the browser gets a session of the thief's own account."""
    thief = people.person("Karel Ukázkový", "karel@priklad.cz")
    accounts.enable_second_factor(owner, actor=JOB)
    own = pyotp.TOTP(accounts.enable_second_factor(thief, actor=JOB))
    with time_machine.travel(time.time(), tick=False):
        sign_in(client, owner)
        answers = [client.post("/prihlaseni/kod/", {"code": "000000"}).status_code for _time in range(5)]
        client.force_login(thief, backend="allauth.account.auth_backends.AuthenticationBackend")

        assert client.post("/ucet/overeni/kod/", {"code": own.now()}).status_code == 302

        second = PageClient()
        sign_in(second, owner)
        assert answers == [422, 422, 422, 422, 422]
        assert second.post("/prihlaseni/kod/", {"code": "000000"}).status_code == 429


NONSENSE = ["{}", "[]", "null", '{"id": 1}', '{"response": []}', "[" * 3000]
ODD_KEY = '{"rawId": "AA", "id": "AA", "type": "public-key", "response": %s}'
ODD_KEYS = [
    ODD_KEY % '{"attestationObject": "AA", "clientDataJSON": "AA"}',
    ODD_KEY % '{"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"}',
    ODD_KEY % "1",
]


@pytest.mark.parametrize("credential", NONSENSE + ODD_KEYS)
def test_what_no_key_sends_is_a_failed_proof(client, owner, credential):
    stranger = PageClient()
    stranger.get("/prihlaseni/klic/", headers={"accept": "application/json"})
    assert stranger.post("/prihlaseni/klic/", {"credential": credential}).status_code == 302

    sign_in(client, owner)
    client.post("/ucet/overeni/", {"password": people.PASSWORD})
    client.get("/ucet/klice/pridat/")
    sent = {"credential": credential, "name": "x"}

    assert client.post("/ucet/klice/pridat/", sent).status_code == 422
    assert client.post("/ucet/overeni/klic/", sent).status_code == 302
    accounts.enable_second_factor(owner, actor=JOB)
    second = PageClient()
    sign_in(second, owner)
    assert second.post("/prihlaseni/kod/", sent).status_code == 422


TOUCHED, VERIFIED = 1, 5


@pytest.fixture
def found_key(owner):
    """A key of the owner in somebody else's hands, and what it answers."""
    private = ec.generate_private_key(ec.SECP256R1())
    key = paper_key(owner, private=private)

    def answer(challenge: str, flags: int) -> str:
        return answer_of_key(key, private, challenge, flags=flags, user_handle=user_pk_to_url_str(owner))

    return answer


def challenge_in(text: str) -> str:
    return re.search(r'"challenge": ?"([^"]+)"', text)[1]


@pytest.mark.parametrize(("flags", "inside"), [(VERIFIED, True), (TOUCHED, False)])
def test_key_alone_opens_the_account_only_when_it_verified_the_person(found_key, settings, flags, inside):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    client = PageClient(SERVER_NAME="localhost")
    options = client.get("/prihlaseni/klic/", headers={"accept": "application/json"}).text

    client.post("/prihlaseni/klic/", {"credential": found_key(challenge_in(options), flags)})

    assert (SESSION_KEY in client.session) is inside
    assert (client.get("/ucet/klice/pridat/").status_code == 200) is inside  # the key was the proof a moment ago


def test_challenge_of_a_second_step_opens_no_account_by_a_touch(found_key, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    thief = people.person("Karel Ukázkový", "karel@priklad.cz")
    paper_key(thief)
    client = PageClient(SERVER_NAME="localhost")
    sign_in(client, thief)
    options = client.get("/prihlaseni/kod/").text

    client.post("/prihlaseni/klic/", {"credential": found_key(challenge_in(options), TOUCHED)})

    assert SESSION_KEY not in client.session
