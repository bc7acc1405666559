"""Sign-in by an account of one's organization, against a real provider in a process of its own."""

import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from allauth.socialaccount.models import SocialAccount

from opora.config import oidc
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations import accounts
from opora.foundation.accounts.selectors.sessions import SECOND_FACTOR
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.support import people
from tests.support.identity_provider import server
from tests.support.keys import paper_key

pytestmark = pytest.mark.django_db
HOME = "http://testserver/"
START, RETURN = "/prihlaseni/ucet-organizace/", "/prihlaseni/ucet-organizace/navrat/"
NAME = "Ukázkový kraj"
REFUSED = "Přihlášení se nepodařilo</h1>"


@pytest.fixture(scope="session")
def running_provider(tmp_path_factory):
    with server.running(tmp_path_factory.mktemp("provider"), HOME.rstrip("/") + RETURN) as provider:
        yield provider


def point_at(settings, issuer: str) -> None:
    """Let this instance trust the provider."""
    settings.OIDC_NAME, settings.OIDC_ISSUER = NAME, issuer
    settings.OIDC_PROVIDER = oidc.provider_id(issuer)
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(
        name=NAME, issuer=issuer, client_id=server.CLIENT, secret=server.SECRET
    )


@pytest.fixture
def provider(running_provider, settings):
    point_at(settings, running_provider.url)
    running_provider.lies_about("")
    return running_provider


@pytest.fixture
def user():
    """Somebody here whose e-mail is the same as that of somebody there."""
    return people.person("Jana Ukázková", "jana@priklad.cz")


def way_out(client, address: str = START, **data) -> str:
    """Set out; returns the address at the provider that the page leads to."""
    page = client.post(address, data)
    assert page.headers["Refresh"].startswith("0; url=http://127.0.0.1")
    return html.unescape(re.search(r'class="button[^"]*" href="([^"]+authorize[^"]+)"', page.text)[1])


def come_back(client, provider, out: str, email: str):
    """Sign in at the provider and return with what it gave."""
    back = provider.answer(out, email, HOME)
    return client.get(back.removeprefix(HOME.rstrip("/")), follow=True)


def sign_in(client, provider, email: str = "jana@priklad.cz", **data):
    return come_back(client, provider, way_out(client, **data), email)


