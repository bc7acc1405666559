"""People who sign in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.models import BaseModel


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the password is hashed, the e-mail is lower case."""

    def create_user(self, email: str, full_name: str, password: str | None = None) -> "User":
        """New active account; without a password nobody can sign in until one is set."""
        user = self.model(email=email.strip().lower(), full_name=full_name.strip())
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, BaseModel):
    """One person's account. What the person may do stands in memberships, never here."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("jméno a příjmení"), max_length=200)
    is_active = models.BooleanField(_("účet je živý"), default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class PersonalData:
        personal = {"email", "full_name", "last_login", "password"}
        special: set[str] = set()
        impersonal = {"is_active"}
        basis = "čl. 6/1 e) GDPR – výkon úkolu ve veřejném zájmu; přístup do systému"
        retention = "accounts.user"

    class Meta:
        verbose_name = _("účet")
        verbose_name_plural = _("účty")

    def __str__(self) -> str:
        return self.full_name
