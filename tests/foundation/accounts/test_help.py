"""Help after a loss: who may reset a second factor of whom, what it takes away, and blocked accounts."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied

from opora.foundation.accounts.operations.accounts import enable_second_factor
from opora.foundation.accounts.operations.help import block_account, reset_second_factor, unblock_account
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from tests.directory.organizations.staff import acting, member, organization, region
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return member("Hana Správcová", "provider_administrator")


@pytest.fixture
def ruler(regional_administrator):
    return regional_administrator.memberships.get()


def protected(membership):
    """The membership, whose owner has a second factor of two kinds."""
    enable_second_factor(membership.user, actor=Actor.job("zkouška"))
    for kind in ("recovery_codes", "webauthn"):
        Authenticator.objects.create(user=membership.user, type=kind, data={})
    return membership


def test_reset_takes_every_proof_and_every_session_and_tells_the_owner(client, head, mailoutbox):
    worker = protected(member("Karel Sociální"))
    client.sign_in(worker.user)

    reset_second_factor(worker.user, actor=acting(head))

    assert Authenticator.objects.filter(user=worker.user).count() == 0
    assert UserSession.objects.filter(user=worker.user).count() == 0
    assert client.get("/ucet/role/").status_code == 302
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["accounts.sessions_ended", "accounts.second_factor_reset"]
    (message,) = mailoutbox
    assert (message.to, message.subject) == ([worker.user.email], "Druhý faktor vašeho účtu byl zrušen")


def test_second_click_only_says_so(head, mailoutbox):
    worker = protected(member("Karel Sociální"))
    reset_second_factor(worker.user, actor=acting(head))

    with pytest.raises(OperationError, match="žádný druhý faktor nemá"):
        reset_second_factor(worker.user, actor=acting(head))
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("role", ["social_worker", "service_manager", "auditor"])
def test_worker_resets_nobody(role):
    worker, colleague = member("Karel Sociální", role), protected(member("Lenka Ukázková"))
    with pytest.raises(PermissionDenied):
        reset_second_factor(colleague.user, actor=acting(worker))


def test_nobody_resets_their_own(head):
    with pytest.raises(PermissionDenied):
        reset_second_factor(protected(head).user, actor=acting(head))


def test_head_does_not_take_over_an_account_that_governs_the_region(head):
    member("Jana Dvojí", "regional_administrator", region())
    here = protected(member("Jana Dvojí"))

    with pytest.raises(OperationError, match="zruší krajský správce"):
        reset_second_factor(here.user, actor=acting(head))
    assert Authenticator.objects.filter(user=here.user).count() == 3


def test_person_of_two_providers_is_helped_by_the_region(head, ruler):
    here = protected(member("Petr Dvojí"))
    member("Petr Dvojí", "social_worker", organization("Jiný poskytovatel (ukázka)"))

    with pytest.raises(OperationError, match="zruší krajský správce"):
        reset_second_factor(here.user, actor=acting(head))
    reset_second_factor(here.user, actor=acting(ruler))

    assert Authenticator.objects.filter(user=here.user).count() == 0


def test_region_helps_heads_and_sends_workers_to_their_head(head, ruler):
    worker = protected(member("Karel Sociální"))
    with pytest.raises(OperationError, match="správce organizace Oblastní charita \\(ukázka\\): Hana Správcová"):
        reset_second_factor(worker.user, actor=acting(ruler))

    reset_second_factor(protected(head).user, actor=acting(ruler))


def test_blocked_person_is_out_at_once_and_cannot_sign_in(client, head, ruler):
    client.sign_in(head.user)
    assert block_account(head.user, actor=acting(ruler)) is True

    assert client.get("/ucet/role/").status_code == 302
    client.post("/prihlaseni/", {"login": head.user.email, "password": PASSWORD})
    assert client.get("/ucet/role/").status_code == 302


def test_unblocked_person_has_the_memberships_back(head, ruler):
    block_account(head.user, actor=acting(ruler))

    assert unblock_account(head.user, actor=acting(ruler)) is True
    assert unblock_account(head.user, actor=acting(ruler)) is False
    head.user.refresh_from_db()
    assert head.user.memberships.in_force().get() == head
    actions = AuditEvent.objects.filter(target_type="accounts.user").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["accounts.blocked", "accounts.unblocked"]


def test_head_of_a_provider_blocks_nobody_and_nobody_blocks_oneself(head, ruler):
    with pytest.raises(PermissionDenied):
        block_account(member("Karel Sociální").user, actor=acting(head))
    with pytest.raises(PermissionDenied):
        block_account(ruler.user, actor=acting(ruler))
