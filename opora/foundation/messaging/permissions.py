"""Who may see messages that leave the instance and decide about those that did not arrive."""

from typing import Any

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import permission, permission_by_right

UNSUBSCRIBE_LINK = "messaging.unsubscribe"  # purpose of the magic link in messages that people need not have

permission_by_right("messaging.deliver", "odesílat zprávy, které čekají, a číst ty, které se vrátily")
permission_by_right("messaging.read_outbox", "vidět, které zprávy odešly a které čekají")
permission_by_right("messaging.retry_message", "poslat znovu nebo uzavřít zprávu, která nedošla")
permission_by_right("messaging.edit_template", "měnit znění zpráv své organizace, správci systému společné")


@permission("messaging.prepare", "přidat ke zprávě odkaz k odhlášení a složit souhrn")
def prepare(actor: Actor, _target: Any) -> bool:
    """The house itself."""
    return actor.is_job


@permission("messaging.choose_frequency", "zvolit, které zprávy a jak často chce dostávat")
def choose_frequency(actor: Actor, user: Any) -> bool:
    """Everybody for their own account."""
    return actor.is_person and user is not None and actor.user.pk == user.pk


@permission("messaging.unsubscribe", "odhlásit odběr zpráv odkazem, který v nich přišel")
def unsubscribe(actor: Actor, preference: Any) -> bool:
    """The holder of its link."""
    link = actor.link
    if link is None or preference is None:
        return False
    return (link.purpose, link.object_id) == (UNSUBSCRIBE_LINK, str(preference.pk))
