"""What an attacker would try first, one test each."""

import re
from urllib.parse import urlsplit

import pyotp
import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations import accounts
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import notify
from tests.browser.url_map import SAMPLES, path_of
from tests.support import people
from tests.support.page_client import PageClient

JOB = Actor.job("zkouška")
ELSEWHERE = [
    "//zlo.example", "///zlo.example", "https://zlo.example/", "https:zlo.example", "http:///zlo.example",
    "/\\zlo.example",
    "\\\\zlo.example", "\t//zlo.example", " //zlo.example", "javascript:alert(1)", "https://testserver@zlo.example/",
    "/\t/zlo.example", "/ucet/\r\nSet-Cookie: a=b", "/ucet/%0d%0a\nLocation: //zlo.example",
    "https://testserver.zlo.example/",
]  # fmt: skip


@pytest.fixture
def user(db) -> User:
    return people.person("Jana Ukázková", "jana@priklad.cz")


def sign_in(client: PageClient, **more) -> HttpResponse:
    return client.post("/prihlaseni/", {"login": "jana@priklad.cz", "password": people.PASSWORD, **more})


def views(resolver: URLResolver | None = None):
    """Every view of the house with its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.pattern), pattern.callback


# Mass assignment


@pytest.mark.parametrize(
    ("address", "data"),
    [
        (
            "/ucet/heslo/",
            {"oldpassword": people.PASSWORD, "password1": "kolo strom řeka", "password2": "kolo strom řeka"},
        ),
        ("/ucet/overeni/", {"password": people.PASSWORD}),
        ("/ucet/prihlaseni-jinde/ukoncit/", {}),
        ("/odhlaseni/", {}),
    ],
)
def test_fields_that_a_form_does_not_have_change_nothing_of_an_account(client, user, stranger, address, data):
    client.sign_in(user)
    extra = {
        "is_active": "", "email": "zlo@priklad.cz", "full_name": "Někdo Jiný", "version": "99", "id": str(stranger.pk),
        "user": str(stranger.pk), "pk": str(stranger.pk), "is_superuser": "1", "role": Role.REGIONAL_ADMINISTRATOR,
    }  # fmt: skip
    before = list(User.objects.order_by("pk").values("pk", "email", "full_name", "is_active", "version"))

    assert client.post(address, {**extra, **data}).status_code == 302

    assert list(User.objects.order_by("pk").values("pk", "email", "full_name", "is_active", "version")) == before
    assert Membership.objects.count() == 0


@pytest.mark.django_db
def test_fields_that_a_form_does_not_have_change_nothing_of_a_membership(client, regional_administrator, stranger):
    organization = Organization.objects.get()
    colleague = people.person("Petr Ukázkový", "petr@priklad.cz", Role.PLANNER)
    membership = Membership.objects.get(user=colleague)
    other = Organization.objects.create(name="Jiná organizace", kind=organization.kind)
    fields = ("user_id", "organization_id", "substitute_for_id", "created_at", "role", "valid_from", "ended_at")
    before = {name: getattr(membership, name) for name in fields}
    own = Membership.objects.get(user=regional_administrator)
    client.sign_in(regional_administrator)

    response = client.post(
        reverse("organizations:membership_edit", args=[membership.pk]),
        {
            "user": stranger.pk, "user_id": stranger.pk, "organization": other.pk, "organization_id": other.pk,
            "substitute_for": own.pk, "created_at": "2000-01-01", "ended_at": "2000-01-01",
            "version": membership.version, "role": Role.DATA_STEWARD, "scope": "organization",
            "valid_from": "2026-11-01",
        },
    )  # fmt: skip

    assert response.status_code == 302
    membership.refresh_from_db()
    assert {name: getattr(membership, name) for name in fields} == before


# Cross-site requests


@pytest.mark.django_db
def test_every_page_refuses_a_form_without_its_token(regional_administrator):
    client = PageClient(enforce_csrf_checks=True).sign_in(regional_administrator)

    accepted = {name: client.post(path_of(name)).status_code for name in SAMPLES}

    assert {name: status for name, status in accepted.items() if status != 403} == {}


def test_only_machines_are_excused_from_tokens():
    """The reading API, other instances that sign what they send, and mail programs that unsubscribe by RFC 8058."""
    excused = {view.__module__ for _route, view in views() if getattr(view, "csrf_exempt", False)}

    assert {name for name in excused if not name.startswith("ninja")} == {
        "opora.foundation.exchange.views.machine",
        "opora.foundation.messaging.views.unsubscribe",
    }


# Addresses to go to


@pytest.mark.parametrize("address", ELSEWHERE)
def test_sign_in_leads_nowhere_else(client, user, address):
    response = sign_in(client, next=address)

    assert (response.status_code, response["Location"]) == (302, resolve_url(settings.LOGIN_REDIRECT_URL))
    assert response.headers.get("Set-Cookie", "") == ""


@pytest.mark.parametrize("address", ELSEWHERE)
def test_sign_out_leads_nowhere_else(client, user, address):
    client.sign_in(user)

    assert client.post("/odhlaseni/", {"next": address})["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ELSEWHERE)
def test_choice_of_role_leads_nowhere_else(client, regional_administrator, address):
    membership = Membership.objects.get(user=regional_administrator)
    client.sign_in(regional_administrator)

    response = client.post("/ucet/role/", {"membership": membership.pk, "next": address})

    goes_to = urlsplit(response["Location"])
    assert (response.status_code, goes_to.scheme, goes_to.netloc, goes_to.path[:1]) == (302, "", "", "/")
    assert response["Location"].isprintable()


# The Host header


@pytest.mark.parametrize(
    "host", ["zlo.example", "testserver@zlo.example", "testserver:80:90", "", "zlo.example#testserver"]
)
def test_unknown_host_is_refused(client, host):
    assert client.get("/prihlaseni/", headers={"host": host}).status_code == 400


def test_mail_leads_to_the_configured_address_whatever_the_request_says(client, user, settings, mailoutbox):
    settings.ALLOWED_HOSTS = ["*"]

    client.post(
        "/prihlaseni/zapomenute-heslo/",
        {"email": user.email},
        headers={"host": "zlo.example", "x-forwarded-host": "zlo.example"},
    )

    assert re.findall(r"https?://[^/\s]+", mailoutbox[0].body) == [settings.PUBLIC_URL]


def test_address_of_the_client_is_not_taken_from_a_header_that_anybody_can_send(client, user):
    answers = [
        client.post(
            "/prihlaseni/", {"login": user.email, "password": "jiné"}, headers={"x-forwarded-for": f"192.0.2.{number}"}
        ).status_code
        for number in range(5)
    ]

    assert answers == [422, 422, 422, 422, 429]


# Sessions and secrets


def test_session_known_before_sign_in_is_worth_nothing_after_it(client, user):
    client.get("/prihlaseni/")
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    known = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = known

    sign_in(client)

    attacker = PageClient()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = known
    assert client.session.session_key != known
    assert (client.get("/ucet/heslo/").status_code, attacker.get("/ucet/heslo/").status_code) == (200, 302)


def test_session_key_made_up_by_a_visitor_is_not_accepted(client, user):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    sign_in(client)

    assert client.session.session_key != "a" * 32


def test_session_ended_elsewhere_cannot_be_brought_back_by_its_cookie(client, user):
    client.sign_in(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/odhlaseni/")
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie

    assert client.get("/ucet/heslo/").status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, user):
    response = sign_in(client)

    session, csrf = response.cookies[settings.SESSION_COOKIE_NAME], response.cookies[settings.CSRF_COOKIE_NAME]
    assert [(cookie["httponly"], cookie["samesite"]) for cookie in (session, csrf)] == [(True, "Lax"), (True, "Lax")]


def test_link_to_a_new_password_works_once(client, user, mailoutbox):
    client.post("/prihlaseni/zapomenute-heslo/", {"email": user.email})
    link = re.search(r"/prihlaseni/nove-heslo/\S+", mailoutbox[0].body)[0]
    form = client.get(link)["Location"]
    data = {"password1": "kolo strom řeka", "password2": "kolo strom řeka"}

    answers = [client.post(form, data).status_code, client.post(form, data).status_code, client.get(link).status_code]

    assert answers == [302, 410, 410]


def test_code_of_the_second_step_works_once_in_all_processes(user):
    secret = accounts.enable_second_factor(user, actor=JOB)
    code = pyotp.TOTP(secret).now()

    answers = []
    for _process in range(2):
        cache.clear()  # what one process remembers another one does not know
        client = PageClient()
        sign_in(client)
        answers.append(client.post("/prihlaseni/kod/", {"code": code}).status_code)

    assert answers == [302, 422]


class CountingHasher(MD5PasswordHasher):
    """Counts hashes; the most expensive step of signing in."""

    hashes = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).hashes += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(
    "login", ["jana@priklad.cz", "nikdo@priklad.cz", "blokovana@priklad.cz", "bez-hesla@priklad.cz"]
)
def test_unknown_account_costs_the_same_work(client, user, settings, login):
    User.objects.create_user("bez-hesla@priklad.cz", "Bez Hesla")
    people.person("Blokovaná Ukázková", "blokovana@priklad.cz")
    User.objects.filter(email="blokovana@priklad.cz").update(is_active=False)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.hashes = 0

    client.post("/prihlaseni/", {"login": login, "password": "nesprávné heslo"})

    assert CountingHasher.hashes == 1


# Headers


def test_line_break_in_an_address_to_go_to_makes_no_header(client, user):
    response = client.post(
        "/prihlaseni/?next=/ucet/%0d%0aX-Zlo:%201", {"login": user.email, "password": people.PASSWORD}
    )

    assert "X-Zlo" not in response.headers
    assert "\n" not in response["Location"]


def test_line_break_in_a_name_makes_no_header_of_mail(db, mailoutbox):
    values = {"odkaz": "https://opora.example/", "organizace": "Ukázka\r\nBcc: zlo@priklad.cz"}

    notify("organizations.invitation", "jana@priklad.cz", values)

    message = mailoutbox[0].message()
    assert message["Bcc"] is None
    assert message["Subject"] == "Pozvánka do systému Opora: Ukázka Bcc: zlo@priklad.cz"
    assert mailoutbox[0].recipients() == ["jana@priklad.cz"]


@pytest.mark.parametrize(
    "email", ["jana@priklad.cz\nBcc: zlo@priklad.cz", "jana@priklad.cz\r\n", "jana@priklad.cz, z@z.cz"]
)
def test_line_break_in_an_email_sends_nothing_to_others(client, user, mailoutbox, email):
    client.post("/prihlaseni/zapomenute-heslo/", {"email": email})

    assert [mail.recipients() for mail in mailoutbox] in ([], [["jana@priklad.cz"]])
