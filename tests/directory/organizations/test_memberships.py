from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from opora.directory.organizations.models import Membership
from opora.directory.organizations.operations.memberships import grant_membership
from opora.directory.organizations.operations.organizations import create_organization
from opora.directory.organizations.selectors.memberships import membership_acted_in, memberships_in_force
from opora.foundation.core.actor import Actor

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


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
    organization = data_steward.memberships.get().organization

    with pytest.raises(ValidationError):
        grant_membership(data_steward, organization, role="king", actor=JOB)
