"""What tests of seals share: records, seals, and rows changed behind the back of the code."""

from django.db import connection

from opora.foundation.audit import log, operations
from opora.foundation.audit.models import AuditEvent, SealedBlock
from opora.foundation.core.actor import Actor

JOB = Actor.job("zkouška")
EVENTS = SealedBlock.Stream.EVENTS


def recorded(number: int) -> list[AuditEvent]:
    """So many new events."""
    return [log.record("accounts.created", actor=JOB, order=order) for order in range(number)]


def seal(stream: str = EVENTS) -> SealedBlock | None:
    """Seal what waits in one block."""
    return operations.seal_records(stream, actor=JOB)


def sql(statement: str, *values) -> None:
    """What somebody with the password of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(event: AuditEvent, actor: str = "někdo jiný") -> None:
    """Rewrite a recorded row."""
    sql("UPDATE audit_auditevent SET actor_label = %s WHERE id = %s", actor, event.pk)


def take_out(event: AuditEvent) -> None:
    """Delete a recorded row."""
    sql("DELETE FROM audit_auditevent WHERE id = %s", event.pk)


def put_in(number: int) -> None:
    """Insert a row under a number."""
    sql(
        "INSERT INTO audit_auditevent (id, at, action, actor_kind, actor_id, actor_label, membership_id,"
        " organization_id, target_type, target_id, data, request_id)"
        " SELECT %s, at, action, actor_kind, actor_id, actor_label, membership_id, organization_id, target_type,"
        " target_id, data, request_id FROM audit_auditevent ORDER BY id LIMIT 1",
        number,
    )
