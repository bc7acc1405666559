"""Restriction of processing: whose, what it does, its lifting."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.privacy.enums import RequestKind
from opora.foundation.privacy.models import Restriction
from opora.foundation.privacy.operations.restrictions import lift_restriction, restrict
from opora.foundation.privacy.selectors.restrictions import is_restricted, is_restricted_index, restricted_indexes
from tests.foundation.privacy.asking import EMAIL, acting, asked

pytestmark = pytest.mark.django_db
LIST = reverse("privacy:restrictions")
NEW = reverse("privacy:restriction_new")


@pytest.fixture
def steward(data_steward) -> Actor:
    return acting(data_steward)


def test_address_is_restricted_however_it_is_written(steward):
    restrict(EMAIL, reason="ověřuje se přesnost", actor=steward)

    assert (is_restricted(f" {EMAIL.upper()} "), is_restricted("jiny@priklad.cz"), is_restricted("")) == (
        True, False, False,
    )  # fmt: skip


def test_nobody_is_restricted_by_an_empty_index(steward):
    Restriction.objects.create(subject_email="", subject_index="", reason="zapomenuté", set_by="zkouška")

    assert is_restricted_index("") is False


def test_second_click_is_the_first_one_again(steward):
    first = restrict(EMAIL, reason="námitka", actor=steward)

    assert restrict(EMAIL, reason="námitka", actor=steward) == first
    with pytest.raises(OperationError, match="už omezené"):
        restrict(EMAIL, reason="jiný důvod", actor=steward)


def test_database_refuses_two_restrictions_of_one_address(steward):
    first = restrict(EMAIL, reason="námitka", actor=steward)

    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.create(subject_email=EMAIL, subject_index=first.subject_index, reason="x", set_by="x")


def test_lifted_restriction_stays_as_a_record_and_may_be_set_again(steward):
    first = restrict(EMAIL, reason="námitka", actor=steward)

    lifted = [lift_restriction(first, reason="námitka zamítnuta", version=1, actor=steward) for _click in range(2)]

    assert (is_restricted(EMAIL), restricted_indexes(), lifted[0].version) == (False, set(), lifted[1].version)
    assert restrict(EMAIL, reason="nová námitka", actor=steward) != first


def test_restriction_is_not_lifted_from_an_old_page(steward):
    first = restrict(EMAIL, reason="námitka", actor=steward)

    with pytest.raises(StaleError):
        lift_restriction(first, reason="omyl", version=9, actor=steward)


def test_public_restricts_nobody(public):
    with pytest.raises(PermissionDenied):
        restrict(EMAIL, reason="námitka", actor=public)


def test_restriction_of_a_request_takes_its_address(client, data_steward):
    client.sign_in(data_steward)
    made = asked(acting(data_steward), RequestKind.RESTRICTION)

    answer = client.post(f"{NEW}?zadost={made.pk}", {"email": "podvrzena@priklad.cz", "reason": "spor o přesnost"})

    found = Restriction.objects.get()
    assert (answer.url, found.subject_email, found.request) == (made.get_absolute_url(), EMAIL, made)


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"email": "", "reason": "x"}, "email"), ({"email": EMAIL, "reason": " "}, "reason")],
)
def test_form_says_what_is_missing(client, data_steward, sent, field):
    client.sign_in(data_steward)

    answer = client.post(NEW, sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_page_lifts_with_a_reason_only(client, data_steward):
    client.sign_in(data_steward)
    page = restrict(EMAIL, reason="námitka", actor=acting(data_steward)).get_absolute_url()

    refused = client.post(page, {"reason": "", "version": 1})
    done = client.post(page, {"reason": "námitka zamítnuta", "version": 1}, follow=True)

    assert (refused.status_code, is_restricted(EMAIL)) == (422, False)
    assert "námitka zamítnuta" in done.text


@pytest.mark.parametrize("count", [1, 3])
def test_list_says_no_addresses_and_asks_the_same_for_any_number(
    client, data_steward, django_assert_num_queries, count
):
    client.sign_in(data_steward)
    for number in range(count):
        restrict(f"clovek{number}@priklad.cz", reason="námitka", actor=acting(data_steward))
    client.get(LIST)

    with django_assert_num_queries(5):
        answer = client.get(LIST)

    assert (answer.text.count('<th scope="row">'), "clovek0" in answer.text) == (count, False)
