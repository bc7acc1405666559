"""The other sides of the exchange."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.exchange.models import Peer
from opora.foundation.exchange.selectors.signing import key_id

FIELDS = ("name", "public_key", "address", "receives_from", "sends_to")


@transaction.atomic
def save_peer(peer: Peer, values: dict[str, Any], *, version: int, actor: Actor) -> Peer:
    """Add the other side or change it; a key belongs to one side only. Raises OperationError, StaleError."""
    require(actor, "exchange.manage_peers", peer)
    for name in FIELDS:
        setattr(peer, name, values[name])
    peer.key_id = key_id(peer.public_key)
    if Peer.objects.filter(key_id=peer.key_id).exclude(pk=peer.pk).exists():
        raise OperationError("Tento klíč už má jiná protistrana.")
    peer.insert_or_save_fresh(*FIELDS, "key_id", version=version)
    log.record("exchange.peer_saved", actor=actor, target=peer, key=peer.key_id)
    return peer


@transaction.atomic
def end_peer(peer: Peer, *, version: int, actor: Actor) -> Peer:
    """Take nothing from the other side any more and send it nothing; its packages stay."""
    require(actor, "exchange.manage_peers", peer)
    peer.ended_at = timezone.now()
    peer.save_fresh("ended_at", version=version)
    log.record("exchange.peer_ended", actor=actor, target=peer)
    return peer
