"""The name of an account, corrected on request of its owner."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.accounts import correct_name
from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import StaleError

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(data_steward) -> Actor:
    return Actor.for_user(data_steward, data_steward.memberships.get())


def test_name_is_corrected_and_nothing_of_it_is_in_the_record_of_acts(stranger, steward):
    correct_name(stranger, full_name="  Cizí   Nová ", version=stranger.version, actor=steward)

    assert User.objects.get(pk=stranger.pk).full_name == "Cizí Nová"
    assert AuditEvent.objects.get(action="accounts.name_corrected").data == {}


def test_same_name_changes_nothing(stranger, steward):
    correct_name(stranger, full_name=stranger.full_name, version=stranger.version, actor=steward)

    assert (User.objects.get(pk=stranger.pk).version, AuditEvent.objects.count()) == (stranger.version, 0)


def test_old_page_and_no_name_are_refused(stranger, steward):
    with pytest.raises(StaleError):
        correct_name(stranger, full_name="Cizí Nová", version=99, actor=steward)
    with pytest.raises(ValidationError):
        correct_name(stranger, full_name="www.priklad.cz", version=stranger.version, actor=steward)


def test_owner_does_not_rename_the_own_account(stranger):
    with pytest.raises(PermissionDenied):
        correct_name(stranger, full_name="Jana Krajská", version=1, actor=Actor.for_user(stranger))


def test_page_says_what_is_wrong_and_records_the_look(client, data_steward, stranger):
    client.sign_in(data_steward)
    page = reverse("account_name", args=[stranger.pk])

    refused = client.post(page, {"full_name": "", "version": stranger.version})
    done = client.post(page, {"full_name": "Cizí Nová", "version": stranger.version})

    assert (refused.status_code, done.status_code, User.objects.get(pk=stranger.pk).full_name) == (
        422,
        302,
        "Cizí Nová",
    )
    assert ReadEvent.objects.filter(target_type="accounts.user", target_id=str(stranger.pk)).count() == 2
