"""A forgotten password: a link by e-mail, once, for an hour, and never a word on whether the account exists."""

import re
import time

import pyotp
import pytest
import time_machine
from django.conf import settings

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations import accounts
from opora.foundation.audit.log import readable
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.support import people
from tests.support.page_client import PageClient

pytestmark = pytest.mark.django_db
ASK = "/prihlaseni/zapomenute-heslo/"
NEW = "kolo strom řeka dům"


@pytest.fixture
def user():
    return people.person("Jana Ukázková", "jana@priklad.cz")


@pytest.fixture
def link(client, user, mailoutbox) -> str:
    """Path of the link from the mail."""
    client.post(ASK, {"email": user.email})
    return link_in(mailoutbox[0].body)


def link_in(body: str) -> str:
    return re.search(rf"^{re.escape(settings.PUBLIC_URL)}(/prihlaseni/nove-heslo/\S+)$", body, re.MULTILINE)[1]


def set_new(client, link: str, password: str = NEW):
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(address, {"password1": password, "password2": password})


def test_mail_brings_a_link_in_plain_text(client, user, mailoutbox):
    response = client.post(ASK, {"email": "Jana@Priklad.cz"}, follow=True)

    assert "Pokud k tomuto e-mailu patří účet" in response.text
    assert [(mail.subject, mail.to, mail.content_subtype) for mail in mailoutbox] == [
        (f"Nové heslo do systému {settings.PRODUCT_NAME}", ["jana@priklad.cz"], "plain")
    ]
    assert "Odkaz platí 1\N{NO-BREAK SPACE}hodinu a\N{NO-BREAK SPACE}jen jednou." in mailoutbox[0].body


def test_answer_never_says_whether_the_account_exists(client, user, mailoutbox):
    User.objects.create_user("blokovana@priklad.cz", "Blokovaná Ukázková", people.PASSWORD)
    User.objects.filter(email="blokovana@priklad.cz").update(is_active=False)

    answers = [
        PageClient().post(ASK, {"email": email}, follow=True)
        for email in ("jana@priklad.cz", "nikdo@priklad.cz", "blokovana@priklad.cz")
    ]

    assert len({(answer.status_code, answer.redirect_chain[-1], answer.text) for answer in answers}) == 1
    assert [mail.to for mail in mailoutbox] == [["jana@priklad.cz"]]


def test_new_password_signs_in_and_the_old_one_does_not(client, user, link):
    response = set_new(client, link)

    assert (response.status_code, response["Location"]) == (302, "/prihlaseni/")
    answers = [
        PageClient().post("/prihlaseni/", {"login": user.email, "password": password}).status_code
        for password in (people.PASSWORD, NEW)
    ]
    assert answers == [422, 302]


def test_link_works_once(client, user, link):
    set_new(client, link)

    again = PageClient().get(link)

    assert again.status_code == 410
    assert "Odkaz už neplatí</h1>" in again.text


def test_second_tab_of_a_used_link_changes_nothing(client, user, link):
    other = PageClient()
    form = other.get(link, follow=True).redirect_chain[-1][0]
    set_new(client, link)

    response = other.post(form, {"password1": "úplně jiné heslo 3", "password2": "úplně jiné heslo 3"})

    user.refresh_from_db()
    assert (response.status_code, user.check_password(NEW)) == (410, True)


def test_sign_in_meanwhile_ends_the_link(client, user, link):
    PageClient().post("/prihlaseni/", {"login": user.email, "password": people.PASSWORD})

    assert client.get(link).status_code == 410


def test_look_at_the_link_changes_nothing(client, user, link):
    for _scanner in range(3):
        PageClient().get(link, follow=True)

    assert set_new(client, link).status_code == 302


def test_link_ends_after_an_hour(client, user, link):
    with time_machine.travel(time.time() + 59 * 60):
        assert PageClient().get(link).status_code == 302
    with time_machine.travel(time.time() + 61 * 60):
        assert PageClient().get(link).status_code == 410


@pytest.mark.parametrize("address", ["1/x-y/", "zzzzzzzzzzzzz/set-password/", "-/%00/", "1/set-password/"])
def test_forged_link_opens_nothing(client, user, address):
    assert client.get(f"/prihlaseni/nove-heslo/{address}").status_code == 410


def test_address_with_the_secret_stays_out_of_caches_and_of_the_form(client, user, link):
    first = client.get(link)
    form = client.get(first["Location"])

    secret = link.rstrip("/").rpartition("/")[2]
    assert secret not in first["Location"] + form.text
    assert {first["Cache-Control"], form["Cache-Control"]} == {"private, no-store"}
    assert form["X-Robots-Tag"] == "noindex, nofollow"


def test_all_sessions_end_with_the_reset(client, user, mailoutbox):
    elsewhere = PageClient().sign_in(user)
    client.post(ASK, {"email": user.email})

    set_new(client, link_in(mailoutbox[0].body))

    assert elsewhere.get("/ucet/heslo/").status_code == 302


def test_second_factor_is_still_needed(client, user, link):
    secret = accounts.enable_second_factor(user, actor=Actor.job("zkouška"))
    set_new(client, link)

    response = client.post("/prihlaseni/", {"login": user.email, "password": NEW})
    assert response["Location"] == "/prihlaseni/kod/"
    assert client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()}).status_code == 302


def test_weak_password_is_refused_at_the_field(client, user, link):
    response = set_new(client, link, "Heslo1234567")

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_owner_learns_of_the_reset_and_the_record_tells_the_story(client, user, link, mailoutbox):
    set_new(client, link)

    assert [mail.subject for mail in mailoutbox][1:] == ["Heslo vašeho účtu bylo změněno"]
    events = AuditEvent.objects.order_by("pk")
    assert [(readable(event), event.actor_kind, event.target_id) for event in events] == [
        ("Vyžádán odkaz k novému heslu.", "public", str(user.pk)),
        ("Zapomenuté heslo účtu nahrazeno novým.", "person", str(user.pk)),
    ]


def test_sign_in_page_leads_to_a_forgotten_password(client):
    assert f'href="{ASK}"' in client.get("/prihlaseni/").text
