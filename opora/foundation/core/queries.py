"""Questions asked in every request."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import FETCH_ONE, Manager, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

SIZES = (1, 20, 100)  # one object, the usual page, the largest one; fewer keys are filled up by the last of them
FIRST_MARK = -1_000_000  # stands in the SQL for the first key: no object has it


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


class _KeysQuery:
    """A query in which only the keys change: Django makes its SQL once a process for each size of a list of keys."""

    def __init__(self, make: Callable[[list[int]], QuerySet]) -> None:
        self._make = make
        self._made: dict[int, tuple[SQLCompiler, str, tuple]] = {}

    def _read(self, keys: Sequence[int | str]) -> tuple[SQLCompiler, Iterator[Any]]:
        """Rows for the keys, at least one and at most a hundred, with values as Django gives them; one query."""
        size = next(size for size in SIZES if size >= len(keys))
        compiler, sql, values = self._compiled(size)
        real: dict[Any, Any] = {FIRST_MARK - place: keys[min(place, len(keys) - 1)] for place in range(size)}
        real |= {str(mark): key for mark, key in real.items()}  # in a column of text
        rows: list[Sequence[Any]] = list(_fetch(sql, tuple(real.get(value, value) for value in values)))
        return compiler, compiler.results_iter([rows])

    def _compiled(self, size: int) -> tuple[SQLCompiler, str, tuple]:
        if size not in self._made:
            compiler = self._make([FIRST_MARK - place for place in range(size)]).query.get_compiler("default")
            self._made[size] = (compiler, *compiler.as_sql())
        return self._made[size]


class RowsQuery(_KeysQuery):
    """Parts of many objects as plain rows: tuples of the shape, whose fields are the columns.

    `make` gives the query for a list of keys.
    """

    def __init__(self, shape: Any, make: Callable[[list[int]], QuerySet]) -> None:
        super().__init__(lambda keys: make(keys).values_list(*shape._fields))
        self._shape = shape

    def of(self, keys: Sequence[int]) -> Iterator[Any]:
        """Rows for at most a hundred keys in the order of the query; none for no keys."""
        return map(self._shape._make, self._read(keys)[1]) if keys else iter(())


class PartsQuery(_KeysQuery):
    """Objects found by one key (a service by its identifier, its contacts, its places); `make` gives the query for it.

    The objects come as from the query itself, with those of its `select_related`.
    """

    def __init__(self, make: Callable[[Any], QuerySet]) -> None:
        super().__init__(lambda keys: make(keys[0]))

    def of(self, key: int | str) -> QuerySet:
        """The query with its objects read, good for `Prefetch`-like use: `service.contacts.all()` and such."""
        compiler, rows = self._read([key])
        info = compiler.klass_info
        model: type[Model] = info["model"]
        own = info["select_fields"]  # places of the columns of the model itself, one behind another
        names = [compiler.select[place][0].target.attname for place in own]
        related = get_related_populators(info, compiler.select, "default", FETCH_ONE)
        objects = []
        for row in rows:
            found = model.from_db("default", names, row[own[0] : own[-1] + 1])
            for populator in related:
                populator.populate(row, found)
            objects.append(found)
        return _held(model._default_manager, objects)


def _held(manager: Manager, objects: list[Model]) -> QuerySet:
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
        attach(parent, {name: _held(getattr(parent, name), own)})


def _fetch(sql: str, values: tuple) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
