"""Reported errors: who sees which, and what of a report is shown to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.directory.catalog.enums import ReportStatus
from opora.directory.catalog.models import ErrorReport, Service
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors.links import link_address, live_link
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.privacy.selectors.restrictions import is_restricted_index
from opora.foundation.privacy.selectors.subjects import email_index

REPORT_LINK = "catalog.error_report"  # purpose of the link by which the reporter looks how it ended
ANSWER = "catalog.report_answer"  # purpose of the consent to the use of the e-mail
ANSWER_WORDS = (
    "Souhlasím, aby mi Opora na tento e-mail napsala, jak moje hlášení dopadlo. Adresu uvidí jen lidé kraje, kteří "
    "hlášení vyřizují, poskytovatel služby ne. Souhlas můžu kdykoli odvolat odkazem ve zprávě, adresa se pak hned "
    "smaže."
)
SAME_CLICK = timedelta(hours=1)
LATE = timedelta(days=14)
AGES = {"tyden": timedelta(days=7), "dva-tydny": LATE, "mesic": timedelta(days=30)}
WAITING = "cekaji"


@dataclass(frozen=True)
class ShownContact:
    """What the reader sees of the way to the reporter: the address, or a sentence why not."""

    email: str = ""
    sentence: str = "Odpověď nikdo nečeká."


def reports_of(actor: Actor, *, state: str = WAITING, age: str = "") -> QuerySet[ErrorReport]:
    """Reports that the actor sees, of a state („cekaji“, a status, anything else = all), older than the age.

    Those that wait longest come first, settled ones by the day they were settled.
    """
    found = ErrorReport.objects.visible_to(actor).select_related("service__provider")
    if state == WAITING:
        found = found.open()
    elif state in ReportStatus.values:
        found = found.filter(status=state)
    if age in AGES:
        found = found.filter(created_at__lte=timezone.now() - AGES[age])
    return found.order_by(F("handled_at").desc(nulls_first=True), "created_at", "pk")


def same_report(service: Service, *, reason: str, text: str, email: str) -> ErrorReport | None:
    """The same report of the last hour that waits: who clicked twice meant one. Texts are compared once decrypted."""
    recent = ErrorReport.objects.open().filter(
        service=service, reason=reason, contact_index=email_index(email), created_at__gt=timezone.now() - SAME_CLICK
    )
    return next((report for report in recent if report.text == text), None)


def state_address(report: ErrorReport) -> str:
    """Path of the page that says how the report ended; empty once its link is over."""
    link = live_link(REPORT_LINK, report.pk)
    return link_address(link) if link else ""


def reported_by(link: MagicLink) -> ErrorReport | None:
    """The report that the link leads to; None when it was erased meanwhile."""
    return ErrorReport.objects.select_related("service__provider").filter(pk=link.object_id).first()


def shown_contact(report: ErrorReport, actor: Actor) -> ShownContact:
    """The reporter's address for the region only; a provider must not learn who complains. Restricted ones nobody."""
    if not report.contact_email:
        return ShownContact()
    if is_restricted_index(report.contact_index):
        return ShownContact(sentence="Zpracování adresy je na žádost člověka omezené, neukazujeme ji.")
    if not actor.membership.oversees_instance:
        return ShownContact(sentence="Odpověď pošle Opora e-mailem. Adresu vidí jen kraj.")
    return ShownContact(email=report.contact_email)


def open_reports(services: Iterable[Service]) -> set[int]:
    """Numbers of those of the services about which a report waits."""
    keys = [service.pk for service in services]
    return set(ErrorReport.objects.open().filter(service__in=keys).values_list("service", flat=True))


def reports_to_settle(actor: Actor) -> Iterator[Matter]:
    """How many reported errors wait for the actor."""
    number = ErrorReport.objects.visible_to(actor).open().count()
    if number:
        words = counted(number, "nahlášená chyba čeká,nahlášené chyby čekají,nahlášených chyb čeká")
        yield Matter(f"{words} na vyřízení", reverse("catalog:error_reports"))


def late_reports(actor: Actor) -> Iterator[Matter]:
    """How many of them wait longer than a fortnight."""
    late = ErrorReport.objects.visible_to(actor).open().filter(created_at__lte=timezone.now() - LATE)
    if number := late.count():
        words = counted(number, "nahlášená chyba,nahlášené chyby,nahlášených chyb")
        yield Matter(f"Déle než dva týdny nevyřízeno: {words}", f"{reverse('catalog:error_reports')}?starsi=dva-tydny")


def reports_in_words(actor: Actor) -> str:
    """How many reports wait, for the hub of administration."""
    number = ErrorReport.objects.visible_to(actor).open().count()
    return counted(number, "hlášení čeká,hlášení čekají,hlášení čeká") if number else "nic nečeká"


def report_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number of a report → what it is about and its day, never the text."""
    reports = ErrorReport.objects.filter(pk__in=numbers).select_related("service")
    return {str(one.pk): f"{one.service.name}, {czech_date(one.created_at)}" for one in reports}
