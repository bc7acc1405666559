"""Services as the tables hold them now, in the shape of the payload of an import; a constant number of queries."""

from collections.abc import Iterable
from typing import Any

from opora.directory.catalog.models import (
    Capacity,
    Contact,
    Facility,
    FormOfService,
    Reach,
    Service,
    ServiceTargetGroup,
)
from opora.directory.catalog.selectors.differences import Parts

SERVICE_NAMES = (
    "portal_id", "kind_code", "name", "starts_on", "ends_on", "age_groups", "age_note", "hidden_address", "is_sample",
    "seat_addresses",
)  # fmt: skip
FACILITY_NAMES = (
    "name", "starts_on", "ends_on", "hidden", "latitude", "longitude", "position_source", "street", "house_number",
    "house_number_kind", "orientation_number", "addition", "part_name", "postal_code", "obec_name", "obec_code",
    "address_point",
)  # fmt: skip
SIMPLE = {
    "contacts": (Contact, ("kind", "value", "note")),
    "groups": (ServiceTargetGroup, ("group_code", "note")),
    "reaches": (Reach, ("level", "code")),
}


def live_parts(identifiers: Iterable[str], sections: set[str]) -> dict[str, Parts]:
    """Services by identifier with the sections that are asked for (others are empty); days are texts „2026-04-01“."""
    columns = ("pk", "identifier", "as_of", "provider__ico", "provider__name", *SERVICE_NAMES)
    found: dict[int, Parts] = {}
    by_identifier: dict[str, Parts] = {}
    for pk, identifier, as_of, ico, provider, *values in Service.objects.filter(
        identifier__in=list(identifiers)
    ).values_list(*columns):
        service = dict(zip(SERVICE_NAMES, values, strict=True))
        parts: Parts = {"as_of": as_of.isoformat(), "provider": ico, "provider_name": provider, "service": service}
        parts |= {"forms": [], "facilities": [], "contacts": [], "groups": [], "reaches": []}
        service |= {"starts_on": _day(service["starts_on"]), "ends_on": _day(service["ends_on"])}
        found[pk] = by_identifier[identifier] = parts
    if "forms" in sections:
        _add_forms(found)
    if sections & {"facilities", "opening"}:
        _add_facilities(found)
    for name, (model, names) in SIMPLE.items():
        if name in sections:
            rows = model._base_manager.filter(service__in=found).order_by("pk")
            for pk, *values in rows.values_list("service", *names):
                found[pk][name].append(values)
    return by_identifier


def _add_forms(found: dict[int, Parts]) -> None:
    forms: dict[int, list[Any]] = {}
    rows = FormOfService.objects.filter(service__in=found).order_by("pk")
    for service, pk, form, continuous, schedules in rows.values_list(
        "service", "pk", "form", "continuous", "schedules"
    ):
        forms[pk] = [form, continuous, schedules, []]
        found[service]["forms"].append(forms[pk])
    counts = Capacity.objects.filter(form__service__in=found).order_by("pk")
    for pk, *count in counts.values_list("form", "unit_code", "count", "note"):
        forms[pk][3].append(count)


def _add_facilities(found: dict[int, Parts]) -> None:
    rows = Facility.objects.filter(service__in=found).order_by("starts_on", "name", "pk")
    for service, okres, *values in rows.values_list("service", "okres__code", *FACILITY_NAMES):
        row = dict(zip(FACILITY_NAMES, values, strict=True)) | {"okres": okres or ""}
        row |= {"starts_on": _day(row["starts_on"]), "ends_on": _day(row["ends_on"])}
        found[service]["facilities"].append(row)


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
