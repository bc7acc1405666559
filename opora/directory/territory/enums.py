"""How a place was recognised in what somebody wrote."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchReason(models.TextChoices):
    """From the surest to the least sure."""

    CODE = "code", _("kód")
    POSTAL_CODE = "postal_code", _("PSČ")
    NAME = "name", _("název")
    ABBREVIATION = "abbreviation", _("zkrácený název")
    INFLECTION = "inflection", _("skloňovaný název")
    PART = "part", _("část obce")
    START = "start", _("začátek názvu")
    TYPO = "typo", _("podobný název")
    NEAR_POSTAL_CODE = "near_postal_code", _("podobné PSČ")
