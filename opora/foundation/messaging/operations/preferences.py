"""What people want to be told of: choosing it, and heeding it when a message is written."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import Letter
from opora.foundation.core.permissions import require
from opora.foundation.core.text import plain_email
from opora.foundation.messaging.enums import Frequency, MessageStatus
from opora.foundation.messaging.models import Preference
from opora.foundation.messaging.operations.unsubscribe import unsubscribe_address
from opora.foundation.messaging.selectors.digests import digest_due
from opora.foundation.messaging.selectors.preferences import DIGEST, category_title, choices, preference_of
from opora.foundation.privacy.selectors.subjects import email_index

FOOTER = "\n-- \nPoslali jsme vám zprávu z odběru „{title}“. Jestli ho nechcete, odhlásíte se zde:\n\n{address}\n"


@transaction.atomic
def choose_frequencies(user: User, wanted: Mapping[str, Frequency], *, actor: Actor) -> int:
    """Keep how often the account wants messages of each category; returns how many have changed."""
    require(actor, "messaging.choose_frequency", user)
    present = {choice.category.code: choice.frequency for choice in choices(user)}
    changed = {code: frequency for code, frequency in wanted.items() if present.get(code) not in {None, frequency}}
    for code, frequency in changed.items():
        preference, made = Preference.objects.get_or_create(user=user, category=code, defaults={"frequency": frequency})
        if not made:
            preference.frequency = frequency
            preference.save_fresh("frequency", version=preference.version)
    if changed:
        log.record("messaging.frequencies_chosen", actor=actor, target=user, categories=sorted(changed))
    return len(changed)


@transaction.atomic
def prepare(letter: Letter, *, actor: Actor) -> None:
    """Heed what the addressee wants of a message that is not essential, and say in it how to unsubscribe."""
    require(actor, "messaging.prepare")
    category = letter.category
    preference = preference_of(letter.to[0], category) or _new_preference(letter.to[0], category)
    address = unsubscribe_address(preference, actor=actor)
    letter.body += FOOTER.format(title=category_title(category), address=address)
    letter.extra_headers["List-Unsubscribe"] = f"<{address}>"
    letter.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if category != DIGEST.code:
        _heed(letter, Frequency(preference.frequency))


def _heed(letter: Letter, frequency: Frequency) -> None:
    """Withhold the message, or let it wait for a digest."""
    if frequency == Frequency.NEVER:
        letter.status, letter.body = MessageStatus.WITHHELD, ""
    elif frequency != Frequency.AT_ONCE:
        letter.status, letter.due_at = MessageStatus.DIGEST, digest_due(frequency, timezone.localtime())


def _new_preference(address: str, category: str) -> Preference:
    """What the link to unsubscribe belongs to; until it is used the messages come at once."""
    user = User.objects.filter(email=plain_email(address)).first()
    whose = {"user": user} if user else {"user": None, "recipient_index": email_index(address)}
    return Preference.objects.get_or_create(category=category, **whose, defaults={"frequency": Frequency.AT_ONCE})[0]
