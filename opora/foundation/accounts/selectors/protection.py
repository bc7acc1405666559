"""What protects an account: second factors, recovery codes and accounts elsewhere linked to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse

from opora.foundation.accounts.models import User
from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import Matter, Registry

CODES_LOW = 3  # so many recovery codes left are worth a word

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
        return all(one is None or one.pk == factor.pk for one in [self.app, *self.keys])


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
