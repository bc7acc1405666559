"""Services that are not registered: clubs, volunteers, lending of aids and others, entered by staff.

They have a scope of their own, so an import of the register neither changes nor ends them. They are never deleted,
they end. For people whom somebody hurts nothing finer than the okres is kept, whoever asks for more.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models, transaction
from stdnum.cz import dic

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.enums import ChangeKind, ContactKind, PositionSource, RegisterScope
from opora.directory.catalog.indexing import INDEX
from opora.directory.catalog.models import (
    Contact,
    Facility,
    FormOfService,
    Provider,
    Reach,
    Service,
    ServiceChange,
    ServiceTargetGroup,
)
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.operations.search_words import refresh_search_rows, renew_search_words
from opora.directory.catalog.selectors.scope import NARROW_LEVELS
from opora.directory.catalog.selectors.unregistered import (
    LABELS,
    Entry,
    differences,
    entries_of,
    entry_of,
    kept_differences,
    new_names,
    same_service,
)
from opora.directory.territory.models import Area
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.permissions import require
from opora.foundation.core.text import czech_key

COLUMNS = (
    "provider", "kind_code", "name", "czech_sort", "starts_on", "age_groups", "hidden_address", "is_sample",
    "content_hash", "as_of", "source", "description", "free_of_charge", "anonymous",
)  # fmt: skip
# the model has them for the register, empty they are right here; the provider has just been read
UNCHECKED = ("provider", "ends_on", "gone_on", "age_groups", "section_hashes", "free_of_charge", "anonymous")
HOUSE_NUMBER = re.compile(r"(?P<street>.*?)\s*(?P<house>\d{1,5}[a-z]?)(?:/(?P<orientation>\d{1,4}[a-z]?))?", re.I)
CONTACT_KINDS = (ContactKind.PHONE, ContactKind.EMAIL, ContactKind.WEB)
ADDED_MEANWHILE = "Některou službu ze souboru mezitím zapsal někdo jiný. Podívejte se znovu, co by soubor udělal."
NO_PROVIDER = "Poskytovatele s tímto IČO neznáme. Doplňte jeho název."


@transaction.atomic
def add_unregistered(entry: Entry, *, actor: Actor) -> Service:
    """Put a service that is not registered into the catalogue; the same one entered again is the first one again.

    Raises OperationError when the provider already has another service of the name.
    """
    require(actor, "catalog.edit_unregistered")
    search_changed()  # its row is locked until the end: one writer at a time, identifiers follow each other
    book = codebook()
    known = same_service(entry.ico, entry.name)
    if known is not None and not known.has_ended:
        if differences(entry_of(known), _safe(entry, book), book):
            raise OperationError(
                f"Službu tohoto názvu a poskytovatele už máme pod kódem {known.identifier}. "
                "Upravte ji, nebo názvy odlište, třeba obcí."
            )
        return known
    writer = _Writer(book, actor)
    service = writer.add(entry)
    writer.write()
    log.record("catalog.unregistered_added", actor=actor, target=service, identifier=service.identifier)
    return service


@transaction.atomic
def change_unregistered(service: Service, entry: Entry, *, version: int, actor: Actor) -> Service:
    """Bring a service to what staff know now; without a difference nothing happens.

    Raises StaleError when somebody changed it since `version`.
    """
    require(actor, "catalog.edit_unregistered", service)
    _only_unregistered(service)
    book, old = codebook(), entry_of(service)
    if not differences(old, _safe(entry, book), book):
        return service
    search_changed()
    writer = _Writer(book, actor)
    fields = writer.change(service, old, entry, version)
    writer.write()
    log.record(
        "catalog.unregistered_changed", actor=actor, target=service, identifier=service.identifier,
        fields=", ".join(LABELS[name] for name in fields),
    )  # fmt: skip
    return service


@transaction.atomic
def end_unregistered(service: Service, ends_on: date | None, *, version: int, actor: Actor) -> Service:
    """Say the last day of a service, or that it goes on (None); the row stays as a record.

    Raises OperationError for a day before the first one, StaleError when somebody changed it since `version`.
    """
    require(actor, "catalog.edit_unregistered", service)
    _only_unregistered(service)
    if service.ends_on == ends_on:
        return service
    if ends_on and ends_on < service.starts_on:
        raise OperationError("Služba nemůže skončit dřív, než začala. Opravte den konce.")
    search_changed()
    details = [
        {
            "field": "validity",
            "label": LABELS["validity"],
            "before": _validity(service.starts_on, service.ends_on),
            "after": _validity(service.starts_on, ends_on),
        }
    ]
    service.ends_on = ends_on
    service.save_fresh("ends_on", version=version)
    refresh_search_rows([service.pk])
    note = _note(service, ChangeKind.ENDED if ends_on else ChangeKind.RETURNED, details, actor)
    note.message = f"Poslední den služby: {czech_date(ends_on)}." if ends_on else ""
    note.save()
    if ends_on:
        log.record(
            "catalog.unregistered_ended", actor=actor, target=service, identifier=service.identifier,
            on=czech_date(ends_on),
        )  # fmt: skip
    else:
        log.record("catalog.unregistered_returned", actor=actor, target=service, identifier=service.identifier)
    return service


@transaction.atomic
def save_unregistered(items: Iterable[tuple[Service | None, Entry]], *, source: str, actor: Actor) -> Counter[str]:
    """Add (None) and change services of a whole file at once, all or nothing; returns numbers by `ChangeKind`.

    `source` names the file in the audit event. Raises StaleError when a service was changed or added since the file
    was read.
    """
    require(actor, "catalog.edit_unregistered")
    search_changed()
    pairs = list(items)
    if not new_names(entry for service, entry in pairs if service is None):
        raise StaleError(ADDED_MEANWHILE)
    old = entries_of(service for service, _entry in pairs if service is not None)
    writer, counts = _Writer(codebook(), actor), Counter[str]()
    for service, entry in pairs:
        if service is None:
            writer.add(entry)
            counts[ChangeKind.ADDED] += 1
        elif writer.change(service, old[service.pk], entry, service.version):
            counts[ChangeKind.CHANGED] += 1
    if counts:
        writer.write()
        log.record(
            "catalog.unregistered_imported", actor=actor, source=source[:200],
            added=counts[ChangeKind.ADDED], changed=counts[ChangeKind.CHANGED],
        )  # fmt: skip
    return counts


class _Writer:
    """Writes services with their parts, search rows and notes; those of a whole file in a few statements."""

    def __init__(self, book: Codebook, actor: Actor) -> None:
        self.book, self.actor = book, actor
        self.last_code = _last_code()
        self.providers: dict[str, Provider] = {}
        self.added: list[tuple[Service, Entry]] = []
        self.changed: list[tuple[Service, Entry]] = []
        self.notes: list[ServiceChange] = []
        self.concealed: list[str] = []

    def add(self, entry: Entry) -> Service:
        """A new service; it stands in its table after `write`."""
        entry = _safe(entry, self.book)
        self.last_code += 1
        service = Service(
            scope=RegisterScope.UNREGISTERED, identifier=f"M{self.last_code:06}", **self._columns(entry),
            section_hashes={},
        )  # fmt: skip
        service.full_clean(exclude=UNCHECKED, validate_unique=False)
        self.added.append((service, entry))
        self.notes.append(_note(service, ChangeKind.ADDED, [], self.actor))
        return service

    def change(self, service: Service, old: Entry, entry: Entry, version: int) -> list[str]:
        """Write columns of what differs; returns names of the parts that do."""
        _only_unregistered(service)
        entry = _safe(entry, self.book)
        fields = [item["field"] for item in differences(old, entry, self.book)]
        if not fields:
            return []
        for name, value in self._columns(entry).items():
            setattr(service, name, value)
        service.full_clean(exclude=UNCHECKED, validate_unique=False)
        service.save_fresh(*COLUMNS, version=version)
        self.changed.append((service, entry))
        details = kept_differences(old, entry, self.book)
        self.notes.append(_note(service, ChangeKind.CHANGED, details, self.actor, fields))
        if entry.hides_address(self.book) and not old.hides_address(self.book):
            self.concealed.append(service.identifier)
        return fields

    def write(self) -> None:
        """Write everything that is not yet in the tables."""
        Service.objects.bulk_create([service for service, _entry in self.added])
        changed = [service.pk for service, _entry in self.changed]
        for part in (FormOfService, Facility, Contact, ServiceTargetGroup, Reach):
            part._base_manager.filter(service__in=changed).delete()
        pairs = [*self.added, *self.changed]
        _write_parts(pairs)
        ServiceChange.objects.filter(identifier__in=self.concealed).update(details=[])  # they may tell the place
        ServiceChange.objects.bulk_create(self.notes)
        refresh_search_rows([service.pk for service, _entry in pairs])
        if self.concealed:  # words that told the place are no longer offered for typing errors nor kept by the index
            renew_search_words()
            INDEX.tidy()

    def _columns(self, entry: Entry) -> dict[str, Any]:
        if entry.ico not in self.providers:
            self.providers[entry.ico] = _provider(entry)
        return _columns(entry, self.providers[entry.ico], self.book)


def _only_unregistered(service: Service) -> None:
    if service.is_registered:
        raise OperationError("Údaje registrovaných služeb se tu nemění. Opravují se v registru poskytovatelů.")


def _safe(entry: Entry, book: Codebook) -> Entry:
    """The entry without what would tell a place that must stay secret."""
    if not entry.hides_address(book):
        return entry
    place = entry.place if entry.place is None or entry.place.level == Area.Level.OKRES else _okres(entry.place)
    reach = tuple(area for area in entry.reach if area.level not in NARROW_LEVELS)
    return replace(entry, place=place, street="", web="", reach=reach)


def _last_code() -> int:
    """The number of „M000012“ that was given last; none is ever given twice."""
    given = Service.objects.filter(scope=RegisterScope.UNREGISTERED, identifier__regex=r"^M[0-9]{6}$")
    last = given.aggregate(last=models.Max("identifier"))["last"]
    return int(last[1:]) if last else 0


def _columns(entry: Entry, provider: Provider, book: Codebook) -> dict[str, Any]:
    """Values of `COLUMNS`."""
    if entry.kind_code not in book.other_kinds:
        raise OperationError("Tento druh pomoci číselník nezná. Vyberte jiný.")
    content = json.dumps(differences(None, entry, book), ensure_ascii=False)
    return {
        "provider": provider,
        "kind_code": entry.kind_code,
        "name": entry.name,
        "czech_sort": czech_key(entry.name)[:1300],
        "starts_on": entry.starts_on,
        "age_groups": list(entry.age_groups),
        "hidden_address": entry.hides_address(book),
        "is_sample": provider.is_sample,
        "content_hash": hashlib.sha256(content.encode()).hexdigest(),
        "as_of": entry.as_of,
        "source": entry.source,
        "description": entry.description,
        "free_of_charge": entry.free_of_charge,
        "anonymous": entry.anonymous,
    }


def _provider(entry: Entry) -> Provider:
    """The provider of the IČO; a new one gets the name that staff gave. The register's name is never changed."""
    known = Provider.objects.filter(ico=entry.ico).first()
    if known is not None:
        return known
    if not dic.is_valid(entry.ico):
        raise OperationError("IČO neexistuje, kontrolní číslice nesouhlasí. Opravte je.")
    if not entry.provider_name:
        raise OperationError(NO_PROVIDER)
    return Provider.objects.create(
        ico=entry.ico, name=entry.provider_name, czech_sort=czech_key(entry.provider_name)[:1300]
    )


