"""Granting, changing and ending memberships."""

from datetime import date, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError

from opora.directory.organizations.models import Branch, Membership
from opora.directory.organizations.operations.memberships import (
    Reach,
    change_membership,
    end_all_memberships,
    end_membership,
    grant_membership,
)
from opora.directory.organizations.operations.organizations import create_organization
from opora.directory.organizations.selectors.memberships import membership_acted_in, memberships_in_force
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.organizations.staff import acting, member, organization, region

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")
WHOLE = Reach()


@pytest.fixture
def head():
    return member("Hana Správcová", "provider_administrator")


@pytest.fixture
def worker():
    return member("Karel Sociální")


def test_membership_gives_rights_from_its_first_to_its_last_day(data_steward):
    membership = data_steward.memberships.get()
    Membership.objects.update(valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 31))

    for day, found in [
        ("2026-02-28", None),
        ("2026-03-01", membership),
        ("2026-03-31", membership),
        ("2026-04-01", None),
    ]:
        with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
            assert membership_acted_in(memberships_in_force(data_steward)) == found


def test_person_sees_colleagues_and_without_a_membership_nobody(data_steward, regional_administrator, stranger):
    mine = data_steward.memberships.get()
    theirs = regional_administrator.memberships.get()

    assert set(Membership.objects.visible_to(Actor.for_user(data_steward, mine))) == {mine, theirs}
    assert set(Membership.objects.visible_to(Actor.for_user(stranger))) == set()
    assert set(Membership.objects.visible_to(Actor.public())) == set()


def test_second_organization_of_one_ico_is_refused():
    create_organization(kind="other", name="První", ico="00551023", actor=JOB)

    with pytest.raises(ValidationError):
        create_organization(kind="other", name="Druhá", ico="00551023", actor=JOB)


def test_data_steward_may_not_give_roles(data_steward):
    membership = data_steward.memberships.get()
    actor = Actor.for_user(data_steward, membership)

    with pytest.raises(PermissionDenied):
        grant_membership(data_steward, membership.organization, role="regional_administrator", actor=actor)


def test_unknown_role_is_refused(data_steward):
    home = data_steward.memberships.get().organization

    with pytest.raises(ValidationError):
        grant_membership(data_steward, home, role="king", actor=JOB)


def test_head_gives_a_role_in_own_organization_only(head, worker, stranger):
    granted = grant_membership(stranger, head.organization, role="care_worker", actor=acting(head))

    event = AuditEvent.objects.get()
    assert (granted.role, granted.scope, granted.is_in_force()) == ("care_worker", "services", True)
    said = {"role": "care_worker", "reach": "přidělené služby"}
    assert (event.action, event.data) == ("organizations.membership_granted", said)
    other = organization("Jiný poskytovatel (ukázka)")
    with pytest.raises(PermissionDenied):
        grant_membership(stranger, other, role="care_worker", actor=acting(head))


def test_nobody_gives_a_role_to_oneself(head, regional_administrator):
    with pytest.raises(PermissionDenied):
        grant_membership(head.user, head.organization, role="social_worker", actor=acting(head))
    ruler = acting(regional_administrator.memberships.get())
    with pytest.raises(PermissionDenied):
        grant_membership(regional_administrator, head.organization, role="provider_administrator", actor=ruler)


def test_region_appoints_elsewhere_heads_but_no_workers(head, stranger, regional_administrator):
    ruler = acting(regional_administrator.memberships.get())

    granted = grant_membership(stranger, head.organization, role="provider_administrator", actor=ruler)

    assert granted.organization == head.organization
    with pytest.raises(PermissionDenied):
        grant_membership(stranger, head.organization, role="social_worker", actor=ruler)


@pytest.mark.parametrize(
    ("role", "reach", "field"),
    [
        ("planner", WHOLE, "role"),
        ("provider_administrator", Reach(scope="own"), "scope"),
        ("social_worker", Reach(scope="branch"), "branch"),
        ("social_worker", Reach(scope="nowhere"), "scope"),
        ("social_worker", Reach(valid_to=date(2020, 1, 1)), "valid_to"),
    ],
)
def test_role_and_reach_that_do_not_fit_are_refused_at_their_field(head, stranger, role, reach, field):
    with pytest.raises(ValidationError) as refusal:
        grant_membership(stranger, head.organization, role=role, reach=reach, actor=JOB)

    assert list(refusal.value.message_dict) == [field]


