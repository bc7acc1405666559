"""Questions asked in every request."""

from collections.abc import Callable
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet


class FixedQuery:
    """A query without changing values: Django makes its SQL once a process, which takes longer than the answer."""

    def __init__(self, make: Callable[[], QuerySet]) -> None:
        self._make = make

    @cached_property
    def _sql(self) -> tuple[str, tuple]:
        return self._make().query.sql_with_params()

    def rows(self) -> list[tuple]:
        """All rows as the database gives them, not converted: good for telling whether anything has changed."""
        with connection.cursor() as cursor:
            cursor.execute(*self._sql)
            return cursor.fetchall()
