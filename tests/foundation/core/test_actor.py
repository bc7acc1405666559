from opora.foundation.core.actor import Actor


def test_public_has_no_role():
    assert Actor.public().has_role("regional_administrator") is False


def test_person_has_the_role_of_the_membership_acted_in(regional_administrator):
    membership = regional_administrator.memberships.get()
    actor = Actor.for_user(regional_administrator, membership)

    assert actor.has_role("regional_administrator") is True
    assert actor.has_role("regional_administrator", membership.organization) is True
    assert actor.has_role("data_steward") is False


def test_role_of_one_organization_says_nothing_of_another(regional_administrator, data_steward):
    actor = Actor.for_user(regional_administrator, regional_administrator.memberships.get())
    other = data_steward.memberships.get().organization
    other.pk += 1000

    assert actor.has_role("regional_administrator", other) is False
