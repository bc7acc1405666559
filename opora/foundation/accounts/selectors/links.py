"""What a link of one purpose opens, and why it does not."""

from collections.abc import Iterable

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from opora.foundation.accounts.models import MagicLink
from opora.foundation.core.errors import OperationError

FORGED = "Tento odkaz neplatí. Zkontrolujte, jestli jste ho z e-mailu zkopírovali celý."
USED = "Tento odkaz už byl použit a podruhé neplatí."
REVOKED = "Tento odkaz už neplatí, byl zrušen nebo nahrazen novějším."
EXPIRED = "Platnost tohoto odkazu skončila."

EMAIL_LINK = "accounts.email_change"  # purpose of the link that confirms a new address

link_pages: dict[str, str] = {}  # purpose of a link → name of the URL that takes its token
link_titles: dict[str, str] = {}  # purpose → Czech word for it in the record of acts


class LinkError(OperationError):
    """The link does not open anything. It knows which one it was when it once did."""

    def __init__(self, sentence: str, link: MagicLink | None = None) -> None:
        super().__init__(sentence)
        self.link = link


def token_of(link: MagicLink) -> str:
    """The secret part of the link's address; whoever has it may use the link."""
    return _signer(link.purpose).sign(link.nonce)


def link_address(link: MagicLink) -> str:
    """Path of the page that the link opens, with its token; `core.web.absolute` makes an address for mail of it."""
    return reverse(link_pages[link.purpose], args=[token_of(link)])


def live_link(purpose: str, object_id: int | str) -> MagicLink | None:
    """The newest link to the object that still opens it; what a task puts into a mail."""
    links = MagicLink.objects.filter(purpose=purpose, object_id=str(object_id)).order_by("-pk")
    return next((link for link in links if link.is_open), None)


def open_link(token: str, purpose: str) -> MagicLink:
    """The link of the token, changing nothing; LinkError when it is forged, of another purpose, or over.

    The signature is compared in constant time before the database is asked.
    """
    try:
        nonce = _signer(purpose).unsign(token)
    except signing.BadSignature:
        raise LinkError(FORGED) from None
    link = MagicLink.objects.filter(nonce=nonce, purpose=purpose).first()
    if link is None:
        raise LinkError(FORGED)
    ensure_open(link)
    return link


def ensure_open(link: MagicLink) -> None:
    """Raise LinkError for a link that was used, revoked, or came too late."""
    if link.single_use and link.used_at is not None:
        raise LinkError(USED, link)
    if link.revoked_at is not None:
        raise LinkError(REVOKED, link)
    if link.expires_at <= timezone.now():
        raise LinkError(EXPIRED, link)


def _signer(purpose: str) -> signing.Signer:
    """A token of one purpose is worth nothing for another one."""
    return signing.Signer(salt=f"opora.link.{purpose}", sep=".")


def links_in_words(numbers: Iterable[str]) -> dict[str, str]:
    """Number of a magic link → what it is for, „pozvánka“; one query."""
    links = MagicLink.objects.filter(pk__in=numbers).values_list("pk", "purpose")
    return {str(pk): link_titles.get(purpose, purpose) for pk, purpose in links}
