"""What is known of a session, and what a link of one purpose says."""

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from opora.foundation.accounts.models import MagicLink
from opora.foundation.core.errors import OperationError

SECOND_FACTOR = "second_factor"  # key of the session: true once the person has proved a second factor in it


def passed_second_factor(request: HttpRequest) -> bool:
    """True when the person proved a second factor in this session."""
    return bool(request.session.get(SECOND_FACTOR))


FORGED = "Tento odkaz neplatí. Zkontrolujte, jestli jste ho z e-mailu zkopírovali celý."
USED = "Tento odkaz už byl použit a podruhé neplatí."
REVOKED = "Tento odkaz už neplatí, byl zrušen nebo nahrazen novějším."
EXPIRED = "Platnost tohoto odkazu skončila."

link_pages: dict[str, str] = {}  # purpose of a link → name of the URL that takes its token


class LinkError(OperationError):
    """The link does not open anything; `gone` when it once did."""

    def __init__(self, sentence: str, *, gone: bool = True) -> None:
        super().__init__(sentence)
        self.gone = gone


def token_of(link: MagicLink) -> str:
    """The secret part of the link's address; whoever has it may use the link."""
    return _signer(link.purpose).sign(link.nonce)


def link_address(link: MagicLink) -> str:
    """Path of the page that the link opens, with its token; `core.web.absolute` makes an address for mail of it."""
    return reverse(link_pages[link.purpose], args=[token_of(link)])


def open_link(token: str, purpose: str) -> MagicLink:
    """The link of the token, changing nothing; LinkError when it is forged, of another purpose, or over.

    The signature is compared in constant time before the database is asked.
    """
    try:
        nonce = _signer(purpose).unsign(token)
    except signing.BadSignature:
        raise LinkError(FORGED, gone=False) from None
    link = MagicLink.objects.filter(nonce=nonce, purpose=purpose).first()
    if link is None:
        raise LinkError(FORGED, gone=False)
    ensure_open(link)
    return link


def ensure_open(link: MagicLink) -> None:
    """Raise LinkError for a link that was used, revoked, or came too late."""
    if link.single_use and link.used_at is not None:
        raise LinkError(USED)
    if link.revoked_at is not None:
        raise LinkError(REVOKED)
    if link.expires_at <= timezone.now():
        raise LinkError(EXPIRED)


def _signer(purpose: str) -> signing.Signer:
    """A token of one purpose is worth nothing for another one."""
    return signing.Signer(salt=f"opora.link.{purpose}", sep=".")
