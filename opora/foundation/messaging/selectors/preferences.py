"""How often people want messages of the categories they may refuse."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from opora.foundation.accounts.models import User
from opora.foundation.core.registries import MessageCategory, message_categories, notifications
from opora.foundation.core.text import plain_email
from opora.foundation.messaging.enums import Frequency
from opora.foundation.messaging.models import Preference
from opora.foundation.privacy.selectors.subjects import email_index

DIGEST = MessageCategory("messaging.digest", "Souhrny zpráv", "")  # unsubscribing from it ends all that come in it
IN_DIGESTS = (Frequency.DAILY, Frequency.WEEKLY)


@dataclass(frozen=True)
class Choice:
    """A category and how often the person wants it."""

    category: MessageCategory
    frequency: Frequency


def preference_of(address: str, category: str) -> Preference | None:
    """What the owner of the address chose: in the account, else by a link in a message; None when nothing yet."""
    return _of(plain_email(address)).filter(category=category).first()


def _of(address: str) -> QuerySet[Preference]:
    """Preferences of the address, those of the account first."""
    found = Preference.objects.filter(Q(user__email=address) | Q(user=None, recipient_index=email_index(address)))
    return found.order_by(F("user").asc(nulls_last=True), "pk")


def choices(user: User) -> list[Choice]:
    """Every category with the frequency that holds for the account; one query."""
    chosen = {one.category: one.frequency for one in reversed(_of(user.email))}
    return [Choice(one, Frequency(chosen.get(one.code, Frequency.AT_ONCE))) for one in message_categories]


def category_title(code: str) -> str:
    """Czech title of the category."""
    known = {one.code: one.title for one in (*message_categories, DIGEST)}
    return known.get(code, code)


def essential_titles() -> list[str]:
    """Titles of messages that always come."""
    return sorted(one.title for one in notifications if not one.category)


def same_owner(preference: Preference) -> QuerySet[Preference]:
    """All preferences of whoever this one belongs to."""
    if preference.user_id is not None:
        return Preference.objects.filter(user=preference.user_id)
    return Preference.objects.filter(user=None, recipient_index=preference.recipient_index)


def still_comes(preference: Preference) -> bool:
    """True while messages of the category come; of a digest, while anything comes in one."""
    if preference.category == DIGEST.code:
        return same_owner(preference).filter(frequency__in=IN_DIGESTS).exists()
    return preference.frequency != Frequency.NEVER