def test_branch_of_another_organization_is_refused(head, stranger):
    branch = Branch.objects.create(organization=region(), name="Cizí pracoviště")
    reach = Reach(scope="branch", branch=branch)

    with pytest.raises(ValidationError) as refusal:
        grant_membership(stranger, head.organization, role="social_worker", reach=reach, actor=acting(head))

    assert refusal.value.message_dict == {"branch": ["Vyberte pracoviště této organizace."]}


def test_second_click_gives_no_second_role(head, worker):
    with pytest.raises(OperationError, match="Tuto roli tu člověk už má"):
        grant_membership(worker.user, head.organization, role="social_worker", actor=acting(head))
    until = Reach(valid_to=today() + timedelta(days=9))
    with pytest.raises(OperationError, match="Tuto roli tu člověk už má"):
        grant_membership(worker.user, head.organization, role="social_worker", reach=until, actor=acting(head))


def test_blocked_account_and_closed_organization_get_no_role(head, stranger):
    closed = organization("Zaniklá (ukázka)")
    closed.closed_on = today()
    closed.save()
    with pytest.raises(OperationError, match="zanikla"):
        grant_membership(stranger, closed, role="social_worker", actor=JOB)
    stranger.is_active = False
    stranger.save()
    with pytest.raises(OperationError, match="zablokovaný"):
        grant_membership(stranger, head.organization, role="social_worker", actor=acting(head))


def test_change_says_which_fields_and_late_one_is_refused(head, worker):
    branch = Branch.objects.create(organization=head.organization, name="Teplice")
    reach = Reach(scope="branch", branch=branch)

    changed = change_membership(worker, reach=reach, version=1, actor=acting(head))

    assert (changed.scope_text, changed.version) == ("pracoviště Teplice", 2)
    assert AuditEvent.objects.get().data == {"fields": "rozsah, pracoviště"}
    with pytest.raises(StaleError):
        change_membership(worker, reach=Reach(scope="own"), version=1, actor=acting(head))


def test_nobody_changes_their_own_membership(head):
    with pytest.raises(PermissionDenied):
        change_membership(head, reach=WHOLE, version=1, actor=acting(head))


def test_end_takes_rights_and_every_open_session_at_once(client, head, worker):
    client.sign_in(worker.user)
    assert client.get("/ucet/role/").status_code == 200

    ended = end_membership(worker, actor=acting(head))

    worker.refresh_from_db()
    assert (ended, worker.ended_at is not None, worker.valid_to) == (1, True, today())
    assert (memberships_in_force(worker.user), UserSession.objects.filter(user=worker.user).count()) == ([], 0)
    assert client.get("/ucet/role/").status_code == 302
    assert end_membership(worker, actor=acting(head)) == 0


def test_membership_that_has_not_begun_ends_on_its_first_day(head):
    later = member("Pavla Budoucí", valid_from=today() + timedelta(days=10))

    end_membership(later, actor=acting(head))

    later.refresh_from_db()
    assert (later.valid_to, later.is_in_force()) == (later.valid_from, False)


def test_worker_leaves_but_ends_no_colleague(head, worker):
    colleague = member("Lenka Ukázková")
    with pytest.raises(PermissionDenied):
        end_membership(colleague, actor=acting(worker))

    assert end_membership(worker, actor=acting(worker)) == 1


def test_whole_person_leaves_the_organization(head, worker):
    member("Karel Sociální", "organizer")
    elsewhere = member("Karel Sociální", "planner", region())

    assert end_all_memberships(worker.user, head.organization, actor=acting(head)) == 2
    assert memberships_in_force(worker.user) == [elsewhere]


def test_region_removes_no_workers_of_a_provider(head, worker, regional_administrator):
    ruler = acting(regional_administrator.memberships.get())

    for membership in (worker, member("Hana Správcová", "social_worker")):
        with pytest.raises(PermissionDenied):
            end_all_memberships(membership.user, head.organization, actor=ruler)
