"""Services of somebody's provider with what to do about them: the page that takes two minutes a month."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.enums import ProposalStatus
from opora.directory.catalog.models import Availability, RecordProposal, Service, ServiceRecord
from opora.directory.catalog.selectors.assignments import has_services, services_of
from opora.directory.catalog.selectors.record_card import pause_text
from opora.directory.catalog.selectors.record_fields import titles
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.permissions import allowed
from opora.foundation.core.registries import MenuItem

PLACES_HOLD = timedelta(days=30)


@dataclass(frozen=True)
class Fact:
    """One line of a service: what is known, whether somebody should act, and where."""

    term: str
    text: str
    act: bool = False
    url: str = ""


@dataclass
class MyService:
    """One service on the page; `facts` are lines in their order, `edits` says whether the person edits the record."""

    service: Service
    kind: str
    edits: bool
    availability: list[Availability]
    record: ServiceRecord | None
    proposal: RecordProposal | None  # the last one
    facts: list[Fact] = field(default_factory=list)

    @property
    def to_do(self) -> bool:
        """True when some line asks for something."""
        return any(fact.act for fact in self.facts)


# A source adds facts to all the services at once, in a constant number of queries, keyed by the number of a service.
FactSource = Callable[[list[MyService]], dict[int, list[Fact]]]
fact_sources: list[FactSource] = []


@dataclass(frozen=True)
class OwnServicesItem(MenuItem):
    """The line of the navigation that leads to one's own services."""

    def shown_to(self, actor: Actor) -> bool:
        """True for people of a provider who write something of its services."""
        return has_own_services(actor)


def has_own_services(actor: Actor) -> bool:
    """True for people of a provider who write its record or its free places."""
    if actor.membership is None or not has_services(actor.membership.organization):
        return False
    return actor.has_right("catalog.edit_record") or actor.has_right("catalog.record_availability")


def my_services(actor: Actor) -> list[MyService]:
    """Lasting services that the actor reaches, those that need somebody first; a constant number of queries."""
    book = codebook()
    edits = allowed(actor, "catalog.edit_record")
    services = services_of(actor).not_ended().select_related("provider", "record").prefetch_related("availability")
    found = list(services.order_by("czech_sort", "pk"))
    last = {row.service_id: row for row in RecordProposal.objects.filter(service__in=found).order_by("pk")}
    mine = [
        MyService(
            service, book.kind_name(service.kind_code), edits, list(service.availability.all()),
            getattr(service, "record", None), last.get(service.pk),
        )
        for service in found
    ]  # fmt: skip
    for one in mine:
        one.facts = [_places(one), *_pause(one), *_proposal(one)]
    by_number = {one.service.pk: one for one in mine}
    for source in fact_sources:
        for pk, facts in source(mine).items():
            by_number[pk].facts.extend(facts)
    return sorted(mine, key=lambda one: not one.to_do)


def _places(mine: MyService) -> Fact:
    if not mine.availability:
        return Fact("Volná místa", "zatím jste je nesdělili", act=True)
    said_on = min(said.as_of for said in mine.availability)
    states = ", ".join(dict.fromkeys(str(said.get_accepts_display()) for said in mine.availability))
    return Fact("Volná místa", f"{states}, sděleno {czech_date(said_on)}", act=said_on < today() - PLACES_HOLD)


def _pause(mine: MyService) -> list[Fact]:
    text = pause_text(mine.record.pause_from, mine.record.pause_to) if mine.record else ""
    return [Fact("Přerušení", text)] if text else []


def _proposal(mine: MyService) -> list[Fact]:
    """What waits for the region, or came back from it."""
    last = mine.proposal
    if last is None or last.status not in (ProposalStatus.WAITING, ProposalStatus.RETURNED):
        return []
    url = last.get_absolute_url() if mine.edits else ""
    if last.is_waiting:
        return [Fact("Čeká na kraj", titles(last.values), url=url)]
    return [Fact("Kraj vrátil", f"{titles(last.values)} – {last.decision_note}", act=True, url=url)]