def _write_parts(pairs: list[tuple[Service, Entry]]) -> None:
    """Write everything that belongs to the services."""
    FormOfService.objects.bulk_create(
        [FormOfService(service=service, form=code) for service, entry in pairs for code in entry.forms]
    )
    ServiceTargetGroup.objects.bulk_create(
        [ServiceTargetGroup(service=service, group_code=code) for service, entry in pairs for code in entry.groups]
    )
    Contact.objects.bulk_create(
        [
            Contact(service=service, kind=kind, value=value)
            for service, entry in pairs
            for kind, value in zip(CONTACT_KINDS, (entry.phone, entry.email, entry.web), strict=True)
            if value
        ]
    )
    Reach.objects.bulk_create(
        [Reach(service=service, level=area.level, code=area.code) for service, entry in pairs for area in entry.reach]
    )
    Facility.objects.bulk_create(
        [_facility(service, entry.place, entry.street) for service, entry in pairs if entry.place]
    )


def _facility(service: Service, place: Area, street: str) -> Facility:
    """One facility: in the obec and at its inner point, or in the okres alone."""
    values: dict[str, Any] = {"okres": _okres(place), "hidden": service.hidden_address}
    if place.level == Area.Level.OBEC:
        values |= {"obec_code": place.code, "obec_name": place.name, **_street_parts(street)}
        if place.latitude is not None:
            values |= {
                "latitude": place.latitude,
                "longitude": place.longitude,
                "position_source": PositionSource.OBEC,
            }
    return Facility(service=service, key=service.identifier, **values)


