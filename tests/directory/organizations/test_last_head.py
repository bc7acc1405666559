"""The last person who administers an organization stays, whatever way the end would come."""

from datetime import timedelta

import pytest

from opora.directory.organizations.operations.memberships import Reach, change_membership, end_membership
from opora.directory.organizations.operations.substitutions import substitute
from opora.foundation.accounts.operations.help import block_account
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from tests.directory.organizations.staff import acting, member, region

pytestmark = pytest.mark.django_db
LAST = "nikdo další by tu nespravoval lidi"


@pytest.fixture
def head():
    return member("Hana Správcová", "provider_administrator")


@pytest.fixture
def ruler(regional_administrator):
    return regional_administrator.memberships.get()


def test_last_head_may_not_leave_and_with_another_one_may(head):
    with pytest.raises(OperationError, match=LAST):
        end_membership(head, actor=acting(head))
    member("Druhá Správcová", "provider_administrator")

    assert end_membership(head, actor=acting(head)) == 1


@pytest.mark.parametrize("what", ["blocked", "ended earlier", "not begun", "a substitute"])
def test_who_cannot_administer_does_not_count(head, what):
    other = member("Druhá Správcová", "provider_administrator" if what != "a substitute" else "social_worker")
    if what == "blocked":
        other.user.is_active = False
        other.user.save()
    elif what == "ended earlier":
        other.valid_to = today()
    elif what == "not begun":
        other.valid_from = today() + timedelta(days=1)
    else:
        substitute(head, other.user, valid_from=today(), valid_to=today() + timedelta(days=30), actor=acting(head))
    other.save()

    with pytest.raises(OperationError, match=LAST):
        end_membership(head, actor=Actor.job("zkouška"))


def test_last_head_gets_no_end_unless_another_stays_longer(head):
    other = member("Druhá Správcová", "provider_administrator", valid_to=today() + timedelta(days=30))
    for days, fits in [(30, False), (31, False), (29, True)]:
        reach = Reach(valid_to=today() + timedelta(days=days))
        if fits:
            assert change_membership(head, reach=reach, version=1, actor=acting(other)).valid_to == reach.valid_to
            continue
        with pytest.raises(OperationError, match=LAST):
            change_membership(head, reach=reach, version=1, actor=acting(other))


def test_region_ends_the_last_head_elsewhere_but_never_its_own(head, ruler):
    assert end_membership(head, actor=acting(ruler)) == 1

    with pytest.raises(OperationError, match=LAST):
        end_membership(ruler, actor=acting(ruler))


def test_last_regional_administrator_is_not_blocked(ruler):
    second = member("Druhý Krajský", "regional_administrator", region(), valid_to=today())
    with pytest.raises(OperationError, match=LAST):
        block_account(ruler.user, actor=acting(second))
    second.valid_to = None
    second.save()

    assert block_account(ruler.user, actor=acting(second)) is True


def test_head_of_a_provider_is_blocked_by_the_region_once(head, ruler):
    assert block_account(head.user, actor=acting(ruler)) is True
    assert block_account(head.user, actor=acting(ruler)) is False
