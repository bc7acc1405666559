"""What is known of a session and of the protection of an account, and what a link of one purpose says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.registries import Matter, Registry
from opora.foundation.core.text import fold

SECOND_FACTOR = "second_factor"  # key of the session: true once the person has proved a second factor in it
SEEN, BEGAN = "seen", "began"  # seconds since 1970 of the last act and of sign-in
ENDED = "ended"  # in a session of nobody: whose session ended before, why, and what comes back after sign-in
KEPT = "kept"  # page → sealed form that came after the end
CARRIED = ("membership",)  # what the person chose in the ended session and has again in the next one


def passed_second_factor(request: HttpRequest) -> bool:
    """True when the person proved a second factor in this session."""
    return bool(request.session.get(SECOND_FACTOR))


CODES_LOW = 3  # so many recovery codes left are worth a word
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only stand in for them

# what obliges an account to have a second factor; filled by higher apps in `AppConfig.ready()`
obligations: Registry[Callable[[User], bool]] = Registry()


@dataclass(frozen=True)
class Protection:
    """Second factors of an account: the app, keys from the oldest, and recovery codes (None without any)."""

    app: Authenticator | None
    keys: list[Authenticator]
    codes: Authenticator | None

    @property
    def any(self) -> bool:
        """True when sign-in by password asks for a second step."""
        return self.app is not None or bool(self.keys)

    @property
    def codes_left(self) -> int:
        """How many recovery codes were not used yet."""
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0

    @property
    def codes_low(self) -> bool:
        """True when the person ought to make new recovery codes."""
        return self.any and self.codes_left <= CODES_LOW

    @property
    def recovered(self) -> bool:
        """True when a recovery code was the last thing used: what it stood in for is probably lost."""
        if self.codes is None or self.codes.last_used_at is None:
            return False
        factors = [*self.keys, *([self.app] if self.app else [])]
        renewed = (max(one.created_at, one.last_used_at or one.created_at) for one in factors)
        return all(moment < self.codes.last_used_at for moment in renewed)

    def is_last(self, factor: Authenticator) -> bool:
        """True when nothing but recovery codes would be left without the factor."""
        return not any_other([self.app, *self.keys], factor)


def any_other(factors: list[Authenticator | None], factor: Authenticator) -> bool:
    """True when some factor besides the given one is there."""
    return any(one is not None and one.pk != factor.pk for one in factors)


def protection(user: Any) -> Protection:
    """Second factors of the account; one query."""
    stored = list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))

    def of(kind: str) -> list[Authenticator]:
        return [one for one in stored if one.type == kind]

    app, codes = of(Authenticator.Type.TOTP), of(Authenticator.Type.RECOVERY_CODES)
    return Protection(app[0] if app else None, of(Authenticator.Type.WEBAUTHN), codes[0] if codes else None)


def codes_running_out(actor: Actor) -> list[Matter]:
    """A line of the overview for somebody who has few recovery codes left; at most one query."""
    stored = protection(actor.user) if actor.is_person else None
    if stored is None or not stored.codes_low:
        return []
    text = f"Záložních kódů k přihlášení zbývá: {stored.codes_left}. Vytvořte si nové."
    return [Matter(text, reverse("mfa_generate_recovery_codes"))]


def needs_second_factor(user: User) -> bool:
    """True when something that the account may do asks for a second factor."""
    return any(obliges(user) for obliges in obligations)


def identities(user: Any) -> list[SocialAccount]:
    """Accounts elsewhere that the person linked to this one, from the oldest; one query."""
    return list(SocialAccount.objects.filter(user_id=user.pk).order_by("pk"))


def is_only_way_in(identity: SocialAccount) -> bool:
    """True when nobody could sign in to the account without this identity."""
    user = identity.user
    passkeys = any(key.wrap().is_passwordless for key in protection(user).keys)
    others = any(one.pk != identity.pk for one in identities(user))
    return not (user.has_usable_password() or passkeys or others)


def provider_name() -> str:
    """Name of the organization whose accounts open this instance too; empty when there is none."""
    return settings.OIDC_NAME


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


NOWHERE = "0.0.0.0"  # nosec B104: stands where the address of a session is not known; nothing listens there
BROWSERS = {  # the first that the browser names itself by; each also names those it descends from
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
    "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
    "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True)
class OpenSession:
    """One open sign-in: by what device, from where, since when, last act (to minutes), and whether it is this one."""

    pk: int
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_here: bool


def open_sessions(user: Any, session_key: str | None) -> list[OpenSession]:
    """Open sign-ins of the account, this one first, then the latest used; two queries."""
    known = {one.session_key: one for one in UserSession.objects.filter(user_id=user.pk)}
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    idle = timedelta(seconds=settings.SESSION_IDLE + settings.SESSION_NOTED_EVERY)
    alive = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now() + age - idle)
    found = [
        OpenSession(
            pk=known[key].pk,
            device=device_name(known[key].user_agent),
            address="" if known[key].ip == NOWHERE else str(known[key].ip),
            began_at=known[key].created_at,
            seen_at=expires - age,
            is_here=key == session_key,
        )
        for key, expires in alive.values_list("session_key", "expire_date")
    ]
    return sorted(found, key=lambda one: (one.is_here, one.seen_at), reverse=True)


def device_name(user_agent: str) -> str:
    """What a header User-Agent says of the device in words people know: „Firefox, Windows“."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(filter(None, [browser, system])) or "neznámé zařízení"


def links_in_words(numbers: Iterable[str]) -> dict[str, str]:
    """Number of a magic link → what it is for, „pozvánka“; one query."""
    links = MagicLink.objects.filter(pk__in=numbers).values_list("pk", "purpose")
    return {str(pk): link_titles.get(purpose, purpose) for pk, purpose in links}


def account_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number of an account → name of the person; one query."""
    return {str(pk): name for pk, name in User.objects.filter(pk__in=numbers).values_list("pk", "full_name")}


def accounts_called(text: str) -> list[str]:
    """Numbers of accounts whose name holds the text, without regard to case and diacritics."""
    return [str(pk) for pk, name in User.objects.values_list("pk", "full_name") if fold(text) in fold(name)]
