"""Choices of messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageStatus(models.TextChoices):
    """State of one message to one address."""

    DIGEST = "digest", _("čeká na souhrn")
    QUEUED = "queued", _("čeká na odeslání")
    SENDING = "sending", _("odesílá se")
    SENT = "sent", _("odesláno")
    REFUSED = "refused", _("server odmítl")
    GIVEN_UP = "given_up", _("nedoručeno, pokusy skončily")
    UNCERTAIN = "uncertain", _("nejisté, zda odešla")
    RETURNED = "returned", _("vrátila se")
    OBSOLETE = "obsolete", _("už není potřeba")
    WITHHELD = "withheld", _("příjemce ji nechce")
    IN_DIGEST = "in_digest", _("v souhrnu")


FAILED = (MessageStatus.REFUSED, MessageStatus.GIVEN_UP, MessageStatus.UNCERTAIN, MessageStatus.RETURNED)
TRANSITIONS: dict[str, set[str]] = {
    MessageStatus.DIGEST: {
        MessageStatus.IN_DIGEST, MessageStatus.QUEUED, MessageStatus.OBSOLETE, MessageStatus.WITHHELD,
    },
    MessageStatus.QUEUED: {MessageStatus.SENDING, MessageStatus.OBSOLETE, MessageStatus.WITHHELD},
    MessageStatus.SENDING: {
        MessageStatus.QUEUED, MessageStatus.SENT, MessageStatus.REFUSED, MessageStatus.GIVEN_UP,
        MessageStatus.UNCERTAIN, MessageStatus.OBSOLETE, MessageStatus.WITHHELD,
    },
    MessageStatus.SENT: {MessageStatus.RETURNED},
    MessageStatus.REFUSED: {MessageStatus.QUEUED},
    MessageStatus.GIVEN_UP: {MessageStatus.QUEUED},
    MessageStatus.UNCERTAIN: {MessageStatus.QUEUED, MessageStatus.SENT, MessageStatus.RETURNED},
    MessageStatus.RETURNED: {MessageStatus.QUEUED},
    MessageStatus.OBSOLETE: set(),
    MessageStatus.WITHHELD: set(),
    MessageStatus.IN_DIGEST: set(),
}  # fmt: skip


class Frequency(models.TextChoices):
    """How often somebody wants messages of one kind."""

    AT_ONCE = "at_once", _("hned")
    DAILY = "daily", _("jednou denně v souhrnu")
    WEEKLY = "weekly", _("jednou týdně v souhrnu")
    NEVER = "never", _("vůbec ne")
