"""What waits in the catalogue, on the page after sign-in."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from opora.directory.catalog.enums import (
    ProposalStatus,
    PublicationStatus,
    RegisterScope,
    RunStatus,
    SuggestionStatus,
)
from opora.directory.catalog.models import Availability, ImportRun, RecordProposal, Service, ServiceAttachment
from opora.directory.catalog.selectors.administration import STALE_AFTER
from opora.directory.catalog.selectors.assignments import services_of
from opora.directory.catalog.selectors.reach_suggestions import lasting_suggestions
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted

RECENTLY = timedelta(days=7)
STATEMENT_HOLDS = timedelta(days=30)
MOST_NAMED = 3
ENDED_BADLY = {RunStatus.REFUSED, RunStatus.FAILED}


def reach_to_decide(_actor: Actor) -> Iterator[Matter]:
    """How many suggestions of reach wait for a decision."""
    number = lasting_suggestions().filter(status=SuggestionStatus.PROPOSED).count()
    if number:
        words = counted(number, "návrh působnosti čeká,návrhy působnosti čekají,návrhů působnosti čeká")
        yield Matter(f"{words} na rozhodnutí", reverse("catalog:reach_suggestions"))


def import_that_failed(_actor: Actor) -> Iterator[Matter]:
    """The last reading of the register when it did not end well."""
    run = _last_run()
    if run and run.status in ENDED_BADLY:
        text = f"Registr se nenačetl ({run.get_status_display()})"
        yield Matter(text, reverse("catalog:import_run", args=[run.pk]), timezone.localdate(run.created_at))


def register_read(_actor: Actor) -> Iterator[Matter]:
    """What the last reading of the register brought within a week."""
    run = _last_run()
    if run and run.status == RunStatus.DONE and run.created_at >= timezone.now() - RECENTLY:
        text = f"Načten registr: nových služeb {run.added}, změněných {run.changed}, ukončených {run.ended}"
        yield Matter(text, reverse("catalog:import_run", args=[run.pk]), timezone.localdate(run.created_at))


def unregistered_to_check(_actor: Actor) -> Iterator[Matter]:
    """Unregistered services whose data nobody has checked for a year."""
    services = Service.objects.filter(scope=RegisterScope.UNREGISTERED, as_of__lt=today() - STALE_AFTER).not_ended()
    number = services.count()
    if number:
        words = counted(number, "neregistrovaná služba,neregistrované služby,neregistrovaných služeb")
        yield Matter(f"Déle než rok neověřeno: {words}", reverse("catalog:unregistered"))


def free_places_unsaid(actor: Actor) -> Iterator[Matter]:
    """Services of the person's provider of which nobody has said for a month whether they take new people."""
    if actor.membership is None:
        return
    said = Availability.objects.filter(as_of__gte=today() - STATEMENT_HOLDS).values("service")
    unsaid = services_of(actor).exclude(pk__in=said).active().order_by("czech_sort", "pk")
    found = list(unsaid.values_list("name", "identifier"))
    if found:
        names = [name for name, _identifier in found]
        more = len(names) - MOST_NAMED
        rest = f" a {counted(more, 'další,další,dalších')}" if more > 0 else ""
        text = f"Volná místa déle než měsíc nikdo nesdělil: {', '.join(names[:MOST_NAMED])}{rest}"
        yield Matter(text, reverse("catalog:availability", args=[found[0][1]]))


def proposals_returned(actor: Actor) -> Iterator[Matter]:
    """Proposals that the region gave back to the person's provider and nobody has mended since."""
    newer = RecordProposal.objects.filter(service=OuterRef("service"), pk__gt=OuterRef("pk"))
    rows = RecordProposal.objects.filter(~Exists(newer), status=ProposalStatus.RETURNED)
    for row in rows.filter(service__in=services_of(actor).not_ended()).select_related("service"):
        yield Matter(f"Kraj vrátil návrh změny: {row.service.name}", row.get_absolute_url(), _decided(row))


def attachments_returned(actor: Actor) -> Iterator[Matter]:
    """Attachments that the region gave back to the person's provider."""
    rows = ServiceAttachment.objects.filter(status=PublicationStatus.RETURNED)
    for row in rows.filter(service__in=services_of(actor).not_ended()).select_related("service"):
        url = reverse("catalog:attachments", args=[row.service.identifier])
        yield Matter(f"Kraj vrátil přílohu: {row.title} ({row.service.name})", url, _decided(row))


def _decided(row: RecordProposal | ServiceAttachment) -> date | None:
    return timezone.localdate(row.decided_at) if row.decided_at else None


def _last_run() -> ImportRun | None:
    """The last real reading of the state's register; one into nothing says nothing of the data."""
    return ImportRun.objects.filter(scope=RegisterScope.RPSS, dry_run=False).exclude(status=RunStatus.RUNNING).first()
