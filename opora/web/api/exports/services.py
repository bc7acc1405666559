"""Services as the API says them. Of a secret address only the okres; a text of the provider as its card shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.models import Contact, Facility, FormOfService, Service
from opora.directory.catalog.selectors.addresses import address_text
from opora.directory.catalog.selectors.card_parts import AreaNames, contact_facts, in_book_order, shown_text
from opora.directory.catalog.selectors.schedules import schedule_lines
from opora.web.api.selectors import availability_of

WIDE = ("stat", "kraj")
WIDEST_OF_HIDDEN = ("stat", "kraj", "okres")
type Absolute = Callable[[str], str]


@dataclass(frozen=True)
class Names:
    """What codes are called: code lists, areas, okresy by their pk; and how an address of a page becomes absolute."""

    book: Codebook
    areas: AreaNames
    okresy: dict[int, tuple[str, str]]
    absolute: Absolute

    def area(self, level: str, code: str) -> dict[str, str]:
        """The area by its name, or by the code where nobody knows it."""
        return {"key": f"{level}-{code}", "level": level, "name": self.areas.get((level, code), code)}

    def okres(self, pk: int | None) -> dict[str, str] | None:
        """The okres by its pk."""
        if pk not in self.okresy:
            return None
        code, name = self.okresy[pk]
        return {"key": f"okres-{code}", "level": "okres", "name": name}


def service_json(service: Service, names: Names) -> dict[str, Any]:
    """One service (`schemas.Service`); takes what `read_services` gives."""
    book = names.book
    forms = list(service.forms.all())
    return {
        "identifier": service.identifier,
        "name": service.name,
        "url": names.absolute(service.get_absolute_url()),
        "status": "active" if service.has_started else "future",
        "registered": service.is_registered,
        "sample": service.is_sample,
        "kind": kind_ref(service.kind_code, book),
        "organization": {
            "ico": service.provider.ico,
            "name": service.provider.name,
            "url": names.absolute(service.provider.get_absolute_url()),
        },
        "description": shown_text(service.description, service) or None,
        "forms": [_form(row, service, book) for row in forms],
        "target_groups": _groups(service, book),
        "ages": _ages(service, book),
        "free_of_charge": _by_law(service, "free_of_charge", book),
        "anonymous": _by_law(service, "anonymous", book),
        "capacity": _capacity(service, forms, book),
        "availability": _availability(service),
        "facilities": [_facility(row, service, names) for row in service.facilities.all() if row.is_active],
        "reach": _reach(service, names),
        "contacts": [
            *contacts_json(service.contacts.all(), "service"),
            *contacts_json(service.provider.contacts.all(), "organization"),
        ],
        "starts_on": service.starts_on.isoformat(),
        "ends_on": service.ends_on.isoformat() if service.ends_on else None,
        "source": service.source,
        "as_of": service.as_of.isoformat(),
    }


def kind_ref(code: str, book: Codebook) -> dict[str, Any]:
    """Code and names of the kind (`schemas.KindRef`)."""
    return {"code": code, "name": book.kind_name(code), "plain_name": book.kind_plain_name(code) or None}


def contacts_json(contacts: Any, of: str) -> list[dict[str, Any]]:
    """Contacts in the order of the card (`schemas.Contact`)."""
    rows: list[Contact] = list(contacts)
    return [
        {"kind": fact.kind, "value": fact.value, "note": fact.note or None, "of": of} for fact in contact_facts(rows)
    ]


def _form(row: FormOfService, service: Service, book: Codebook) -> dict[str, Any]:
    known = book.forms.get(row.form)
    lines = schedule_lines(row.schedules) if row.schedules else ()
    return {
        "code": row.form,
        "name": book.form_name(row.form),
        "plain_name": known.plain_name or None if known else None,
        "continuous": row.continuous,
        "schedule": [
            {"days": line.days, "hours": line.hours, "note": shown_text(line.note, service)} for line in lines
        ],
    }


def _groups(service: Service, book: Codebook) -> list[dict[str, Any]]:
    return [
        {
            "code": row.group_code,
            "name": book.group_name(row.group_code),
            "plain_name": book.group_plain_name(row.group_code),
            "note": shown_text(row.note, service) or None,
        }
        for row in service.target_groups.all()
    ]


def _ages(service: Service, book: Codebook) -> dict[str, Any]:
    rows = [(code, book.age_groups.get(code)) for code in in_book_order(service.age_groups, book.age_groups)]
    groups = [
        {
            "code": code,
            "name": row.name if row else code,
            "age_from": row.age_from if row else None,
            "age_to": row.age_to if row else None,
        }
        for code, row in rows
    ]
    return {"groups": groups, "note": shown_text(service.age_note, service) or None}


def _by_law(service: Service, name: str, book: Codebook) -> bool | None:
    """What was said of the service itself, else what verified data say of its kind."""
    said = getattr(service, name)
    kind = book.kinds.get(service.kind_code)
    return said if said is not None or kind is None or not kind.verified else getattr(kind, name)


def _capacity(service: Service, forms: list[FormOfService], book: Codebook) -> dict[str, Any] | None:
    items = [
        {
            "form": form.form,
            "unit": row.unit_code,
            "unit_name": book.unit_name(row.unit_code),
            "count": row.count,
            "note": shown_text(row.note, service) or None,
        }
        for form in forms
        for row in form.capacities.all()
    ]
    return {"items": items, "as_of": service.as_of.isoformat(), "source": service.source} if items else None


def _availability(service: Service) -> dict[str, Any] | None:
    row = availability_of(service)
    if row is None:
        return None
    return {
        "accepts": row.accepts,
        "free_places": row.free_places,
        "note": shown_text(row.note, service) or None,
        "as_of": row.as_of.isoformat(),
    }


def _facility(row: Facility, service: Service, names: Names) -> dict[str, Any]:
    hidden = row.hidden or service.hidden_address
    obec = names.area("obec", row.obec_code) if row.obec_code and not hidden else None
    return {
        "name": None if hidden else row.name or None,
        "address": None if hidden else address_text(row, obec["name"] if obec else "") or None,
        "address_hidden": hidden,
        "address_of": "organization_seat" if service.seat_addresses else "facility",
        "obec": obec,
        "okres": names.okres(row.okres_id),
        "coordinates": None if hidden else _position(row),
    }


def _position(row: Facility) -> dict[str, Any] | None:
    if row.latitude is None or row.longitude is None or not row.position_source:
        return None
    return {"latitude": row.latitude, "longitude": row.longitude, "precision": row.position_source}


def _reach(service: Service, names: Names) -> list[dict[str, Any]]:
    """Reach from the surest: of a secret address nothing finer than okres."""
    found = [
        _reached(names.area(row.level, row.code), 0, "kraj" if row.level in WIDE else "confirmed", "")
        for row in service.reaches.all()
    ]
    for row in service.reach_suggestions.all():
        confirmed = row.status == SuggestionStatus.CONFIRMED
        sentence = "" if confirmed else shown_text(row.sentence, service)
        found.append(
            _reached(names.area(row.level, row.code), row.radius_km, "confirmed" if confirmed else "text", sentence)
        )
    if service.hidden_address:
        found = [row for row in found if row["area"]["level"] in WIDEST_OF_HIDDEN and not row["radius_km"]]
    return sorted(found, key=lambda row: ("confirmed", "text", "kraj").index(row["reach_class"]))


def _reached(area: dict[str, str], radius: int, reach_class: str, sentence: str) -> dict[str, Any]:
    return {"area": area, "radius_km": radius or None, "reach_class": reach_class, "sentence": sentence or None}
