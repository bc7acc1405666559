"""Choices of the protection of personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionAction(models.TextChoices):
    """What becomes of a record when its time is over."""

    ERASE = "erase", _("vymazat")
    ANONYMISE = "anonymise", _("anonymizovat")
    ARCHIVE = "archive", _("nabídnout archivu")


class RunStatus(models.TextChoices):
    """State of one proposal of what to erase."""

    PROPOSED = "proposed", _("čeká na schválení")
    APPROVED = "approved", _("schváleno, provádí se")
    DONE = "done", _("provedeno")
    CANCELLED = "cancelled", _("zrušeno")


RUN_TRANSITIONS: dict[str, set[str]] = {
    RunStatus.PROPOSED: {RunStatus.APPROVED, RunStatus.CANCELLED},
    RunStatus.APPROVED: {RunStatus.DONE},
    RunStatus.DONE: set(),
    RunStatus.CANCELLED: set(),
}


class ItemOutcome(models.TextChoices):
    """What became of one record of a proposal."""

    WAITING = "waiting", _("čeká")
    DONE = "done", _("provedeno")
    HELD = "held", _("pozastaveno")
    LEFT_OUT = "left_out", _("vyřazeno z návrhu")
    NOT_DUE = "not_due", _("už není na řadě")
    FAILED = "failed", _("nepodařilo se")


class RequestKind(models.TextChoices):
    """Right that a person asks for, čl. 15–22 GDPR."""

    ACCESS = "access", _("přístup k údajům (čl. 15)")
    RECTIFICATION = "rectification", _("oprava (čl. 16)")
    ERASURE = "erasure", _("výmaz (čl. 17)")
    RESTRICTION = "restriction", _("omezení zpracování (čl. 18)")
    PORTABILITY = "portability", _("přenositelnost (čl. 20)")
    OBJECTION = "objection", _("námitka (čl. 21)")


class RequestStatus(models.TextChoices):
    """State of a person's request."""

    RECEIVED = "received", _("přijato")
    DONE = "done", _("vyřízeno")
    REFUSED = "refused", _("odmítnuto")


class ExtractStatus(models.TextChoices):
    """State of an extract of one person's data."""

    DRAFT = "draft", _("koncept")
    SUBMITTED = "submitted", _("čeká na schválení")
    APPROVED = "approved", _("schváleno")
    HANDED_OVER = "handed_over", _("předáno")
    CANCELLED = "cancelled", _("zrušeno")


EXTRACT_TRANSITIONS: dict[str, set[str]] = {
    ExtractStatus.DRAFT: {ExtractStatus.SUBMITTED, ExtractStatus.CANCELLED},
    ExtractStatus.SUBMITTED: {ExtractStatus.DRAFT, ExtractStatus.APPROVED, ExtractStatus.CANCELLED},
    ExtractStatus.APPROVED: {ExtractStatus.HANDED_OVER, ExtractStatus.CANCELLED},
    ExtractStatus.HANDED_OVER: set(),
    ExtractStatus.CANCELLED: set(),
}


class Channel(models.TextChoices):
    """How somebody said it."""

    FORM = "form", _("formulářem")
    LINK = "link", _("odkazem z e-mailu")
    EMAIL = "email", _("e-mailem")
    PAPER = "paper", _("písemně")
    DATA_BOX = "data_box", _("datovou schránkou")
    PHONE = "phone", _("telefonicky")
    IN_PERSON = "person", _("osobně")
