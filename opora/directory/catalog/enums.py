"""Choices used by several models of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """Form of provision, § 33 of Act 108/2006; values are those of the register."""

    AMBULATORY = "amb", _("ambulantní")
    FIELD = "ter", _("terénní")
    RESIDENTIAL = "pob", _("pobytová")


class ContactKind(models.TextChoices):
    """Way to reach somebody."""

    PHONE = "phone", _("telefon")
    EMAIL = "email", _("e-mail")
    WEB = "web", _("web")
    FAX = "fax", _("fax")
    ADDRESS = "address", _("adresa pro písemnosti")


class PositionSource(models.TextChoices):
    """How precise a position on the map is, best first."""

    ADDRESS_POINT = "address_point", _("adresní místo")
    COORDINATE_FILE = "coordinate_file", _("poloha adresy")
    PROVIDER_SEAT = "provider_seat", _("poloha sídla poskytovatele")
    POSTAL_CODE = "postal_code", _("přibližná poloha podle PSČ")
    OBEC = "obec", _("přibližná poloha: střed obce")


class RegisterScope(models.TextChoices):
    """Which set of services a file speaks of; a run neither ends nor changes services of another one."""

    RPSS = "rpss", _("registr poskytovatelů sociálních služeb")
    SAMPLE = "ukazka", _("ukázka")
    UNREGISTERED = "mimo", _("neregistrované služby")


class RunStatus(models.TextChoices):
    """State of one import of the register."""

    RUNNING = "running", _("probíhá")
    DONE = "done", _("hotovo")
    REFUSED = "refused", _("odmítnuto")
    FAILED = "failed", _("nedokončeno")


class ChangeKind(models.TextChoices):
    """What a run did to one service."""

    ADDED = "added", _("nová")
    CHANGED = "changed", _("změněná")
    ENDED = "ended", _("ukončená")
    RETURNED = "returned", _("vrácená")
    REJECTED = "rejected", _("odmítnutý řádek")


class SuggestionStatus(models.TextChoices):
    """What people decided of a reach that was read out of a text."""

    PROPOSED = "proposed", _("navrženo")
    CONFIRMED = "confirmed", _("potvrzeno")
    REFUSED = "refused", _("odmítnuto")


class Accepts(models.TextChoices):
    """Whether a service takes new people now; empty means that nobody has said it."""

    YES = "yes", _("přijímá")
    WAITING_LIST = "waiting", _("zapisuje do pořadníku")
    NO = "no", _("teď nepřijímá")


class StatementOrigin(models.TextChoices):
    """How a statement of a provider came."""

    PHONE = "phone", _("telefonicky")
    EMAIL = "email", _("e-mailem")
    WEB = "web", _("na svém webu")
    IN_PERSON = "person", _("osobně")
