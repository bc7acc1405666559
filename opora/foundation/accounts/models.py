"""People who sign in, links for people without an account, and delays after failed attempts."""

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.models import BaseModel
from opora.foundation.core.text import plain_email


def composed(password: str) -> str:
    """The password as it is hashed: another keyboard, system or reader may compose the same „ř“ of two characters."""
    return unicodedata.normalize("NFKC", password)


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the password is hashed, the e-mail is lower case."""

    def create_user(self, email: str, full_name: str, password: str | None = None) -> "User":
        """New active account; without a password nobody can sign in until one is set."""
        user = self.model(email=plain_email(email), full_name=full_name.strip())
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, BaseModel):
    """One person's account. What the person may do stands in memberships, never here."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("jméno a příjmení"), max_length=200)
    is_active = models.BooleanField(_("účet je živý"), default=True)

    salutation = models.CharField(
        _("oslovení v e-mailech"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^[\w .,’'–-]+\Z", _("Oslovení smí mít jen písmena, číslice, mezery a čárky."))],
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class PersonalData:
        personal = {"email", "full_name", "salutation", "last_login", "password"}
        special: set[str] = set()
        impersonal = {"is_active"}
        basis = "čl. 6/1 e) GDPR – výkon úkolu ve veřejném zájmu; přístup do systému"
        retention = "accounts.user"
        unreadable = {"password"}

    class Meta:
        verbose_name = _("účet")
        verbose_name_plural = _("účty")

    def __str__(self) -> str:
        return self.full_name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else composed(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(None if raw_password is None else composed(raw_password))


class MagicLink(BaseModel):
    """A link of one purpose to one object for somebody without an account. The address itself is stored nowhere:
    it is signed from the nonce by the key of the instance, so that a copy of the database opens nothing.
    """

    purpose = models.CharField(_("účel"), max_length=60)
    object_id = models.CharField(_("číslo předmětu"), max_length=40)
    nonce = models.CharField(_("náhodná část"), max_length=32, unique=True, editable=False)
    single_use = models.BooleanField(_("jen na jedno použití"), default=True)
    expires_at = models.DateTimeField(_("platí do"))
    used_at = models.DateTimeField(_("použit"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("zrušen"), null=True, editable=False)

    class PersonalData:
        none = "účel a číslo předmětu; koho se týká, ví jen předmět sám"

    class Meta:
        verbose_name = _("odkaz jednoho účelu")
        verbose_name_plural = _("odkazy jednoho účelu")
        indexes = [models.Index(fields=["purpose", "object_id"], name="accounts_magiclink_object")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id}"

    @property
    def is_open(self) -> bool:
        """True when the link may still be used."""
        spent = self.single_use and self.used_at is not None
        return not spent and self.revoked_at is None and self.expires_at > timezone.now()


class SignInDelay(models.Model):
    """Failed attempts counted under a keyed hash of an account, an address, or both together."""

    key = models.CharField(_("klíč"), max_length=64, unique=True, editable=False)
    failures = models.PositiveIntegerField(_("nezdarů"), default=0, editable=False)
    last_failed_at = models.DateTimeField(_("poslední nezdar"), default=timezone.now, editable=False)

    class PersonalData:
        personal = {"key"}
        special: set[str] = set()
        impersonal = {"failures", "last_failed_at"}
        basis = "čl. 6/1 f) GDPR – ochrana účtů před hádáním hesel"
        retention = "accounts.sign_in_delay"
        not_extracted = "počítadlo pod klíčovaným otiskem, ze kterého se člověk nepozná; zaniká do dne"

    class Meta:
        verbose_name = _("zdržení přihlášení")
        verbose_name_plural = _("zdržení přihlášení")

    def __str__(self) -> str:
        return f"{self.failures}×"


class EmailChange(BaseModel):
    """A new address of an account; the link sent to it is a magic link with this row as its object."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("účet"), related_name="+")
    email = models.EmailField(_("nový e-mail"))
    previous_email = models.EmailField(_("dosavadní e-mail"))
    confirmed_at = models.DateTimeField(_("potvrzeno"), null=True, editable=False)

    class PersonalData:
        personal = {"user", "email", "previous_email"}
        special: set[str] = set()
        impersonal = {"confirmed_at"}
        basis = "čl. 6/1 e) GDPR – výkon úkolu ve veřejném zájmu; přístup do systému"
        retention = "accounts.user"

    class Meta:
        verbose_name = _("změna e-mailu")
        verbose_name_plural = _("změny e-mailu")

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"
