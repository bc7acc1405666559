"""Queries whose SQL is made once."""

import pytest

from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.queries import PartsQuery

SINCE = PartsQuery(lambda key: AuditEvent.objects.filter(pk__gte=key).order_by("pk"))


@pytest.mark.django_db
def test_parts_come_as_from_the_query_itself(django_assert_num_queries):
    events = [AuditEvent.objects.create(action="core.tried", actor_kind="job", data={"n": n}) for n in range(3)]

    for event in events:  # the second and third time with SQL already made
        with django_assert_num_queries(1):
            read = list(SINCE.of(event.pk))
        assert [(one.pk, one.at, one.data) for one in read] == [
            (one.pk, one.at, one.data) for one in events if one.pk >= event.pk
        ]
