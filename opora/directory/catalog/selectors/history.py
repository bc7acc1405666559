"""History of one service as staff reads it, and how a service is found by its identifier or name."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.directory.catalog.enums import ChangeKind, RunStatus
from opora.directory.catalog.models import ImportRun, Service, ServiceChange
from opora.directory.catalog.selectors.differences import FIELD_LABELS, provider_pointer
from opora.directory.catalog.selectors.record_fields import TITLES as RECORD_TITLES
from opora.directory.catalog.selectors.unregistered import LABELS
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import allowed
from opora.foundation.core.text import fold

PER_PAGE = 20
MOST_FOUND = 50


@dataclass(frozen=True)
class FieldChange:
    """One field with the lines that left and the lines that came; either may be empty."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One change in the history of a service: by the register (`run`) or by a person (`made_by`)."""

    title: str
    day: date | None  # the day the register stands to; None for changes by people
    at: datetime
    run: ImportRun | None
    made_by: str
    message: str
    fields: tuple[FieldChange, ...]
    rest: str


@dataclass(frozen=True)
class ServiceHistory:
    """The history of a service; `service` is None where only the history knows its identifier."""

    identifier: str
    service: Service | None
    entries: Page


def shown_fields(change: ServiceChange) -> tuple[FieldChange, ...]:
    """Fields with their values before and after."""
    return tuple(
        FieldChange(
            item.get("label") or FIELD_LABELS.get(item.get("field", ""), ""),
            tuple(item.get("before") or ()),
            tuple(item.get("after") or ()),
        )
        for item in change.details
    )


def unsaid_fields(change: ServiceChange) -> str:
    """Names of changed fields whose values the history does not hold."""
    said = {item.get("field") for item in change.details}
    said |= {"opening"} if "facilities" in change.fields else set()
    labels = RECORD_TITLES | LABELS | FIELD_LABELS
    return ", ".join(labels.get(name, name) for name in change.fields if name not in said)


def service_history(identifier: str, page: str | None, *, actor: Actor) -> ServiceHistory | None:
    """What happened to the service and its provider, the newest first; None when nobody knows it or one may not ask.

    Runs that wrote nothing (dry, refused) did not happen to it. A constant number of queries.
    """
    if not allowed(actor, "catalog.read_history"):
        return None
    service = Service.objects.visible_to(actor).select_related("provider").filter(identifier=identifier).first()
    changes = _changes(identifier, service)
    if service is None and not changes.exists():
        return None
    found: Page = Paginator(changes, PER_PAGE).get_page(page)
    found.object_list = [_entry(change) for change in found.object_list]
    return ServiceHistory(identifier, service, found)


def _changes(identifier: str, service: Service | None) -> QuerySet[ServiceChange]:
    about = Q(identifier=identifier)
    if service:
        about |= Q(identifier="", pointer=provider_pointer(service.provider.ico))
    happened = Q(run=None) | Q(run__status=RunStatus.DONE, run__dry_run=False)
    return ServiceChange.objects.filter(about, happened).select_related("run").order_by("-pk")


def _entry(change: ServiceChange) -> Entry:
    run = change.run
    titles = TITLES if run else TITLES | WRITTEN
    title = "Změna poskytovatele" if not change.identifier else titles[ChangeKind(change.kind)]
    return Entry(
        title=title,
        day=run.as_of if run else None,
        at=(run.finished_at or run.created_at) if run else change.at,
        run=run,
        made_by=change.made_by,
        message=change.message,
        fields=shown_fields(change),
        rest=unsaid_fields(change),
    )


TITLES = {
    ChangeKind.ADDED: "Služba přibyla",
    ChangeKind.CHANGED: "Změna údajů",
    ChangeKind.ENDED: "Služba skončila",
    ChangeKind.RETURNED: "Služba je zpět",
    ChangeKind.REJECTED: "Řádek registru se nedal přečíst",
}
WRITTEN = {ChangeKind.ENDED: "Konec služby"}  # people may write it on another day than the last one


@dataclass(frozen=True)
class Found:
    """A service found for its history."""

    identifier: str
    name: str
    provider: str
    over: bool
    url: str


def find_services(text: str, *, actor: Actor) -> list[Found]:
    """Services, ended too, whose identifier begins with the text or whose name or provider holds all its words.

    At most 50, by name; for the staff only, so the names are folded as they are read.
    """
    words = fold(text).split()
    if not words or not allowed(actor, "catalog.read_history"):
        return []
    rows = Service.objects.visible_to(actor).order_by("czech_sort", "identifier")
    found = []
    columns = ("identifier", "name", "provider__name", "gone_on", "ends_on")
    for identifier, name, provider, gone_on, ends_on in rows.values_list(*columns).iterator(chunk_size=2000):
        folded = f"{fold(name)} {fold(provider)}"
        if identifier.casefold().startswith(words[0]) or all(word in folded for word in words):
            over = Service(gone_on=gone_on, ends_on=ends_on).has_ended
            found.append(Found(identifier, name, provider, over, reverse("catalog:service_history", args=[identifier])))
        if len(found) == MOST_FOUND:
            break
    return found
