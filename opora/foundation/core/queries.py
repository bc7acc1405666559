"""Questions asked in every request."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Manager, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

SOME_KEY = 2_147_483_629  # stands in the SQL for the key that changes


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


class PartsQuery:
    """Parts of one object (its contacts, its places): only its key changes, so Django makes the SQL once a process.

    `make` gives the query for a key; the objects come as from the query itself, without related ones.
    """

    def __init__(self, make: Callable[[int], QuerySet]) -> None:
        self._make = make

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple]:
        compiler = self._make(SOME_KEY).query.get_compiler("default")
        return compiler, *compiler.as_sql()

    def of(self, key: int) -> QuerySet:
        """The query with its objects read, good for `Prefetch`-like use: `service.contacts.all()` and such."""
        compiler, sql, values = self._compiled
        rows = _fetch(sql, tuple(key if value == SOME_KEY else value for value in values))
        model = compiler.klass_info["model"]
        names = [field.attname for field in model._meta.concrete_fields]
        objects = [model.from_db("default", names, row) for row in compiler.results_iter([list(rows)])]
        return _read(model._default_manager, objects)


def _read(manager: Manager, objects: list[Model]) -> QuerySet:
    """A query that already holds its objects."""
    query = manager.none()
    query._result_cache = objects
    query._prefetch_done = True  # type: ignore[attr-defined]
    return query


def attach(parent: Model, parts: Mapping[str, QuerySet]) -> None:
    """Let `parent.contacts.all()` answer with what was read, as `prefetch_related` does."""
    known = getattr(parent, "_prefetched_objects_cache", {})
    parent._prefetched_objects_cache = {**known, **parts}  # type: ignore[attr-defined]


def share(parts: Iterable[Model], parents: Iterable[Model], key: str, name: str) -> None:
    """Attach parts of several parents, each to the one whose number stands under the key."""
    for parent in parents:
        own = [part for part in parts if getattr(part, key) == parent.pk]
        attach(parent, {name: _read(getattr(parent, name), own)})


def _fetch(sql: str, values: tuple) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
