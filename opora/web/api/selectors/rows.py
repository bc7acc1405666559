"""One query for the parts of many objects: Django makes its SQL once a process, which takes longer than the answer."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

SIZES = (1, 20, 100)  # one object, the usual page, the largest one; fewer keys are filled up by the last of them
FIRST_MARK = -1_000_000  # no object has such a key


class KeysQuery:
    """`make` gives the query for a list of keys; rows come as tuples of the shape, whose fields are the columns."""

    def __init__(self, shape: Any, make: Callable[[list[int]], QuerySet]) -> None:
        self._shape, self._make = shape, make
        self._made: dict[int, tuple[SQLCompiler, str, tuple]] = {}

    def rows(self, keys: Sequence[int]) -> Iterator[Any]:
        """Rows for at most a hundred keys in the order of the query; one query, none for no keys."""
        if not keys:
            return iter(())
        size = next(size for size in SIZES if size >= len(keys))
        compiler, sql, values = self._compiled(size)
        real = {FIRST_MARK - place: keys[min(place, len(keys) - 1)] for place in range(size)}
        with connection.cursor() as cursor:
            cursor.execute(sql, tuple(real.get(value, value) for value in values))
            found = cursor.fetchall()
        return map(self._shape._make, compiler.results_iter([found]))

    def _compiled(self, size: int) -> tuple[SQLCompiler, str, tuple]:
        if size not in self._made:
            query = self._make([FIRST_MARK - place for place in range(size)]).values_list(*self._shape._fields)
            compiler = query.query.get_compiler("default")
            self._made[size] = (compiler, *compiler.as_sql())
        return self._made[size]
