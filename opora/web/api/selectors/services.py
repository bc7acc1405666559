"""Whole services at once as plain rows: objects of the database would take longer than everything else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.models import (
    Availability,
    Contact,
    Facility,
    FormOfService,
    Reach,
    ReachSuggestion,
    Service,
    ServiceRecord,
    ServiceTargetGroup,
)
from opora.foundation.core.actor import Actor
from opora.foundation.core.queries import RowsQuery

PUBLIC = Actor.public()  # the API knows nobody else
HOLDING = (SuggestionStatus.PROPOSED, SuggestionStatus.CONFIRMED)


class ServiceRow(NamedTuple):
    """One service with its provider."""

    pk: int
    scope: str
    identifier: str
    name: str
    kind_code: str
    starts_on: date
    ends_on: date | None
    age_groups: list[str]
    age_note: str
    hidden_address: bool
    is_sample: bool
    seat_addresses: bool
    as_of: date
    source: str
    description: str
    free_of_charge: bool | None
    anonymous: bool | None
    provider_id: int
    provider__ico: str
    provider__name: str


class FacilityRow(NamedTuple):
    """One facility; its names are those of the address, so that `address_text` takes it."""

    service_id: int
    key: str
    name: str
    starts_on: date | None
    ends_on: date | None
    hidden: bool
    latitude: float | None
    longitude: float | None
    position_source: str
    street: str
    house_number: str
    house_number_kind: str
    orientation_number: str
    addition: str
    part_name: str
    postal_code: str
    obec_name: str
    obec_code: str
    okres_id: int | None


class FormRow(NamedTuple):
    """One form with one of its capacities; a form without any has None in their place."""

    service_id: int
    pk: int
    form: str
    continuous: bool | None
    schedules: list[dict[str, Any]]
    capacities__unit_code: str | None
    capacities__count: int | None
    capacities__note: str | None


class GroupRow(NamedTuple):
    """One target group."""

    service_id: int
    group_code: str
    note: str


class ReachRow(NamedTuple):
    """One area of the reach."""

    service_id: int
    level: str
    code: str


class SuggestionRow(NamedTuple):
    """One area, or a circle of `radius_km` around an obec, read out of a text and not refused."""

    service_id: int
    level: str
    code: str
    radius_km: int
    status: str
    sentence: str


class StatementRow(NamedTuple):
    """What the provider said of free places in a form and a facility; both empty for the whole service."""

    service_id: int
    form: str
    facility_key: str
    accepts: str
    free_places: int | None
    waiting_weeks: int | None
    note: str
    as_of: date


class RecordRow(NamedTuple):
    """What the provider says of the service beside the register."""

    service_id: int
    description: str
    start_person: str
    start_professional: str
    price: str
    documents: str
    languages: list[str]
    accessibility: list[str]
    accessibility_note: str
    phone: str
    email: str
    web: str
    hours: str
    pause_from: date | None
    pause_to: date | None
    pause_note: str
    planned_end: date | None
    updated_at: datetime


class ContactRow(NamedTuple):
    """One contact of a service or of a provider."""

    service_id: int | None
    provider_id: int | None
    kind: str
    value: str
    note: str


@dataclass(frozen=True)
class ServiceFacts:
    """One service with the rows that belong to it, in the order in which cards show them."""

    service: ServiceRow
    forms: list[FormRow]
    groups: list[GroupRow]
    facilities: list[FacilityRow]
    reaches: list[ReachRow]
    suggestions: list[SuggestionRow]
    statements: list[StatementRow]
    records: list[RecordRow]  # one or none
    contacts: list[ContactRow]
    provider_contacts: list[ContactRow]


SERVICES = RowsQuery(ServiceRow, lambda keys: Service.objects.visible_to(PUBLIC).filter(pk__in=keys))
FORMS = RowsQuery(FormRow, lambda keys: FormOfService.objects.filter(service__in=keys).order_by("pk", "capacities__pk"))
GROUPS = RowsQuery(GroupRow, lambda keys: ServiceTargetGroup.objects.filter(service__in=keys).order_by("pk"))
FACILITIES = RowsQuery(FacilityRow, lambda keys: Facility.objects.filter(service__in=keys).order_by("name", "pk"))
REACHES = RowsQuery(ReachRow, lambda keys: Reach.objects.filter(service__in=keys).order_by("pk"))
SUGGESTIONS = RowsQuery(
    SuggestionRow,
    lambda keys: ReachSuggestion.objects.filter(service__in=keys, status__in=HOLDING).order_by("pk"),
)
STATEMENTS = RowsQuery(StatementRow, lambda keys: Availability.objects.filter(service__in=keys).order_by("pk"))
RECORDS = RowsQuery(RecordRow, lambda keys: ServiceRecord.objects.filter(service__in=keys))
CONTACTS = RowsQuery(ContactRow, lambda keys: Contact.objects.filter(service__in=keys).order_by("pk"))
PROVIDER_CONTACTS = RowsQuery(ContactRow, lambda keys: Contact.objects.filter(provider__in=keys).order_by("pk"))


def read_services(pks: Iterable[int]) -> list[ServiceFacts]:
    """At most a hundred services, in the order of their keys, with all that a card shows; ten queries."""
    order = list(pks)
    found = {row.pk: row for row in SERVICES.of(order)}
    forms, groups, facilities, reaches, suggestions, statements, records, contacts = (
        _by_owner(query.of(order), "service_id")
        for query in (FORMS, GROUPS, FACILITIES, REACHES, SUGGESTIONS, STATEMENTS, RECORDS, CONTACTS)
    )
    providers = list(dict.fromkeys(row.provider_id for row in found.values()))
    provider_contacts = _by_owner(PROVIDER_CONTACTS.of(providers), "provider_id")
    return [
        ServiceFacts(
            service=found[pk],
            forms=forms[pk],
            groups=groups[pk],
            facilities=facilities[pk],
            reaches=reaches[pk],
            suggestions=suggestions[pk],
            statements=statements[pk],
            records=records[pk],
            contacts=contacts[pk],
            provider_contacts=provider_contacts[found[pk].provider_id],
        )
        for pk in order
        if pk in found
    ]


def _by_owner(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
