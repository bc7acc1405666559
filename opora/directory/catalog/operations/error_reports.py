"""Errors that people report: taking one down, settling it, forgetting who reported it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from opora.directory.catalog import notifications
from opora.directory.catalog.enums import REPORT_TRANSITIONS, ReportStatus
from opora.directory.catalog.models import ErrorReport, Service
from opora.directory.catalog.selectors.error_reports import ANSWER, REPORT_LINK, same_report
from opora.foundation.accounts.operations.links import issue_link
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.messaging.operations.unsubscribe import consent_link
from opora.foundation.privacy.models import Consent
from opora.foundation.privacy.operations.consents import give_consent
from opora.foundation.privacy.selectors.subjects import email_index

STATE_LIFETIME = timedelta(days=365)
REASON_NEEDED = "Napište, podle čeho víte, že je údaj správně. Kdo chybu nahlásil, si to přečte."
SETTLED = "Hlášení už je vyřízené ({status}). Je-li údaj zase špatně, nahlaste ho znovu."


@transaction.atomic
def report_error(service: Service, *, reason: str, text: str = "", email: str = "", actor: Actor) -> ErrorReport:
    """Take the report down, tell people of the provider, and thank by mail those who gave an address with consent.

    The same report within an hour is the first one again. Its page is opened by `state_address`.
    """
    require(actor, "catalog.report_error", service)
    service = Service.objects.select_for_update(of=("self",)).select_related("provider").get(pk=service.pk)
    text = text.replace("\r\n", "\n").strip()
    if known := same_report(service, reason=reason, text=text, email=email):
        return known  # the second of two clicks waited for the first
    report = ErrorReport(
        service=service, reason=reason, text=text, contact_email=email, contact_index=email_index(email)
    )
    report.full_clean()
    report.save()
    house = Actor.job("nahlášení chyby")  # the public issues no links
    issue_link(REPORT_LINK, report.pk, lifetime=STATE_LIFETIME, single_use=False, actor=house)
    if email:
        consent = give_consent(ANSWER, email=email, target=report, actor=actor)
        notifications.thank_reporter(report, consent_link(consent, actor=actor))
    notifications.tell_keepers(report, reverse("catalog:error_report", args=[report.pk]))
    log.record(
        "catalog.error_reported", actor=actor, target=report, identifier=service.identifier, reason=report.reason
    )
    return report


@transaction.atomic
def move_report(report: ErrorReport, status: str, *, answer: str = "", version: int, actor: Actor) -> ErrorReport:
    """Take the report into work or settle it; who left an address reads how it ended. The second click does nothing.

    Raises ValidationError at `answer` when a reason is missing, OperationError for a settled one, StaleError when
    somebody has moved it since `version`.
    """
    require(actor, "catalog.handle_report", report)
    fresh = ErrorReport.objects.select_for_update(of=("self",)).select_related("service").get(pk=report.pk)
    answer = answer.replace("\r\n", "\n").strip()
    if (fresh.status, fresh.answer) == (status, answer):
        return fresh
    if status not in REPORT_TRANSITIONS[ReportStatus(fresh.status)]:
        raise OperationError(SETTLED.format(status=fresh.get_status_display()))
    if status == ReportStatus.UNFOUNDED and not answer:
        raise ValidationError({"answer": REASON_NEEDED})
    fresh.status, fresh.answer = status, answer
    fresh.handled_by = actor.label[:200]
    fresh.handled_at = None if fresh.is_open else timezone.now()
    fresh.full_clean()
    fresh.save_fresh("status", "answer", "handled_by", "handled_at", version=version)
    if not fresh.is_open and (consent := _consent(fresh)):
        notifications.tell_reporter(fresh, consent_link(consent, actor=actor))
    log.record(
        "catalog.report_moved",
        actor=actor,
        target=fresh,
        identifier=fresh.service.identifier,
        report_status=fresh.status,
    )
    return fresh


@transaction.atomic
def forget_reporter(consent: Consent, *, actor: Actor) -> int:
    """Erase the address that stood on the consent; the report itself stays. Returns how many addresses went."""
    require(actor, "privacy.withdraw_consent", consent)
    found = ErrorReport.objects.filter(pk=consent.object_id).exclude(contact_index="")
    erased = found.update(contact_email="", contact_index="", version=models.F("version") + 1)
    if erased:
        log.record("catalog.reporter_forgotten", actor=actor, target=ErrorReport(pk=consent.object_id))
    return erased


def _consent(report: ErrorReport) -> Consent | None:
    """On which the address stands; None without an address."""
    consents = Consent.objects.filter(object_type=report._meta.label_lower, object_id=str(report.pk))
    return consents.filter(withdrawn_at__isnull=True).first() if report.contact_email else None
