"""What accounts hold of a person, for the extract: never passwords, keys, codes or tokens."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.urls import reverse

from opora.foundation.accounts.models import EmailChange, User
from opora.foundation.privacy.selectors.sources import ExtractSource, Subject

BASIS = "čl. 6/1 e) GDPR – výkon úkolu ve veřejném zájmu; přístup do systému a jeho ochrana"
FACTORS = {"totp": "aplikace s kódy", "webauthn": "bezpečnostní klíč", "recovery_codes": "záložní kódy"}


def _factor(factor: Authenticator) -> Mapping[str, Any]:
    return {
        "druh": FACTORS.get(factor.type, factor.type),
        "přidán": factor.created_at,
        "naposledy použit": factor.last_used_at,
    }


def _session(session: UserSession) -> Mapping[str, Any]:
    return {
        "přihlášení": session.created_at,
        "naposledy": session.last_seen_at,
        "adresa počítače": session.ip,
        "prohlížeč": session.user_agent,
    }


def _identity(identity: SocialAccount) -> Mapping[str, Any]:
    return {"kde": identity.provider, "označení účtu tam": identity.uid, "připojena": identity.date_joined}


def accounts_of(subject: Subject) -> "QuerySet[User]":
    """The account of the address."""
    return User.objects.filter(pk__in=subject.accounts)


def _name_url(user: User) -> str:
    return reverse("account_name", args=[user.pk])


def _of(model: Any) -> Any:
    """Rows of the model that belong to the person's accounts."""

    def find(subject: Subject) -> Any:
        return model._default_manager.filter(user__in=subject.accounts).order_by("pk")

    return find


SOURCES = [
    ExtractSource("accounts.User", "Účet", accounts_of, edit_url=_name_url),
    ExtractSource("accounts.EmailChange", "Změny e-mailu účtu", _of(EmailChange)),
    ExtractSource("mfa.Authenticator", "Druhý faktor", _of(Authenticator), values=_factor, basis=BASIS),
    ExtractSource("usersessions.UserSession", "Přihlášení", _of(UserSession), values=_session, basis=BASIS),
    ExtractSource("socialaccount.SocialAccount", "Identity jinde", _of(SocialAccount), values=_identity, basis=BASIS),
]
