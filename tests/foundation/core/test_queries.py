"""Queries whose SQL is made once."""

from typing import NamedTuple

import pytest

from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.queries import PartsQuery, RowsQuery

SINCE = PartsQuery(lambda key: AuditEvent.objects.filter(pk__gte=key).order_by("pk"))


class Told(NamedTuple):
    """One event."""

    pk: int
    data: dict


TOLD = RowsQuery(Told, lambda keys: AuditEvent.objects.filter(pk__in=keys).order_by("-pk"))


@pytest.mark.django_db
def test_parts_come_as_from_the_query_itself(django_assert_num_queries):
    events = [AuditEvent.objects.create(action="core.tried", actor_kind="job", data={"n": n}) for n in range(3)]

    for event in events:  # the second and third time with SQL already made
        with django_assert_num_queries(1):
            read = list(SINCE.of(event.pk))
        assert [(one.pk, one.at, one.data) for one in read] == [
            (one.pk, one.at, one.data) for one in events if one.pk >= event.pk
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 20, 21, 100])
def test_rows_come_for_all_keys_by_one_query(count, django_assert_num_queries):
    events = [AuditEvent.objects.create(action="core.tried", actor_kind="job", data={"n": n}) for n in range(count + 1)]

    with django_assert_num_queries(1):
        rows = list(TOLD.of([event.pk for event in events[1:]]))

    assert rows == [(event.pk, event.data) for event in reversed(events[1:])]


@pytest.mark.django_db
def test_no_keys_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(TOLD.of([])) == []
