"""Open sign-ins: known from the beginning, listed, ended at once."""

import pytest
from django.core.exceptions import PermissionDenied

from opora.foundation.accounts.operations.sessions import end_sessions
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.support import people
from tests.support.page_client import PageClient

pytestmark = pytest.mark.django_db
ACCOUNT = "/ucet/druhy-faktor/"


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
