"""Roles and kinds of organizations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership makes of a person."""

    REGIONAL_ADMINISTRATOR = "regional_administrator", _("krajský správce")
    DATA_STEWARD = "data_steward", _("správce dat")


class OrganizationKind(models.TextChoices):
    """What sort of body an organization is."""

    REGION = "region", _("kraj")
    MUNICIPALITY = "municipality", _("obec")
    PROVIDER = "provider", _("poskytovatel sociálních služeb")
    OTHER = "other", _("jiná organizace")
