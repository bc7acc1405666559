"""Two tabs press the button at one moment: one account, one membership, one calm refusal."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from opora.directory.organizations.models import Invitation, Membership
from opora.directory.organizations.operations.invitations import (
    accept_invitation,
    accept_with_new_account,
    renew_invitation,
)
from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.accounts.selectors.links import LinkError
from opora.foundation.core.actor import Actor
from tests.directory.organizations.invitation_world import NEW_PASSWORD, acting, head_of, invited, link_of, provider
from tests.support.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act) -> list:
    """What two threads with connections of their own got from the act; a refusal is its class."""
    ready = Barrier(2, timeout=20)

    def run():
        try:
            ready.wait()
            return act()
        except LinkError as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [future.result(60) for future in [pool.submit(run), pool.submit(run)]]


def test_newcomer_in_two_tabs_gets_one_account():
    organization = provider()
    invitation = invited(organization, head_of(organization))

    link, holder = link_of(invitation), Actor.for_link(link_of(invitation))

    said = at_once(
        lambda: accept_with_new_account(
            invitation, link, full_name="Nová Ukázková", password=NEW_PASSWORD, actor=holder
        )
    )

    assert LinkError in said
    assert sorted(isinstance(one, Membership) for one in said) == [False, True]
    assert User.objects.filter(email="nova@opora.example").count() == 1
    assert Membership.objects.filter(role="social_worker").count() == 1


def test_known_person_in_two_tabs_gets_one_membership():
    organization = provider()
    user = person("Pavel Ukázkový", "pavel@opora.example")
    invitation = invited(organization, head_of(organization), email=user.email)
    link = link_of(invitation)

    said = at_once(
        lambda: accept_invitation(Invitation.objects.get(pk=invitation.pk), link, actor=Actor.for_user(user))
    )

    assert LinkError in said
    assert Membership.objects.filter(user=user).count() == 1


def test_two_clicks_on_renewal_leave_one_open_link():
    organization = provider()
    head = head_of(organization)
    invitation = invited(organization, head)
    Invitation.objects.update(expires_at=invitation.created_at)

    at_once(lambda: renew_invitation(invitation, version=1, actor=acting(head)).version)

    assert [link.is_open for link in MagicLink.objects.order_by("pk")] == [False, True]
    assert Invitation.objects.get().version == 2
