"""Links by which people without an account refuse messages and withdraw consents, and what they do."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.operations.links import issue_link
from opora.foundation.accounts.selectors.links import link_address, live_link
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.core.web import absolute
from opora.foundation.messaging.enums import Frequency
from opora.foundation.messaging.models import Preference
from opora.foundation.messaging.permissions import UNSUBSCRIBE_LINK
from opora.foundation.messaging.selectors.preferences import DIGEST, IN_DIGESTS, same_owner
from opora.foundation.privacy.models import Consent
from opora.foundation.privacy.permissions import CONSENT_LINK

WORKS_FOR = timedelta(days=400)  # the link in an old message must work
RENEWED_BEFORE = timedelta(days=90)
CONSENT_LASTS = timedelta(days=3650)  # a consent may be withdrawn as long as it is in force
HOUSE = "posílání zpráv"


@transaction.atomic
def unsubscribe_address(preference: Preference, *, actor: Actor) -> str:
    """Address of the page that ends the messages; a link that works long enough is used again."""
    require(actor, "messaging.prepare")
    return absolute(link_address(_link(UNSUBSCRIBE_LINK, preference.pk, WORKS_FOR)))


@transaction.atomic
def consent_link(consent: Consent, *, actor: Actor) -> str:
    """Address of the page that withdraws the consent; it goes into messages to its giver and nowhere else."""
    require(actor, "privacy.give_consent")
    return absolute(link_address(_link(CONSENT_LINK, consent.pk, CONSENT_LASTS)))


@transaction.atomic
def unsubscribe(preference: Preference, *, actor: Actor) -> int:
    """End the messages of the category, of a digest all that come in it; returns how many categories have changed."""
    require(actor, "messaging.unsubscribe", preference)
    mine = same_owner(preference).select_for_update().exclude(frequency=Frequency.NEVER)
    whole_digest = preference.category == DIGEST.code
    ended = list(mine.filter(frequency__in=IN_DIGESTS) if whole_digest else mine.filter(pk=preference.pk))
    for one in ended:
        _set(one, Frequency.NEVER)
        log.record("messaging.unsubscribed", actor=actor, target=one, category=one.category)
    return len(ended)


@transaction.atomic
def subscribe_again(preference: Preference, *, actor: Actor) -> bool:
    """Take unsubscribing back, for those who clicked by mistake: messages come at once. False when they do."""
    require(actor, "messaging.unsubscribe", preference)
    fresh = Preference.objects.select_for_update().get(pk=preference.pk)
    if fresh.frequency != Frequency.NEVER:
        return False
    _set(fresh, Frequency.AT_ONCE)
    log.record("messaging.subscribed_again", actor=actor, target=fresh, category=fresh.category)
    return True


def _set(preference: Preference, frequency: Frequency) -> None:
    preference.frequency = frequency
    preference.save_fresh("frequency", version=preference.version)


def _link(purpose: str, number: int, lifetime: timedelta) -> MagicLink:
    """A link that may be used again and again; a new one only when there is none that lasts."""
    link = live_link(purpose, number)
    if link is not None and link.expires_at > timezone.now() + RENEWED_BEFORE:
        return link
    return issue_link(purpose, number, lifetime=lifetime, single_use=False, actor=Actor.job(HOUSE))
