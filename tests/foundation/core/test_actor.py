from opora.foundation.core.actor import Actor

RIGHT = "organizations.manage"


def test_public_has_no_right():
    assert Actor.public().has_right(RIGHT) is False


def test_person_has_the_rights_of_the_membership_acted_in(regional_administrator):
    membership = regional_administrator.memberships.get()
    actor = Actor.for_user(regional_administrator, membership)

    assert actor.has_right(RIGHT) is True
    assert actor.has_right(RIGHT, membership.organization) is True
    assert actor.has_right("audit.export") is False


def test_right_in_one_organization_says_nothing_of_another(regional_administrator, data_steward):
    actor = Actor.for_user(regional_administrator, regional_administrator.memberships.get())
    other = data_steward.memberships.get().organization
    other.pk += 1000

    assert actor.has_right(RIGHT, other) is False
