"""Messages to owners of accounts. All are essential, and nobody rewords what protects an account."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from opora.foundation.accounts.models import EmailChange, MagicLink, User
from opora.foundation.accounts.selectors.links import EMAIL_LINK, link_address, live_link
from opora.foundation.core.mail import notify
from opora.foundation.core.registries import Notification, Placeholder
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.core.web import absolute


def _blocked(user_id: str) -> bool:
    """Nobody writes to an account that was closed meanwhile."""
    return not User.objects.filter(pk=user_id, is_active=True).exists()


def _email_not_awaited(change_id: str) -> bool:
    """The link is over, or another account got the address meanwhile."""
    email = EmailChange.objects.filter(pk=change_id).values("email")
    return live_link(EMAIL_LINK, change_id) is None or User.objects.filter(email__in=email).exists()


LINK = Placeholder("odkaz", "adresa stránky", "https://opora.example/adresa/", required=True)
VALIDITY = Placeholder("platnost", "jak dlouho odkaz platí", "1 hodinu", required=True)
HELP = Placeholder("pomoc", "na koho se obrátit", "správce své organizace", required=True)

PASSWORD_LINK = Notification(
    "accounts.password_link",
    "Odkaz k novému heslu",
    "accounts/email/password_link.txt",
    placeholders=(LINK, VALIDITY),
    is_obsolete=_blocked,
    organization_may_edit=False,
    keeps_text=False,
)
NEW_PASSWORD = Notification(
    "accounts.new_password",
    "Heslo bylo změněno",
    "accounts/email/new_password.txt",
    placeholders=(LINK, HELP),
    is_obsolete=_blocked,
    organization_may_edit=False,
)
SECOND_FACTOR_RESET = Notification(
    "accounts.second_factor_reset",
    "Druhý faktor byl zrušen",
    "accounts/email/second_factor_reset.txt",
    placeholders=(LINK, HELP),
    is_obsolete=_blocked,
    organization_may_edit=False,
)
EMAIL_LINK_SENT = Notification(
    "accounts.email_link",
    "Odkaz k potvrzení nového e-mailu",
    "accounts/email/email_link.txt",
    placeholders=(LINK, VALIDITY),
    is_obsolete=_email_not_awaited,
    organization_may_edit=False,
    keeps_text=False,
)
NEW_EMAIL = Notification(
    "accounts.new_email",
    "E-mail účtu byl změněn",
    "accounts/email/new_email.txt",
    placeholders=(HELP,),
    organization_may_edit=False,
)
ALL = (PASSWORD_LINK, NEW_PASSWORD, SECOND_FACTOR_RESET, EMAIL_LINK_SENT, NEW_EMAIL)


def send_password_link(user: User) -> None:
    """The link to a new password."""
    key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    values = {
        "odkaz": absolute(reverse("account_reset_password_from_key", args=key)),
        "platnost": counted(settings.PASSWORD_RESET_TIMEOUT // 3600, "hodinu,hodiny,hodin"),
    }
    notify(PASSWORD_LINK.code, user.email, {"osloveni": user.salutation, **values}, target=user)


def tell_of_new_password(user: User) -> None:
    """Whoever did not change the password learns of it."""
    values = {"odkaz": absolute(reverse("account_reset_password")), "pomoc": _help()}
    notify(NEW_PASSWORD.code, user.email, {"osloveni": user.salutation, **values}, target=user)


def tell_of_second_factor_reset(user: User) -> None:
    """Whoever did not ask for it learns of it."""
    values = {"odkaz": absolute(reverse("account_login")), "pomoc": _help()}
    notify(SECOND_FACTOR_RESET.code, user.email, {"osloveni": user.salutation, **values}, target=user)


def send_email_link(change: EmailChange, link: MagicLink) -> None:
    """The link that proves the new address; without a name, for the address may be mistyped."""
    values = {"odkaz": absolute(link_address(link)), "platnost": "24 hodin"}
    notify(EMAIL_LINK_SENT.code, change.email, values, target=change)


def tell_of_new_email(change: EmailChange) -> None:
    """The old address learns of the new one's existence, not of the address."""
    values = {"osloveni": change.user.salutation, "pomoc": _help()}
    notify(NEW_EMAIL.code, change.previous_email, values, target=change)


def _help() -> str:
    known = f" nebo napište na {settings.CONTACT_EMAIL}" if settings.CONTACT_EMAIL else ""
    return f"správce své organizace{known}"
