"""Full text in the database: FTS5 in SQLite, tsvector in PostgreSQL, one face. All vendor SQL of search is here.

The index follows its table by itself (triggers, generated column), so nobody synchronises by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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

    def find(self, asked: Sequence[tuple[str, Term]]) -> list[tuple[int, int]]:
        """Rows that hold what is asked, pairs of column and term: (place of the pair, key of the row).

        One query, none for nothing. Forms hold only letters and digits.
        """
        if not asked:
            return []
        template = _sqlite_select if connection.vendor == "sqlite" else _postgres_select
        selects, values = [], []
        for number, (column, term) in enumerate(asked):
            select, value = template(self, column, term)
            selects.append(select.format(number=number))
            values.append(value)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), values)
            return cursor.fetchall()

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


def _sqlite_select(index: FullText, column: str, term: Term) -> tuple[str, str]:
    query = _expression(term, '"{}"', " OR ", " AND ")
    name = f"{index.table}_fts"
    return (
        f"SELECT {{number}} AS number, rowid AS row_key FROM {name} WHERE {name} MATCH %s",  # nosec
        f"{{{column}}} : ({query})",
    )


def _postgres_select(index: FullText, column: str, term: Term) -> tuple[str, str]:
    """Each word is indexed behind the letter of its column, so the index answers alone and no vector is unpacked."""
    query = _expression(term, f"{LETTERS[index.columns.index(column)]}{{}}", " | ", " & ")
    return (
        f"SELECT {{number}} AS number, {index.key} AS row_key FROM {index.table}"  # nosec
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
