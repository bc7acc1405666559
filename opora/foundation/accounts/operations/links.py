"""Links of one purpose to one object: issuing, using, revoking. Reading them is in selectors.

`link_pages[purpose] = "app:url_name"` says which page takes the token; the page shows, only its button acts.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors.links import ensure_open, link_pages
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require

NONCE_LENGTH = 32  # letters and digits: 190 bits


@transaction.atomic
def issue_link(
    purpose: str, object_id: int | str, *, lifetime: timedelta, single_use: bool = True, actor: Actor
) -> MagicLink:
    """Make a link of a known purpose; its address is put together by `link_address` and stored nowhere."""
    require(actor, "accounts.handle_link")
    if purpose not in link_pages:
        raise LookupError(f"Purpose of a link without a page: {purpose}")
    link = MagicLink(
        purpose=purpose,
        object_id=str(object_id),
        nonce=get_random_string(NONCE_LENGTH),
        single_use=single_use,
        expires_at=timezone.now() + lifetime,
    )
    link.full_clean()
    link.save()
    log.record("accounts.link_issued", actor=actor, target=link, purpose=purpose, object_id=link.object_id)
    return link


@transaction.atomic
def use_link(link: MagicLink, *, actor: Actor) -> MagicLink:
    """Use the link up, in the transaction of the act itself; raises LinkError for the second of two clicks."""
    require(actor, "accounts.handle_link", link)
    fresh = MagicLink.objects.select_for_update().get(pk=link.pk)
    ensure_open(fresh)
    fresh.used_at = timezone.now()
    fresh.save_fresh("used_at", version=fresh.version)
    log.record("accounts.link_used", actor=actor, target=fresh, purpose=fresh.purpose, object_id=fresh.object_id)
    return fresh


@transaction.atomic
def revoke_links(purpose: str, object_id: int | str, *, actor: Actor) -> int:
    """Take away all open links of the purpose to the object; returns how many there were."""
    require(actor, "accounts.handle_link", MagicLink(purpose=purpose, object_id=str(object_id)))
    unspent = Q(used_at__isnull=True) | Q(single_use=False)
    found = MagicLink.objects.filter(unspent, purpose=purpose, object_id=str(object_id), revoked_at__isnull=True)
    count = found.update(revoked_at=timezone.now(), version=F("version") + 1, updated_at=timezone.now())
    if count:
        log.record("accounts.links_revoked", actor=actor, purpose=purpose, object_id=str(object_id), count=count)
    return count
