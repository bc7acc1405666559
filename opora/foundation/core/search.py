"""Full text in the database: FTS5 in SQLite, tsvector in PostgreSQL, one face. All vendor SQL of search is here.

The index follows its table by itself (triggers, generated column), so nobody synchronises by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection

MOST_TERMS = 12
LETTERS = "abcd"  # of columns, in PostgreSQL
type Forms = frozenset[str]  # forms of one word, any of them will do
type Term = Sequence[Sequence[Forms]]  # alternatives; an alternative is one or more words that must all be there


@dataclass(frozen=True)
class FullText:
    """Index over text columns (at most 4) of index forms separated by spaces; `key` is the integer primary key."""

    table: str
    key: str
    columns: tuple[str, ...]

    def matches(self, terms: Sequence[Term]) -> dict[int, tuple[int, ...]]:
        """Rows where at least one term is found: {key: for each term a bit mask of the columns that hold it}.

        One query; at most 12 terms, the rest is left out. Forms hold only letters and digits.
        """
        searched = [term for term in terms[:MOST_TERMS] if term]
        if not searched:
            return {}
        sql, values = self._select(searched)
        masks = cache(lambda bits: self._masks(int(bits), len(searched)))  # few masks, many rows
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return {key: masks(bits) for key, bits in cursor.fetchall()}

    def _masks(self, bits: int, count: int) -> tuple[int, ...]:
        width = len(self.columns)
        return tuple(bits >> (width * number) & (1 << width) - 1 for number in range(count))

    def _select(self, terms: Sequence[Term]) -> tuple[str, list[str]]:
        template = _sqlite_select if connection.vendor == "sqlite" else _postgres_select
        selects, values = [], []
        for number, term in enumerate(terms):
            for position, column in enumerate(self.columns):
                bit = 1 << (len(self.columns) * number + position)
                select, value = template(self, column, position, term)
                selects.append(select.format(bit=bit))
                values.append(value)
        union = " UNION ALL ".join(selects)
        return f"SELECT row_key, SUM(bit) FROM ({union}) AS found GROUP BY row_key", values  # nosec

    def create_statements(self, vendor: str) -> Iterator[str]:
        """Statements that make the index and fill it from the rows already there."""
        return _sqlite_create(self) if vendor == "sqlite" else _postgres_create(self)

    def tidy(self) -> None:
        """Join the pieces in which rows were written, and take words of deleted ones out of the index for good.

        Search over joined pieces is twice as fast. PostgreSQL does it by itself (autovacuum).
        """
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.table}_fts({self.table}_fts) VALUES ('optimize')")  # nosec

    def drop_statements(self, vendor: str) -> Iterator[str]:
        """Statements that take the index away, also a half-made one."""
        return _sqlite_drop(self) if vendor == "sqlite" else _postgres_drop(self)

    def create(self, schema_editor) -> None:
        """Make the index anew; for migrations (needed again after one that alters the table in SQLite)."""
        vendor = schema_editor.connection.vendor
        for statement in (*self.drop_statements(vendor), *self.create_statements(vendor)):
            schema_editor.execute(statement, params=None)

    def drop(self, schema_editor) -> None:
        """Take the index away; for migrations."""
        for statement in self.drop_statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def _expression(term: Term, form: str, either: str, both: str) -> str:
    """The term as a query, `form` being the shape of one word; words standing alone are asked for each once."""
    single = frozenset[str]().union(*(alternative[0] for alternative in term if len(alternative) == 1))
    alternatives = []
    for alternative in ([(single,)] if single else []) + [some for some in term if len(some) > 1]:
        words = [either.join(form.format(text) for text in sorted(forms)) for forms in alternative]
        alternatives.append("(" + both.join(f"({word})" for word in words) + ")")
    return either.join(alternatives)


def _sqlite_select(index: FullText, column: str, _position: int, term: Term) -> tuple[str, str]:
    query = _expression(term, '"{}"', " OR ", " AND ")
    name = f"{index.table}_fts"
    return (
        f"SELECT rowid AS row_key, {{bit}} AS bit FROM {name} WHERE {name} MATCH %s",  # nosec
        f"{{{column}}} : ({query})",
    )


def _postgres_select(index: FullText, _column: str, position: int, term: Term) -> tuple[str, str]:
    """Each word is indexed behind the letter of its column, so the index answers alone and no vector is unpacked."""
    query = _expression(term, f"{LETTERS[position]}{{}}", " | ", " & ")
    return (
        f"SELECT {index.key} AS row_key, CAST({{bit}} AS bigint) AS bit FROM {index.table}"  # nosec
        " WHERE full_text @@ CAST(%s AS tsquery)",
        query,
    )


def _sqlite_create(index: FullText) -> Iterator[str]:
    name, columns = f"{index.table}_fts", ", ".join(index.columns)
    old, new = (", ".join(f"{row}.{column}" for column in index.columns) for row in ("old", "new"))
    forget = f"INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', old.{index.key}, {old});"  # nosec
    learn = f"INSERT INTO {name}(rowid, {columns}) VALUES (new.{index.key}, {new});"  # nosec
    yield (
        f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='{index.table}',"
        f" content_rowid='{index.key}', detail='column', columnsize=0, tokenize='ascii')"
    )
    for moment, body in (("INSERT", learn), ("DELETE", forget), (f"UPDATE OF {columns}", forget + learn)):
        trigger = f"{name}_{moment.split()[0].lower()}"
        yield f"CREATE TRIGGER {trigger} AFTER {moment} ON {index.table} BEGIN {body} END"
    yield f"INSERT INTO {name}({name}) VALUES ('rebuild')"  # nosec


def _sqlite_drop(index: FullText) -> Iterator[str]:
    for moment in ("insert", "delete", "update"):
        yield f"DROP TRIGGER IF EXISTS {index.table}_fts_{moment}"
    yield f"DROP TABLE IF EXISTS {index.table}_fts"


def _postgres_create(index: FullText) -> Iterator[str]:
    words = " || ".join(
        f"replace(' ' || {column}, ' ', ' {LETTERS[position]}')" for position, column in enumerate(index.columns)
    )
    vector = f"array_to_tsvector(array_remove(string_to_array({words}, ' '), ''))"
    yield f"ALTER TABLE {index.table} ADD COLUMN full_text tsvector GENERATED ALWAYS AS ({vector}) STORED"
    yield f"CREATE INDEX {index.table}_full_text ON {index.table} USING gin (full_text) WITH (fastupdate = off)"


def _postgres_drop(index: FullText) -> Iterator[str]:
    yield f"DROP INDEX IF EXISTS {index.table}_full_text"
    yield f"ALTER TABLE {index.table} DROP COLUMN IF EXISTS full_text"
