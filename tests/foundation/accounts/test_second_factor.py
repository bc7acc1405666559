"""Second factor: codes as people type them, the compulsory one, the last one, recovery after a loss."""

import re
import time
from urllib.parse import quote

import pyotp
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from opora.directory.organizations.enums import Role
from opora.foundation.accounts.operations import accounts
from opora.foundation.accounts.selectors.protection import protection
from opora.foundation.accounts.selectors.sessions import SECOND_FACTOR
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import overview
from tests.support import people
from tests.support.keys import paper_key

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


@pytest.fixture
def steward(data_steward):
    """Somebody whose role must not be acted in without a second factor, and who has none yet."""
    return data_steward


@pytest.fixture
def plain():
    """Somebody without a role."""
    return people.person("Jana Ukázková", "jana@priklad.cz")


def sign_in(client, user, **more):
    return client.post("/prihlaseni/", {"login": user.email, "password": people.PASSWORD, **more})


def confirm(client):
    """Prove again by the password, as changes of security demand."""
    client.post("/ucet/overeni/", {"password": people.PASSWORD})


def with_app(user) -> str:
    """Give the user an app and recovery codes; returns the key of the app."""
    secret = accounts.enable_second_factor(user, actor=JOB)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code now, or so many steps of half a minute away."""
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def grouped(code: str) -> str:
    return f" {code[:3]} {code[3:]} "


@pytest.mark.parametrize("steps", [-2, -1, 0, 1, 2])
def test_code_two_steps_away_and_pasted_with_spaces_is_accepted(client, plain, steps):
    secret = with_app(plain)
    sign_in(client, plain)

    response = client.post("/prihlaseni/kod/", {"code": grouped(code_of(secret, steps=steps))})

    assert response.status_code == 302
    assert client.session[SECOND_FACTOR] is True


@pytest.mark.parametrize("steps", [-4, 4])
def test_code_of_another_time_is_refused(client, plain, steps):
    secret = with_app(plain)
    sign_in(client, plain)

    assert client.post("/prihlaseni/kod/", {"code": code_of(secret, steps=steps)}).status_code == 422


def test_field_of_the_code_offers_digits_and_the_code_from_the_clipboard(client, plain):
    with_app(plain)
    sign_in(client, plain)

    field = re.search(r'<input[^>]*name="code"[^>]*>', client.get("/prihlaseni/kod/").text)[0]

    assert ('autocomplete="one-time-code"' in field, 'inputmode="numeric"' in field) == (True, True)
    assert 'maxlength="6"' not in field  # a pasted code has spaces


def test_password_alone_proves_no_second_factor(client, plain):
    sign_in(client, plain)

    assert client.session[SECOND_FACTOR] is False


@pytest.mark.parametrize("address", ["/sprava/", "/sprava/registr/"])
def test_role_that_needs_it_is_led_to_the_second_factor_from_every_staff_page(client, steward, address):
    sign_in(client, steward)

    response = client.get(address)

    where = f"/ucet/druhy-faktor/povinny/?next={quote(address, safe='')}"
    assert (response.status_code, response["Location"]) == (302, where)
    page = client.get(response["Location"])
    assert "Přidejte si druhý faktor</h1>" in page.text


@pytest.mark.parametrize(
    "address", ["/", "/sluzby/", "/ucet/", "/ucet/heslo/", "/odhlaseni/", "/ucet/prihlaseni-jinde/"]
)
def test_account_and_public_pages_stay_open_without_it(client, steward, address):
    sign_in(client, steward)

    assert client.get(address).status_code == 200


def test_without_it_no_form_acts_in_any_role(client, steward):
    client.sign_in(steward, second_factor=False)

    response = client.post("/sprava/registr/nacist/", {})

    assert (response.status_code, response["Location"]) == (302, "/ucet/druhy-faktor/povinny/")
    request = client.get("/").wsgi_request
    assert (request.actor.membership, request.memberships) == (None, [])


def test_role_that_does_not_need_it_acts_by_password_alone(client):
    client.sign_in(people.person("Ida Ukázková", "ida@priklad.cz", Role.EVALUATOR), second_factor=False)

    assert client.get("/").wsgi_request.actor.membership.role == Role.EVALUATOR


def test_after_the_set_up_the_person_goes_on_to_where_they_were_going(client, steward):
    sign_in(client, steward)
    client.get("/ucet/druhy-faktor/povinny/?next=/sprava/")
    confirm(client)
    page = client.get("/ucet/druhy-faktor/zapnout/").text
    key = re.search(r'id="klic">([A-Z2-7 ]+)<', page)[1].replace(" ", "")

    codes = client.post("/ucet/druhy-faktor/zapnout/", {"code": pyotp.TOTP(key).now()}, follow=True)

    assert codes.redirect_chain[-1][0] == "/ucet/zalozni-kody/"
    assert len(re.findall(r'<code class="key">\d{4} \d{4}</code>', codes.text)) == 10
    assert 'href="/ucet/druhy-faktor/povinny/"' in codes.text
    assert client.get("/ucet/druhy-faktor/povinny/")["Location"] == "/sprava/"
    assert client.get("/sprava/").status_code == 200
    assert "accounts.factor_added" in actions()


@pytest.mark.parametrize("elsewhere", ["https://zlo.example/", "//zlo.example/", "zlo", "/\\zlo.example"])
def test_page_of_the_second_factor_never_leads_elsewhere(client, steward, elsewhere):
    client.sign_in(steward)

    assert client.get("/ucet/druhy-faktor/povinny/", {"next": elsewhere})["Location"] == "/ucet/"


def test_who_has_a_factor_but_did_not_show_it_is_asked_for_it(client, steward):
    secret = with_app(steward)
    client.sign_in(steward, second_factor=False)

    page = client.get("/sprava/", follow=True)
    assert "Ověřte se druhým faktorem</h1>" in page.text
    assert 'href="/ucet/overeni/kod/?next=%2Fsprava%2F"' in page.text

    response = client.post("/ucet/overeni/kod/?next=%2Fsprava%2F", {"code": code_of(secret), "next": "/sprava/"})
    assert response["Location"] == "/sprava/"
    assert client.get("/sprava/").status_code == 200


def test_last_factor_stays_while_a_role_needs_it(client, steward):
    with_app(steward)
    client.sign_in(steward)
    confirm(client)

    asked = client.get("/ucet/druhy-faktor/vypnout/")
    forced = client.post("/ucet/druhy-faktor/vypnout/")

    sentence = "Vaše role vyžaduje druhý faktor a tohle je poslední."
    assert (sentence in asked.text, sentence in forced.text) == (True, True)
    assert protection(steward).app is not None


def test_who_needs_no_factor_may_switch_it_off_with_the_codes(client, plain):
    with_app(plain)
    client.sign_in(plain)
    confirm(client)

    client.post("/ucet/druhy-faktor/vypnout/")

    assert Authenticator.objects.filter(user=plain).count() == 0
    assert actions()[-1] == "accounts.factor_removed"


def test_recovery_code_stands_in_for_a_lost_phone_and_a_new_app_takes_its_place(client, steward):
    lost = with_app(steward)
    sign_in(client, steward)
    code = RecoveryCodes.activate(steward).get_unused_codes()[0]

    assert client.post("/prihlaseni/kod/", {"code": f"{code[:4]} {code[4:]}"}).status_code == 302
    assert "Naposledy jste se přihlásili záložním kódem." in client.get("/ucet/").text
    assert "accounts.recovery_code_used" in actions()

    confirm(client)
    page = client.get("/ucet/druhy-faktor/zapnout/").text
    assert "Nová ověřovací aplikace</h1>" in page
    key = re.search(r'id="klic">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    client.post("/ucet/druhy-faktor/zapnout/", {"code": pyotp.TOTP(key).now()})

    assert "Naposledy jste se přihlásili záložním kódem." not in client.get("/ucet/").text
    stored = protection(steward).app.wrap()
    assert (stored.validate_code(code_of(lost)), stored.validate_code(code_of(key, steps=1))) == (False, True)


def test_recovery_code_is_worth_something_only_once(client, plain):
    with_app(plain)
    code = RecoveryCodes.activate(plain).get_unused_codes()[0]
    sign_in(client, plain)
    client.post("/prihlaseni/kod/", {"code": code})
    client.post("/odhlaseni/")
    sign_in(client, plain)

    assert client.post("/prihlaseni/kod/", {"code": code}).status_code == 422


def test_few_codes_left_are_said_on_the_account_and_on_the_overview(client, plain):
    with_app(plain)
    codes = RecoveryCodes.activate(plain)
    for code in codes.get_unused_codes()[:7]:
        codes.validate_code(code)
    client.sign_in(plain)

    assert "Zbývá 3 záložní kódy" in client.get("/ucet/").text.replace("\xa0", " ")
    matters = overview["accounts.recovery_codes"].for_actor(Actor.for_user(plain))
    assert [(matter.text, matter.url) for matter in matters] == [
        ("Záložních kódů k přihlášení zbývá: 3. Vytvořte si nové.", "/ucet/zalozni-kody/nove/")
    ]


def test_enough_codes_are_not_worth_a_word(plain):
    with_app(plain)

    assert overview["accounts.recovery_codes"].for_actor(Actor.for_user(plain)) == []


@pytest.mark.parametrize(
    "address", ["/ucet/druhy-faktor/zapnout/", "/ucet/klice/pridat/", "/ucet/zalozni-kody/", "/ucet/pripojene-ucty/"]
)
def test_changes_of_protection_ask_who_you_are_again(client, plain, address, settings):
    settings.OIDC_NAME = "Ukázkový kraj"
    with_app(plain)
    client.sign_in(plain)

    assert client.get(address)["Location"].startswith("/ucet/overeni/")


PROTECTED = ["/ucet/druhy-faktor/zapnout/", "/ucet/klice/pridat/", "/ucet/zalozni-kody/nove/", "/ucet/e-mail/"]


def statuses_after(client, seconds: int) -> set[int]:
    """What the pages that change protection answer so long after now; 302 leads to the proof."""
    with time_machine.travel(time.time() + seconds, tick=False):
        return {client.get(address).status_code for address in PROTECTED}


@pytest.mark.parametrize(("seconds", "statuses"), [(0, {200}), (290, {200}), (310, {302})])
def test_password_typed_at_sign_in_is_proof_for_five_minutes(client, plain, seconds, statuses):
    sign_in(client, plain)

    assert statuses_after(client, seconds) == statuses


@pytest.mark.parametrize("way", ["app", "recovery code"])
def test_second_step_of_sign_in_is_proof_for_five_minutes(client, plain, way):
    secret = with_app(plain)
    sign_in(client, plain)
    code = code_of(secret) if way == "app" else RecoveryCodes.activate(plain).get_unused_codes()[0]
    client.post("/prihlaseni/kod/", {"code": code})

    assert (statuses_after(client, 0), statuses_after(client, 310)) == ({200}, {302})


def test_new_codes_without_a_factor_are_refused_at_the_form(client, plain):
    sign_in(client, plain)

    response = client.post("/ucet/zalozni-kody/nove/")

    assert (response.status_code, "Nejdřív si přidejte aplikaci nebo klíč." in response.text) == (422, True)


def test_header_says_when_the_role_begins(client, steward):
    sign_in(client, steward)

    page = client.get("/ucet/druhy-faktor/povinny/").text

    assert "Roli začnete používat po ověření druhým faktorem" in page
    assert "Nejednáte v žádné roli" not in page


def test_sign_in_begins_in_its_field_unless_something_must_be_read_first(client, plain):
    with_app(plain)
    first, refused = client.get("/prihlaseni/").text, client.post("/prihlaseni/", {"login": "x"}).text
    sign_in(client, plain)
    second, wrong = client.get("/prihlaseni/kod/").text, client.post("/prihlaseni/kod/", {"code": "1"}).text

    focused = [re.findall(r'<(?:input|div)[^>]*(?:name|class)="([^"]+)"[^>]* autofocus', page) for page in
               (first, refused, second, wrong)]  # fmt: skip
    assert focused == [["login"], ["error-summary"], ["code"], ["error-summary"]]


def test_key_of_somebody_else_is_not_found(client, plain):
    key = paper_key(people.person("Eva Ukázková", "eva@priklad.cz"))
    client.sign_in(plain)
    confirm(client)

    for address in (f"/ucet/klice/{key.pk}/nazev/", f"/ucet/klice/{key.pk}/odebrat/"):
        assert client.get(address).status_code == 404


def test_key_gets_another_name(client, plain):
    key = paper_key(plain)
    client.sign_in(plain)
    confirm(client)
    assert 'value="Klíč na svazku"' in client.get(f"/ucet/klice/{key.pk}/nazev/").text

    assert client.post(f"/ucet/klice/{key.pk}/nazev/", {"name": " "}).status_code == 422
    client.post(f"/ucet/klice/{key.pk}/nazev/", {"name": "Klíč v šuplíku"})

    page = client.get("/ucet/klice/").text
    assert ("Klíč v šuplíku" in page, "Klíč na svazku" in page) == (True, False)


def test_last_key_stays_while_a_role_needs_it_and_goes_after_an_app_is_there(client, steward):
    key = paper_key(steward)
    client.sign_in(steward)
    confirm(client)
    address = f"/ucet/klice/{key.pk}/odebrat/"
    assert "Klíč teď odebrat nejde</h1>" in client.get(address).text
    assert client.post(address).status_code == 422

    accounts.enable_second_factor(steward, actor=JOB)
    assert "Odebrat klíč Klíč na svazku?</h1>" in client.get(address).text
    response = client.post(address, follow=True)

    assert "Klíč je odebraný." in response.text
    assert protection(steward).keys == []
    assert client.post(address).status_code == 404  # the second click


def test_page_for_a_new_key_says_what_works_without_scripts(client, plain):
    client.sign_in(plain)
    confirm(client)

    page = client.get("/ucet/klice/pridat/").text

    assert "Klíče fungují jen se zapnutým JavaScriptem." in page
    assert client.post("/ucet/klice/pridat/", {"name": "Klíč", "credential": ""}).status_code == 422


def test_proof_by_a_key_is_offered_only_to_who_has_one(client, plain):
    client.sign_in(plain)
    assert client.get("/ucet/overeni/klic/")["Location"] == "/ucet/overeni/"

    paper_key(plain)
    assert "Ověřit se klíčem" in client.get("/ucet/overeni/klic/").text
    response = client.post("/ucet/overeni/klic/?next=/ucet/", {"credential": "{}"}, follow=True)
    assert "Ověření klíčem se nepodařilo." in response.text


def test_garbage_instead_of_a_key_is_a_failure_of_the_second_step(client, plain):
    with_app(plain)
    sign_in(client, plain)

    assert client.post("/prihlaseni/kod/", {"credential": "{}"}).status_code == 422
    assert client.post("/prihlaseni/kod/", {"credential": "nesmysl"}).status_code == 422
    response = client.post("/prihlaseni/klic/", {"credential": "{}"})
    assert response["Location"].startswith("/prihlaseni/")


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_keys_costs_the_same_for_more_of_them(client, plain, count, django_assert_num_queries):
    for number in range(count):
        paper_key(plain, f"Klíč {number}", passkey=True)
    client.sign_in(plain)
    client.get("/ucet/klice/")

    with django_assert_num_queries(4):
        client.get("/ucet/klice/")
