"""Open sign-ins: known from the beginning, listed, ended at once."""

import time

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied

from opora.foundation.accounts.operations.sessions import end_sessions
from opora.foundation.accounts.selectors.sessions import device_name, open_sessions
from opora.foundation.accounts.tasks import clean_sign_ins
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.support import people
from tests.support.page_client import PageClient

pytestmark = pytest.mark.django_db
ACCOUNT = "/ucet/prihlaseni-jinde/"


@pytest.fixture
def user():
    return people.person("Jana Ukázková", "jana@priklad.cz")


def is_signed_in(client: PageClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_end_of_all_sessions_works_at_once(user):
    clients = [PageClient().sign_in(user) for _device in range(2)]

    assert end_sessions(user, actor=Actor.job("zkouška")) == 2

    assert [is_signed_in(client) for client in clients] == [False, False]
    ended = AuditEvent.objects.get(action="accounts.sessions_ended")
    assert (ended.target_id, ended.data) == (str(user.pk), {"count": 2})


def test_session_to_keep_stays(user):
    here, elsewhere = (PageClient().sign_in(user) for _device in range(2))

    end_sessions(user, actor=Actor.for_user(user), keep=here.session.session_key)

    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)


def test_sessions_of_others_stay(user, stranger):
    other = PageClient().sign_in(stranger)

    assert end_sessions(user, actor=Actor.job("zkouška")) == 0

    assert is_signed_in(other)


def test_stranger_ends_no_session(user, stranger):
    with pytest.raises(PermissionDenied):
        end_sessions(user, actor=Actor.for_user(stranger))


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Edg/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"), (EDGE, "Edge, Windows"), (PHONE, "Chrome, Android"), (IPHONE, "Safari, iPhone"),
        ("curl/8.0", "neznámé zařízení"), ("", "neznámé zařízení"),
    ],
)  # fmt: skip
def test_device_has_a_name_people_know(user_agent, name):
    assert device_name(user_agent) == name


def through_the_door(user, user_agent: str, address: str) -> PageClient:
    """A client that signed in by the form."""
    client = PageClient(headers={"user-agent": user_agent}, REMOTE_ADDR=address)
    client.post("/prihlaseni/", {"login": user.email, "password": people.PASSWORD})
    return client


def test_list_names_devices_and_addresses_and_marks_this_one(user):
    through_the_door(user, EDGE, "192.0.2.7")
    here = through_the_door(user, FIREFOX, "2001:db8::1")

    found = open_sessions(user, here.session.session_key)
    html = here.get(ACCOUNT).text

    assert [(one.device, one.address, one.is_here) for one in found] == [
        ("Firefox, Linux", "2001:db8::1", True),
        ("Edge, Windows", "192.0.2.7", False),
    ]
    assert html.count("toto přihlášení") == 1
    assert "adresa 192.0.2.7" in html


def test_one_session_is_ended_by_its_button(user):
    here, elsewhere = PageClient().sign_in(user), PageClient().sign_in(user)
    row = UserSession.objects.get(session_key=elsewhere.session.session_key)

    response = here.post(f"{ACCOUNT}{row.pk}/ukoncit/")

    assert (response.status_code, is_signed_in(here), is_signed_in(elsewhere)) == (302, True, False)


def test_all_others_are_ended_by_one_button(user):
    here, *others = (PageClient().sign_in(user) for _device in range(3))

    here.post(f"{ACCOUNT}ukoncit/")

    assert [is_signed_in(client) for client in (here, *others)] == [True, False, False]


def test_this_session_may_be_ended_too(user):
    here = PageClient().sign_in(user)
    row = UserSession.objects.get(session_key=here.session.session_key)

    assert here.post(f"{ACCOUNT}{row.pk}/ukoncit/")["Location"] == "/prihlaseni/"
    assert not is_signed_in(here)


def test_session_of_somebody_else_does_not_exist_for_me(user, stranger):
    other = PageClient().sign_in(stranger)
    row = UserSession.objects.get(session_key=other.session.session_key)

    assert PageClient().sign_in(user).post(f"{ACCOUNT}{row.pk}/ukoncit/").status_code == 404
    assert is_signed_in(other)


def test_session_is_known_after_its_key_changed_with_the_password(user):
    here = PageClient().sign_in(user)
    new = "kolo strom řeka dům"
    here.post("/ucet/heslo/", {"oldpassword": people.PASSWORD, "password1": new, "password2": new})

    assert end_sessions(user, actor=Actor.job("zkouška")) == 1
    assert not is_signed_in(here)


def test_session_that_nobody_used_for_long_is_not_open(user):
    with time_machine.travel(time.time() - settings.SESSION_IDLE - settings.SESSION_NOTED_EVERY - 1):
        PageClient().sign_in(user)

    assert open_sessions(user, None) == []


def test_sign_out_takes_the_session_from_the_list(user):
    here, other = PageClient().sign_in(user), PageClient().sign_in(user)
    other.post("/odhlaseni/")

    assert [one.is_here for one in open_sessions(user, here.session.session_key)] == [True]


def test_daily_task_forgets_sessions_that_ended(user):
    PageClient().sign_in(user)
    other = PageClient().sign_in(user)
    other.session.flush()

    clean_sign_ins.call()

    assert UserSession.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(user, count, django_assert_max_num_queries):
    here, *_others = [PageClient().sign_in(user) for _device in range(count)]
    here.get(ACCOUNT)

    with django_assert_max_num_queries(6):
        here.get(ACCOUNT)
