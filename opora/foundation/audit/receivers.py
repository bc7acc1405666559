"""After a migration on PostgreSQL: whoever does not own the record may only add to it and read it."""

from django.db import connections

from opora.foundation.audit.selectors.tables import CHANGES, append_only_tables


def withhold_changes(*, using: str, **_signal) -> None:
    """Take from all roles but the owner the rights to change or empty these tables; default privileges gave them."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname, g.grantee, COALESCE(r.rolname, 'PUBLIC') FROM pg_class c "
            "CROSS JOIN LATERAL aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee "
            "WHERE c.relname = ANY(%s) AND c.relkind = 'r' AND g.grantee <> c.relowner AND g.privilege_type = ANY(%s)",
            [append_only_tables(), list(CHANGES)],
        )
        quote = connection.ops.quote_name
        for table, oid, role in cursor.fetchall():
            grantee = quote(role) if oid else "PUBLIC"
            cursor.execute(f"REVOKE {', '.join(CHANGES)} ON {quote(table)} FROM {grantee}")
