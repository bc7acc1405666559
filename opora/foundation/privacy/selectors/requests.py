"""Requests of people: their list, what is late, and what Opora holds of the person who asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.privacy.enums import ExtractStatus, RequestKind, RequestStatus
from opora.foundation.privacy.models import DataRequest, Extract
from opora.foundation.privacy.selectors.extracts import held_rows, kept_for
from opora.foundation.privacy.selectors.restrictions import in_force
from opora.foundation.privacy.selectors.sources import ExtractSource, Subject, extract_sources, subject_of

WITH_EXTRACT = frozenset({RequestKind.ACCESS, RequestKind.PORTABILITY})


@dataclass(frozen=True)
class HeldRow:
    """One record of the person: its fields as (title, value), and where it is corrected („“ = nowhere by hand)."""

    edit_url: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Held:
    """Records of the person in one source and how long they are kept."""

    source: ExtractSource
    rows: tuple[HeldRow, ...]
    kept: str


def subject_asking(request: DataRequest) -> Subject:
    """The person of the request as sources look for them."""
    return subject_of(request.subject_email, request.subject_name)


def held_of(subject: Subject) -> list[Held]:
    """What every source holds of the person, those with nothing left out."""
    kept = kept_for()
    found = (
        (source, tuple(HeldRow(url, tuple((title, value) for _name, title, value in fields)) for url, fields in rows))
        for source in extract_sources
        if (rows := list(held_rows(source, subject)))
    )
    return [Held(source, rows, kept.get(source.retention, "")) for source, rows in found]


def correctable_fields(subject: Subject) -> list[tuple[str, str]]:
    """(„app.model.field“, „Účet: e-mail“) of every field that may have been corrected: what stands in the records."""
    titles: dict[str, str] = {}
    for source in extract_sources:
        if source.edit_url is None:
            continue
        for _url, fields in held_rows(source, subject):
            for name, title, _value in fields:
                titles[f"{source.code}.{name}"] = f"{source.title}: {title}"
    return list(titles.items())


def listed_requests(actor: Actor, *, only_open: bool) -> "QuerySet[DataRequest]":
    """Requests, the newest first, annotated by `extract_status`: the state of the last extract."""
    last = Extract.objects.filter(request=OuterRef("pk")).order_by("-pk").values("status")[:1]
    requests = DataRequest.objects.visible_to(actor).annotate(extract_status=Subquery(last))
    return requests.filter(status=RequestStatus.RECEIVED) if only_open else requests


def late_requests(actor: Actor) -> "QuerySet[DataRequest]":
    """Requests that nobody has settled in time."""
    return DataRequest.objects.visible_to(actor).filter(status=RequestStatus.RECEIVED, due_on__lt=today())


def late_matters(actor: Actor) -> Iterator[Matter]:
    """A line of the overview for every late request; never whose it is."""
    for request in late_requests(actor).order_by("due_on"):
        yield Matter(f"Po lhůtě: žádost č. {request.pk} – {request.get_kind_display()}", _url(request), request.due_on)


def waiting_matters(actor: Actor) -> Iterator[Matter]:
    """Extracts that wait for this person's approval."""
    own = str(actor.user.pk) if actor.user else ""
    submitted = Extract.objects.visible_to(actor).filter(status=ExtractStatus.SUBMITTED).exclude(prepared_by_id=own)
    for extract in submitted:
        yield Matter(f"Výpis údajů č. {extract.pk} čeká na schválení", extract.get_absolute_url(), None)


def requests_in_words(actor: Actor) -> str:
    """How many requests are open and how many of them are late."""
    due = DataRequest.objects.visible_to(actor).filter(status=RequestStatus.RECEIVED).values_list("due_on", flat=True)
    days = list(due)
    late = sum(day < today() for day in days)
    said = f"{counted(len(days), 'otevřená,otevřené,otevřených')}" if days else "žádná otevřená"
    return f"{said}, po lhůtě {late}" if late else said


def restrictions_in_words(_actor: Actor) -> str:
    """How many restrictions are in force."""
    number = in_force().count()
    return f"{counted(number, 'platí,platí,platí')}" if number else "žádné neplatí"


def _url(request: DataRequest) -> str:
    return reverse("privacy:request", args=[request.pk])
