"""Questions asked in every request."""

from collections.abc import Callable
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def raw_rows(query: QuerySet) -> list[tuple]:
    """Rows of `values_list` as the database gives them: in SQLite a truth is 0 or 1, a time is text.

    For hundreds of rows at once, where Django's conversion of each value takes as long as reading it.
    """
    try:
        return _fetch(*query.query.sql_with_params())
    except EmptyResultSet:
        return []


class FixedQuery:
    """A query without changing values: Django makes its SQL once a process, which takes longer than the answer."""

    def __init__(self, make: Callable[[], QuerySet]) -> None:
        self._make = make

    @cached_property
    def _sql(self) -> tuple[str, tuple]:
        return self._make().query.sql_with_params()

    def rows(self) -> list[tuple]:
        """All rows as the database gives them: good for telling whether anything has changed."""
        return _fetch(*self._sql)


def _fetch(sql: str, values: tuple) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
