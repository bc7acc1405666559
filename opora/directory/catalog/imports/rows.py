"""A record → rows ready for the tables: what is secret is gone here, before anything is hashed or written."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from opora.directory.catalog.enums import ContactKind
from opora.directory.catalog.imports.folding import fold_facilities
from opora.directory.catalog.imports.options import ReadOptions
from opora.directory.catalog.imports.places import (
    facility_keys,
    hides_address,
    okres_code,
    place_keys,
    position,
    secrets_of_service,
)
from opora.directory.catalog.imports.records import AddressRecord, ContactRecord, FacilityRecord, ServiceRecord
from opora.directory.catalog.imports.screening import NOTHING, Secrets
from opora.directory.catalog.indexing import SearchSource, search_fields
from opora.directory.catalog.operations.register_types import FACILITY, SERVICE
from opora.directory.catalog.selectors.reach_texts import suggested
from opora.directory.catalog.selectors.register import Reference
from opora.foundation.core.text import czech_key

ADDRESS_FIELDS = (
    "street", "house_number", "house_number_kind", "orientation_number", "addition", "part_name", "postal_code",
    "obec_name", "obec_code", "address_point",
)  # fmt: skip
STORED, HASHED = json.JSONEncoder(ensure_ascii=False), json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class PreparedService:
    """Rows of one service: `sections` say what changed, `complete` adds what only a changed one needs."""

    identifier: str
    ico: str
    hidden: bool
    secrets: Secrets
    ends_on: Any
    sections: dict[str, str]
    content_hash: str
    payload: dict[str, Any]
    search_source: SearchSource
    folded: int  # facilities of the file that say nothing more than others

    def complete(self, reference: Reference) -> tuple[dict[str, Any], dict[str, Any]]:
        """Rows in the order of their columns, and the search row; all plain JSON."""
        czech_sort = czech_key(self.search_source.name)[:1300]
        source = replace(self.search_source, czech_sort=czech_sort)
        service = {
            **self.payload["service"],
            "czech_sort": czech_sort,
            "content_hash": self.content_hash,
            "section_hashes": self.sections,
        }
        facilities = [
            {**row, "okres_id": reference.okresy[row["okres"]][0] if row["okres"] else None}
            for row in self.payload["facilities"]
        ]
        payload = {
            **self.payload,
            "service": [_plain(service[name]) for name in SERVICE],
            "facilities": [[row[name] for name in FACILITY] for row in facilities],
            "forms": [
                [form, continuous, _plain(times), counts] for form, continuous, times, counts in self.payload["forms"]
            ],
            "suggestions": self._suggestions(reference),
        }
        return payload, {name: _plain(value) for name, value in search_fields(source, reference.codebook).items()}

    def _suggestions(self, reference: Reference) -> list[list[Any]]:
        """Reach that the (screened) texts name beside what the register says: level, code, radius in km, sentence."""
        texts = [note for _code, note in self.payload["groups"]]
        texts += [self.payload["service"]["age_note"]]
        texts += [note for form in self.payload["forms"] for _unit, _count, note in form[3]]
        source = self.search_source
        return suggested(reference.reach, texts, source.places, source.reaches, hidden=self.hidden)


def _plain(value: Any) -> Any:
    """A value as its column takes it: dates and JSON as text."""
    if isinstance(value, list | dict):
        return STORED.encode(value)
    return value.isoformat() if isinstance(value, date) else value


def prepare(record: ServiceRecord, reference: Reference, options: ReadOptions) -> PreparedService:
    """Rows of the service with everything secret cut out."""
    hidden = hides_address(record, reference, options)
    secrets = secrets_of_service(record, reference) if hidden else NOTHING
    facilities = fold_facilities(record.facilities)
    rows = _facility_rows(record, facilities, secrets, reference, options, hidden)
    name = _name(record, facilities, secrets, options)
    payload = {
        "provider": record.provider.ico,
        "service": _service_row(record, name, secrets, options, hidden),
        "forms": _form_rows(record, secrets),
        "facilities": rows,
        "contacts": _contact_rows(record, secrets, hidden),
        "groups": [[code, secrets.screen(note)] for code, note in record.groups],
        "reaches": [["kraj", code] for code in record.reach_krajs],
    }
    sections = _sections(payload, [facility.is_open(options.as_of) for facility in facilities])
    return PreparedService(
        identifier=record.identifier,
        ico=record.provider.ico,
        hidden=hidden,
        secrets=secrets,
        ends_on=record.ends_on,
        sections=sections,
        content_hash=hashlib.sha256(json.dumps(sections, sort_keys=True).encode()).hexdigest(),
        payload=payload,
        search_source=_search_source(record, payload, facilities, reference, options),
        folded=len(record.facilities) - len(facilities),
    )


def _service_row(
    record: ServiceRecord, name: str, secrets: Secrets, options: ReadOptions, hidden: bool
) -> dict[str, Any]:
    return {
        "portal_id": record.portal_id,
        "kind_code": record.kind_code,
        "name": name,
        "starts_on": record.starts_on.isoformat(),
        "ends_on": record.ends_on.isoformat() if record.ends_on else None,
        "age_groups": list(record.age_groups),
        "age_note": secrets.screen(record.age_note),
        "hidden_address": hidden,
        "is_sample": options.is_sample,
        "seat_addresses": options.seat_addresses,
    }


def _name(record: ServiceRecord, facilities: list[FacilityRecord], secrets: Secrets, options: ReadOptions) -> str:
    """Name of the first open facility, else of the first one, else of the provider."""
    ordered = sorted(facilities, key=lambda facility: not facility.is_open(options.as_of))
    names = (secrets.screen_name(facility.name) for facility in ordered)
    return next((name for name in names if name), record.provider.name)


def _facility_rows(
    record: ServiceRecord,
    facilities: list[FacilityRecord],
    secrets: Secrets,
    reference: Reference,
    options: ReadOptions,
    hidden: bool,
) -> list[dict[str, Any]]:
    sole = record.identifier if len(facilities) == 1 else None
    rows = []
    for key, facility in zip(facility_keys(record.identifier, facilities), facilities, strict=True):
        address = AddressRecord() if hidden else facility.address
        point, precision = (None, "") if hidden else position(address, key, sole, options.coordinates, reference)
        rows.append({
            "key": key,
            "name": secrets.screen_name(facility.name),
            "starts_on": facility.starts_on.isoformat() if facility.starts_on else None,
            "ends_on": facility.ends_on.isoformat() if facility.ends_on else None,
            "hidden": hidden,
            "latitude": point[0] if point else None,
            "longitude": point[1] if point else None,
            "position_source": str(precision),
            "okres": okres_code(facility.address, reference),
            **address_row(address, reference),
        })  # fmt: skip
    return rows


def address_row(address: AddressRecord, reference: Reference) -> dict[str, str]:
    """Columns of an address without its okres; the name of the obec is filled by its code where the file lacks it."""
    row = {name: getattr(address, name) for name in ADDRESS_FIELDS}
    row["part_name"] = address.part_name or address.district_name
    if not row["obec_name"] and address.obec_code in reference.obce:
        row["obec_name"] = reference.obce[address.obec_code].name
    return row


def _form_rows(record: ServiceRecord, secrets: Secrets) -> list[list[Any]]:
    return [
        [
            form.form,
            form.continuous,
            [
                {"day": item.day, "from": item.opens, "to": item.closes, "note": secrets.screen(item.note)}
                for item in form.schedules
            ],
            [[unit, count, secrets.screen(note)] for unit, count, note in form.capacities],
        ]
        for form in record.forms
    ]


def contact_row(contact: ContactRecord, screen: Callable[[str], str]) -> list[str]:
    """Kind, value and note of a contact; the note screened and short enough for its column."""
    return [str(contact.kind), contact.value, screen(contact.note)[:300]]


def _contact_rows(record: ServiceRecord, secrets: Secrets, hidden: bool) -> list[list[str]]:
    """Contacts of the service; of a hidden one telephones (else e-mails) only: a web shows the way to the door."""
    rows = [
        contact_row(contact, secrets.screen)
        for contact in record.contacts
        if not (any(map(str.isalpha, contact.value)) and secrets.betrays(contact.value))  # digits may agree by chance
    ]
    if hidden:
        phones = [row for row in rows if row[0] == ContactKind.PHONE]
        return phones or [row for row in rows if row[0] == ContactKind.EMAIL]
    for address, note in record.contact_addresses:
        if line := address_line(address):
            rows.append([str(ContactKind.ADDRESS), line[:300], note])
    return rows


def address_line(address: AddressRecord) -> str:
    """An address in one line: „Ukázková 1/2a, 405 02 Děčín“."""
    numbers = "/".join(number for number in (address.house_number, address.orientation_number) if number)
    street = " ".join(part for part in (address.street or address.part_name, numbers) if part)
    code = f"{address.postal_code[:3]} {address.postal_code[3:]}" if address.postal_code else ""
    town = " ".join(part for part in (code, address.obec_name) if part)
    return ", ".join(part for part in (street, address.addition, town) if part)


def _sections(payload: dict[str, Any], opened: list[bool]) -> dict[str, str]:
    """Short hashes of parts of the rows; their keys are the fields named in the history."""
    service = payload["service"]
    parts = {
        "provider": payload["provider"],
        "kind": service["kind_code"],
        "name": service["name"],
        "validity": [service["starts_on"], service["ends_on"]],
        "ages": [service["age_groups"], service["age_note"]],
        "hidden": service["hidden_address"],
        "origin": [service["portal_id"], service["is_sample"], service["seat_addresses"]],
        "opening": opened,
        **{name: payload[name] for name in ("forms", "facilities", "contacts", "groups", "reaches")},
    }
    return {name: _short_hash(value) for name, value in parts.items()}


def _short_hash(value: Any) -> str:
    return hashlib.sha256(HASHED.encode(value).encode()).hexdigest()[:12]


def _search_source(
    record: ServiceRecord,
    payload: dict[str, Any],
    facilities: list[FacilityRecord],
    reference: Reference,
    options: ReadOptions,
) -> SearchSource:
    """What search reads of the service: only what the rows hold, facilities open on the day."""
    service, hidden = payload["service"], payload["service"]["hidden_address"]
    opened = [
        (row, facility)
        for row, facility in zip(payload["facilities"], facilities, strict=True)
        if facility.ends_on is None or facility.ends_on >= options.as_of
    ]
    places = [key for _row, facility in opened for key in place_keys(facility.address, reference, hidden=hidden)]
    points = [(row["latitude"], row["longitude"]) for row, _facility in opened if row["latitude"] is not None]
    return SearchSource(
        identifier=record.identifier,
        name=service["name"],
        provider_name=record.provider.name,
        kind_code=record.kind_code,
        forms=tuple(form[0] for form in payload["forms"]),
        groups=tuple((code, note) for code, note in payload["groups"]),
        age_note=service["age_note"],
        age_groups=tuple(service["age_groups"]),
        facility_names=tuple(dict.fromkeys(row["name"] for row, _facility in opened if row["name"])),
        places=tuple(dict.fromkeys(places)),
        reaches=tuple(f"{level}-{code}" for level, code in payload["reaches"]),
        position=points[0] if points else None,
        czech_sort="",  # added when the service is written
        starts_on=record.starts_on,
        ends_on=record.ends_on,
    )