def prove(client, user) -> None:
    """As if a key had been shown a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def confirm(client):
    client.post("/ucet/overeni/", {"password": people.PASSWORD})


def link(client, provider, user, email: str = "jana@priklad.cz"):
    """Link the account there to the one here, by the pages."""
    client.sign_in(user)
    confirm(client)
    assert "Připojit" in client.get("/ucet/pripojene-ucty/").text
    return come_back(client, provider, way_out(client, f"{START}?process=connect"), email)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_without_a_provider_there_is_neither_button_nor_page(client):
    assert "ucet-organizace" not in client.get("/prihlaseni/").text
    assert [client.post(START).status_code, client.get(RETURN).status_code] == [404, 404]


def test_button_stands_on_the_page_of_sign_in(client, provider):
    assert f"Přihlásit se přes {NAME}" in client.get("/prihlaseni/").text


def test_way_out_is_bound_to_this_browser_and_asks_for_no_other_scope(client, provider):
    asked = parse_qs(urlsplit(way_out(client, f"{START}?scope=admin&auth_params=prompt%3Dnone")).query)

    assert set(asked) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce",
        "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert (asked["code_challenge_method"], asked["redirect_uri"]) == (["S256"], [HOME.rstrip("/") + RETURN])
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


def test_linked_account_signs_in(client, provider, user):
    linked = link(client, provider, user)
    assert "Účet je připojený." in linked.text
    client.post("/odhlaseni/")

    sign_in(client, provider)

    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session[SECOND_FACTOR] is False
    assert actions()[-1] == "accounts.signed_in"
    assert "accounts.identity_linked" in actions()


def test_linked_account_goes_on_to_where_it_was_going(client, provider, user):
    link(client, provider, user)
    client.post("/odhlaseni/")

    response = sign_in(client, provider, next="/ucet/heslo/")

    assert response.redirect_chain[-1][0] == "/ucet/heslo/"


def test_second_factor_is_asked_for_after_the_account_elsewhere(client, provider, user):
    link(client, provider, user)
    client.post("/odhlaseni/")
    secret = accounts.enable_second_factor(user, actor=Actor.job("zkouška"))

    response = sign_in(client, provider)
    assert response.redirect_chain[-1][0] == "/prihlaseni/kod/"
    assert "_auth_user_id" not in client.session

    client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()})
    assert (client.session["_auth_user_id"], client.session[SECOND_FACTOR]) == (str(user.pk), True)


def test_same_e_mail_is_no_proof_and_nobody_registers(client, provider, user):
    response = sign_in(client, provider)

    assert f"Váš účet u „{NAME}“ tu zatím není připojený." in response.text
    assert "_auth_user_id" not in client.session
    assert (SocialAccount.objects.count(), User.objects.count()) == (0, 1)


def test_unknown_account_leaves_the_signed_in_person_as_they_were(client, provider, user):
    client.sign_in(user)

    sign_in(client, provider, "eva@priklad.cz")

    assert client.session["_auth_user_id"] == str(user.pk)


def test_account_linked_to_somebody_else_is_refused(client, provider, user):
    link(client, provider, user)
    client.post("/odhlaseni/")
    other = people.person("Eva Ukázková", "eva.u@priklad.cz")

    response = link(client, provider, other)

    assert "Tento účet už je připojený k jinému účtu zde." in response.text
    assert list(SocialAccount.objects.values_list("user_id", flat=True)) == [user.pk]


def test_linking_asks_for_the_whole_proof(client, provider, user):
    assert client.post(f"{START}?process=connect").status_code == 302  # not signed in
    client.sign_in(user)
    assert client.post(f"{START}?process=connect")["Location"] == "/ucet/pripojene-ucty/"
    assert client.get("/ucet/pripojene-ucty/")["Location"].startswith("/ucet/overeni/")

    accounts.enable_second_factor(user, actor=Actor.job("zkouška"))
    client.sign_in(user, second_factor=False)
    confirm(client)
    assert client.post(f"{START}?process=connect")["Location"] == "/ucet/pripojene-ucty/"
    assert client.get("/ucet/pripojene-ucty/")["Location"] == "/ucet/druhy-faktor/povinny/"


def test_linking_never_starts_by_a_mere_link(client, provider, user):
    client.sign_in(user)
    confirm(client)

    assert client.get(f"{START}?process=connect").status_code == 302
    assert "socialaccount_states" not in client.session


@pytest.mark.parametrize("lie", ["key", "nonce", "no nonce", "audience", "issuer", "expired"])
def test_token_that_cannot_be_trusted_is_refused(client, provider, user, lie):
    link(client, provider, user)
    client.post("/odhlaseni/")
    provider.lies_about(lie)

    response = sign_in(client, provider)

    assert (response.status_code, REFUSED in response.text) == (401, True)
    assert "_auth_user_id" not in client.session


def test_answer_to_another_browser_is_refused(client, provider, user):
    link(client, provider, user)
    back = provider.answer(way_out(client), "jana@priklad.cz", HOME)
    stranger = type(client)()

    response = stranger.get(back.removeprefix(HOME.rstrip("/")))

    assert (response.status_code, REFUSED in response.text) == (401, True)


def test_answer_is_worth_something_only_once(client, provider, user):
    link(client, provider, user)
    client.post("/odhlaseni/")
    back = provider.answer(way_out(client), "jana@priklad.cz", HOME).removeprefix(HOME.rstrip("/"))
    assert client.get(back).status_code == 302
    client.post("/odhlaseni/")

    assert client.get(back).status_code == 401


def test_changed_mind_is_said_calmly(client, provider):
    state = parse_qs(urlsplit(way_out(client)).query)["state"][0]

    response = client.get(RETURN, {"error": "access_denied", "state": state}, follow=True)

    assert "Přihlášení jste zrušili." in response.text


def test_silent_provider_is_said_in_czech(client, settings, db):
    point_at(settings, "http://127.0.0.1:9")

    response = client.post(START)

    assert (response.status_code, "teď nefunguje</h1>" in response.text) == (502, True)


def test_provider_that_calls_itself_otherwise_is_refused(client, provider, settings):
    point_at(settings, provider.url.replace("127.0.0.1", "localhost"))
    provider_says = client.post(START)

    # over „localhost“ it calls itself „localhost“; an address with a path is another matter
    assert provider_says.status_code == 200
    point_at(settings, f"{provider.url}/.well-known/openid-configuration")
    assert client.post(START).status_code == 502


def test_blocked_person_does_not_get_in(client, provider, user):
    link(client, provider, user)
    client.post("/odhlaseni/")
    User.objects.update(is_active=False)

    response = sign_in(client, provider)

    assert "Tento účet je zablokovaný." in response.text
    assert "_auth_user_id" not in client.session


def test_linked_account_can_be_unlinked(client, provider, user):
    link(client, provider, user)
    address = f"/ucet/pripojene-ucty/{SocialAccount.objects.get().pk}/odpojit/"
    assert "Odpojit účet u" in client.get(address).text

    response = client.post(address, follow=True)

    assert "Účet je odpojený." in response.text
    assert (SocialAccount.objects.count(), actions()[-1]) == (0, "accounts.identity_unlinked")
    assert client.post(address).status_code == 404  # the second click


@pytest.mark.parametrize(
    ("password", "way"), [(True, "Heslem se přihlásíte dál."), (False, "Přístupovým klíčem se přihlásíte dál.")]
)
def test_page_of_unlinking_says_the_way_in_that_stays(client, provider, user, password, way):
    link(client, provider, user)
    paper_key(user, passkey=True)
    if not password:
        user.set_unusable_password()
        user.save()
    client.sign_in(user)
    prove(client, user)

    page = client.get(f"/ucet/pripojene-ucty/{SocialAccount.objects.get().pk}/odpojit/").text

    assert re.findall(r"\w+ (?:klíčem )?se přihlásíte dál\.", page) == [way]


def test_account_elsewhere_is_no_proof_of_who_asks(client, provider, user):
    link(client, provider, user)
    client.post("/odhlaseni/")
    sign_in(client, provider)

    assert client.get("/ucet/klice/pridat/")["Location"].startswith("/ucet/overeni/")


def test_only_way_in_stays(client, provider, user):
    link(client, provider, user)
    user.set_unusable_password()
    user.save()
    client.sign_in(user)
    address = f"/ucet/pripojene-ucty/{SocialAccount.objects.get().pk}/odpojit/"

    asked, forced = client.get(address), client.post(address)

    assert ("Jinak se k účtu nepřihlásíte." in asked.text, forced.status_code) == (True, 422)
    assert SocialAccount.objects.count() == 1


def test_account_of_somebody_else_is_not_found(client, provider, user):
    link(client, provider, user)
    client.sign_in(people.person("Eva Ukázková", "eva.u@priklad.cz"))
    confirm(client)

    assert client.get(f"/ucet/pripojene-ucty/{SocialAccount.objects.get().pk}/odpojit/").status_code == 404


def test_identity_of_another_issuer_is_somebody_else(provider):
    assert oidc.provider_id(provider.url) != oidc.provider_id("https://jiny.example")


def test_little_is_kept_of_the_account_elsewhere(client, provider, user):
    link(client, provider, user)

    kept = SocialAccount.objects.get().extra_data["id_token"]
    assert set(kept) <= {"sub", "email", "name", "preferred_username"}
