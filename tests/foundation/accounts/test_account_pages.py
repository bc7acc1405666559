"""Pages of the account: second factor, recovery codes, password, sign-out. PageClient checks each of them."""

import re

import pyotp
import pytest

from tests.support import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return people.person("Jana Ukázková", "jana@priklad.cz")


@pytest.fixture
def signed_in(client, user):
    """Signed in and verified again, as changes of security demand."""
    client.post("/prihlaseni/", {"login": user.email, "password": people.PASSWORD})
    client.post("/ucet/overeni/", {"password": people.PASSWORD})
    return client


def key_of(html: str) -> str:
    return re.search(r'id="klic">([A-Z2-7 ]+)<', html)[1]


def test_key_of_second_factor_stands_in_groups_of_four_and_as_link(signed_in):
    html = signed_in.get("/ucet/druhy-faktor/zapnout/").text
    key = key_of(html)
    assert all(len(group) == 4 for group in key.split(" "))
    assert f"secret={key.replace(' ', '')}" in html
    assert 'href="otpauth://totp/' in html


def test_right_code_switches_the_second_factor_on_and_shows_recovery_codes(signed_in):
    key = key_of(signed_in.get("/ucet/druhy-faktor/zapnout/").text).replace(" ", "")
    response = signed_in.post("/ucet/druhy-faktor/zapnout/", {"code": pyotp.TOTP(key).now()}, follow=True)
    assert response.redirect_chain[-1][0] == "/ucet/zalozni-kody/"
    assert len(re.findall(r'<code class="key">\d{4} \d{4}</code>', response.text)) == 10


def test_wrong_code_is_said_at_the_field_and_the_key_stays(signed_in):
    key = key_of(signed_in.get("/ucet/druhy-faktor/zapnout/").text)
    response = signed_in.post("/ucet/druhy-faktor/zapnout/", {"code": "000000"})
    assert response.status_code == 422
    assert key_of(response.text) == key
    assert 'aria-invalid="true"' in response.text


def test_recovery_codes_come_as_a_text_file(signed_in, user):
    key = key_of(signed_in.get("/ucet/druhy-faktor/zapnout/").text).replace(" ", "")
    signed_in.post("/ucet/druhy-faktor/zapnout/", {"code": pyotp.TOTP(key).now()})
    response = signed_in.get("/ucet/zalozni-kody/soubor/")
    assert response["Content-Type"].startswith("text/plain")
    assert len(re.findall(r"^\d{4} \d{4}$", response.text, re.MULTILINE)) == 10


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/ucet/", "Účet"), ("/ucet/heslo/", "Změna hesla"), ("/odhlaseni/", "Odhlásit se?")],
)
def test_page_of_the_account_opens(signed_in, address, heading):
    assert f"{heading}</h1>" in signed_in.get(address).text


def test_header_names_the_person_and_offers_sign_out(signed_in):
    html = signed_in.get("/pristupnost/").text
    assert "Jana Ukázková" in html
    assert 'action="/odhlaseni/"' in html
    assert signed_in.post("/odhlaseni/").status_code == 302
    assert "Přihlásit se" in signed_in.get("/pristupnost/").text


def test_change_of_security_asks_for_the_password_again(client, user):
    client.sign_in(user)
    response = client.get("/ucet/druhy-faktor/zapnout/", follow=True)
    assert "Ověřte, že jste to vy</h1>" in response.text


def test_new_password_is_accepted_and_said(signed_in):
    new = "kolo strom řeka dům"
    data = {"oldpassword": people.PASSWORD, "password1": new, "password2": new}
    response = signed_in.post("/ucet/heslo/", data, follow=True)
    assert "Heslo je změněné." in response.text