def _street_parts(text: str) -> dict[str, str]:
    """„Ukázková 12/3“ in columns of an address; what is not understood stays in the street."""
    match = HOUSE_NUMBER.fullmatch(text)
    if match is None:
        return {"street": text}
    return {
        "street": match["street"],
        "house_number": match["house"],
        "orientation_number": match["orientation"] or "",
    }


def _okres(place: Area) -> Area | None:
    """The okres of an obec; Praha has none above it, but one beside it."""
    if place.level == Area.Level.OKRES or place.okres:
        return place if place.level == Area.Level.OKRES else place.okres
    beside = list(Area.objects.filter(level=Area.Level.OKRES, kraj=place.kraj)[:2])
    return beside[0] if len(beside) == 1 else None


def _validity(starts_on: date, ends_on: date | None) -> list[str]:
    return [f"od {czech_date(starts_on)}", *([f"do {czech_date(ends_on)}"] if ends_on else [])]


def _note(
    service: Service, kind: ChangeKind, details: list[dict], actor: Actor, fields: list[str] | None = None
) -> ServiceChange:
    """What a person did to the service; `fields` are all that changed where `details` may not say everything."""
    return ServiceChange(
        made_by=actor.label[:200],
        kind=kind,
        identifier=service.identifier,
        fields=[detail["field"] for detail in details] if fields is None else fields,
        details=details,
    )
