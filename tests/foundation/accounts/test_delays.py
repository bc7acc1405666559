"""Growing delay: after free attempts each failure doubles the wait, in all processes, and nobody is locked out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from django.db import connections

from opora.foundation.accounts.models import SignInDelay
from opora.foundation.accounts.operations import accounts, delays
from opora.foundation.accounts.operations.delays import LIMITS, Delayed, Limit
from opora.foundation.accounts.tasks import clean_sign_ins
from opora.foundation.audit.log import readable
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.support import people

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
WRONG = "úplně jiné heslo"
PUBLIC = Actor.public()


@pytest.fixture
def user(db):
    return people.person("Jana Ukázková", "jana@priklad.cz")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def attempt(client, password=WRONG, *, login="jana@priklad.cz", address="192.0.2.1"):
    return client.post("/prihlaseni/", {"login": login, "password": password}, REMOTE_ADDR=address)


def fail(client, times: int, **more) -> None:
    """So many failures of one account from one address, each after its wait."""
    for _time in range(times):
        while attempt(client, **more).status_code == 429:
            raise AssertionError("The wait has not passed.")


def tried(keys: delays.Keys) -> bool:
    """True when the attempt got through."""
    try:
        delays.attempt(keys, actor=PUBLIC)
    except Delayed:
        return False
    return True


def test_wait_doubles_from_five_seconds_to_its_longest():
    limit = Limit(free=3, longest=timedelta(minutes=15))

    waits = [int(limit.wait(failures).total_seconds()) for failures in range(13)]

    assert waits == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900]


def test_account_and_address_never_wait_more_than_a_minute():
    longest = {kind: int(LIMITS[kind].wait(100_000).total_seconds()) for kind in ("pair", "account", "address")}

    assert longest == {"pair": 900, "account": 60, "address": 60}


def test_after_free_failures_the_right_password_waits_too(client, user, clock):
    fail(client, 4)

    early = attempt(client, people.PASSWORD)
    clock.shift(5)
    late = attempt(client, people.PASSWORD)

    assert (early.status_code, early["Retry-After"], late.status_code) == (429, "5", 302)
    assert "Zkuste to znovu za <strong>5\N{NO-BREAK SPACE}sekund</strong>" in early.text
    assert 'value="jana@priklad.cz"' in early.text
    assert "heslo" not in str(SignInDelay.objects.values_list("key"))


def test_during_a_wait_no_password_is_looked_at(client, user, clock, monkeypatch):
    fail(client, 4)
    looked_at = []
    monkeypatch.setattr(type(user), "check_password", lambda self, raw: looked_at.append(raw))

    assert attempt(client, people.PASSWORD).status_code == 429

    assert looked_at == []


def test_attempts_during_a_wait_do_not_lengthen_it(client, user, clock):
    fail(client, 4)
    clock.shift(3)

    assert [attempt(client)["Retry-After"] for _time in range(3)] == ["2", "2", "2"]


def test_unknown_account_waits_as_a_known_one(client, user, clock):
    answers = {
        login: [attempt(client, login=login).status_code for _time in range(5)]
        for login in ("jana@priklad.cz", "nikdo@priklad.cz")
    }

    assert answers["jana@priklad.cz"] == answers["nikdo@priklad.cz"] == [422, 422, 422, 422, 429]


def test_owner_elsewhere_gets_in_while_somebody_guesses(client, user, clock):
    fail(client, 4)

    assert attempt(client, people.PASSWORD, address="192.0.2.77").status_code == 302


def test_account_guessed_from_many_addresses_waits_at_most_a_minute(client, user, clock):
    for number in range(60):
        attempt(client, address=f"198.51.100.{number}")
        clock.shift(61)

    attempt(client, address="203.0.113.1")
    assert attempt(client, people.PASSWORD, address="203.0.113.2")["Retry-After"] == "60"


def test_address_that_tries_many_accounts_waits(client, db, clock):
    for number in range(31):
        assert attempt(client, login=f"clovek{number}@priklad.cz").status_code == 422

    assert attempt(client, login="dalsi@priklad.cz").status_code == 429
    clock.shift(60 * 60)
    assert attempt(client, login="dalsi@priklad.cz").status_code == 422


def test_slips_of_an_office_do_not_add_up(client, db, clock):
    for number in range(40):
        people.person("Ukázkový Kolega", f"clovek{number}@priklad.cz")
        login = f"clovek{number}@priklad.cz"
        answers = [attempt(client, password, login=login).status_code for password in (WRONG, people.PASSWORD)]
        client.post("/odhlaseni/")
        assert answers == [422, 302]


def test_success_starts_the_account_anew(client, user, clock):
    fail(client, 3)
    attempt(client, people.PASSWORD)
    client.post("/odhlaseni/")

    assert [attempt(client).status_code for _time in range(5)] == [422, 422, 422, 422, 429]


def test_failures_are_forgotten_after_a_day(client, user, clock):
    fail(client, 4)
    clock.shift(timedelta(hours=24))

    assert [attempt(client).status_code for _time in range(5)] == [422, 422, 422, 422, 429]


def test_wrong_codes_of_the_second_step_wait_as_well(client, user, clock):
    secret = accounts.enable_second_factor(user, actor=Actor.job("zkouška"))
    attempt(client, people.PASSWORD)

    answers = [client.post("/prihlaseni/kod/", {"code": "000000"}).status_code for _attempt in range(6)]
    right = client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()})

    assert answers == [422, 422, 422, 422, 422, 429]
    assert (right.status_code, right["Retry-After"]) == (429, "5")
    clock.shift(5)
    assert client.post("/prihlaseni/kod/", {"code": pyotp.TOTP(secret).now()}).status_code == 302


@pytest.mark.parametrize("address", ["/ucet/overeni/", "/ucet/heslo/"])
def test_password_asked_again_is_guessed_as_slowly(client, user, clock, address):
    client.sign_in(user)
    data = {"password": WRONG, "oldpassword": WRONG, "password1": "", "password2": ""}

    assert [client.post(address, data).status_code for _time in range(5)] == [422, 422, 422, 422, 429]


def test_requests_for_mail_wait_whether_the_account_exists_or_not(client, user, clock):
    emails = ["jana@priklad.cz", "nikdo@priklad.cz"] * 3 + ["jana@priklad.cz"]

    answers = [client.post("/prihlaseni/zapomenute-heslo/", {"email": email}).status_code for email in emails]

    assert answers == [302, 302, 302, 302, 302, 302, 429]


def test_beginning_of_a_wait_is_recorded(client, user, clock):
    fail(client, 4)
    attempt(client)

    sentences = [readable(event) for event in AuditEvent.objects.order_by("pk")]
    assert sentences == [
        *["Nezdařený pokus o přihlášení."] * 3,
        "Nezdařený pokus o přihlášení, další smí přijít za 5 s.",
    ]


def test_address_and_email_are_not_in_the_table(client, user):
    attempt(client)

    assert {len(key) for key in SignInDelay.objects.values_list("key", flat=True)} == {64}


@pytest.mark.django_db(transaction=True)
def test_attempts_sent_at_once_get_no_more_through_than_one_by_one():
    keys = delays.Keys.of_password("jana@priklad.cz", "192.0.2.1")

    def try_in_own_connection(_number: int) -> bool:
        try:
            return tried(keys)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        through = sum(threads.map(try_in_own_connection, range(16)))

    assert through == LIMITS["pair"].free + 1


def test_daily_task_deletes_what_delays_nobody(client, user, clock):
    fail(client, 4)
    clock.shift(timedelta(hours=23))
    attempt(client, login="nikdo@priklad.cz")
    clock.shift(timedelta(hours=2))

    clean_sign_ins.call()

    assert SignInDelay.objects.count() == 3  # pair and account of the later one, and the address of both
