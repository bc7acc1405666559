"""Services as the API says them. Of a secret address only the okres; a text of the provider as its card shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.enums import ContactKind, RegisterScope, SuggestionStatus
from opora.directory.catalog.selectors.addresses import NBSP, address_text
from opora.directory.catalog.selectors.card_parts import contact_facts, in_book_order, shown_text
from opora.directory.catalog.selectors.schedules import schedule_lines
from opora.directory.catalog.selectors.scope import NARROW_LEVELS
from opora.directory.territory.selectors.index import PlaceIndex
from opora.foundation.core.dates import today
from opora.web.api.exports.records import record_json
from opora.web.api.selectors.services import FacilityRow, FormRow, ServiceFacts, ServiceRow

WIDE = ("stat", "kraj")
CLASSES = ("confirmed", "text", "kraj")  # from the surest
type Absolute = Callable[[str], str]
type Json = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What codes are called: code lists and areas; `root` stands before addresses of pages."""

    book: Codebook
    places: PlaceIndex
    root: str

    def area(self, level: str, code: str) -> Json:
        """The area by its name, or by the code where nobody knows it."""
        entry = self.places.by_code.get((level, code.casefold()))
        name = self.places.areas[entry.pk].label if entry else code
        return {"key": f"{level}-{code}", "level": level, "name": name}

    def okres(self, pk: int | None) -> Json | None:
        """The okres by its number in the database."""
        area = self.places.areas.get(pk) if pk else None
        return {"key": area.key, "level": area.level, "name": area.label} if area else None

    def page(self, name: str, argument: str) -> str:
        """Whole address of a page."""
        return self.root + _path(name, argument)


@lru_cache(maxsize=20_000)
def _path(name: str, argument: str) -> str:
    return reverse(name, args=[argument])


def service_json(facts: ServiceFacts, names: Names) -> Json:
    """One service (`schemas.Service`)."""
    row, book, day = facts.service, names.book, today()
    return {
        "identifier": row.identifier,
        "name": row.name,
        "url": names.page("catalog:service", row.identifier),
        "status": "active" if row.starts_on <= day else "future",
        "registered": row.scope != RegisterScope.UNREGISTERED,
        "sample": row.is_sample,
        "kind": kind_ref(row.kind_code, book),
        "organization": {
            "ico": row.provider__ico,
            "name": row.provider__name,
            "url": names.page("catalog:provider", row.provider__ico),
        },
        "description": _text(row.description, row),
        "forms": _forms(facts, book),
        "target_groups": _groups(facts, book),
        "ages": _ages(row, book),
        "free_of_charge": _by_law(row, "free_of_charge", book),
        "anonymous": _by_law(row, "anonymous", book),
        "capacity": _capacity(facts, book),
        "availability": _availability(facts, day),
        "provider_record": record_json(facts, lambda text: _text(text, row)),
        "facilities": _facilities(facts, names, day),
        "reach": _reach(facts, names),
        "contacts": _contacts(facts),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": _day(row.ends_on),
        "source": row.source,
        "as_of": row.as_of.isoformat(),
    }


def kind_ref(code: str, book: Codebook) -> Json:
    """Code and names of the kind (`schemas.KindRef`)."""
    return {"code": code, "name": book.kind_name(code), "plain_name": book.kind_plain_name(code) or None}


def contacts_json(contacts: Iterable[Any], of: str) -> list[Json]:
    """Contacts in the order of the card (`schemas.Contact`)."""
    return [
        {"kind": fact.kind, "value": fact.value, "note": fact.note or None, "of": of}
        for fact in contact_facts(contacts)
    ]


def _contacts(facts: ServiceFacts) -> list[Json]:
    """Contacts of the service, then of its provider; of a secret address none that is an address itself."""
    found = [*contacts_json(facts.contacts, "service"), *contacts_json(facts.provider_contacts, "organization")]
    if not facts.service.hidden_address:
        return found
    return [
        fact | {"note": _text(fact["note"], facts.service)} for fact in found if fact["kind"] != ContactKind.ADDRESS
    ]


def _text(text: str | None, service: ServiceRow) -> str | None:
    """Words of the provider as the card shows them; nothing for none."""
    return shown_text(text, service) or None if text else None  # type: ignore[arg-type]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _forms(facts: ServiceFacts, book: Codebook) -> list[Json]:
    by_code = {row.form: row for row in facts.forms}
    return [_form(by_code[code], facts.service, book) for code in in_book_order(by_code, book.forms)]


def _form(row: FormRow, service: ServiceRow, book: Codebook) -> Json:
    known = book.forms.get(row.form)
    lines = schedule_lines(row.schedules) if row.schedules else ()
    return {
        "code": row.form,
        "name": book.form_name(row.form),
        "plain_name": known.plain_name or None if known else None,
        "continuous": row.continuous,
        "schedule": [{"days": line.days, "hours": line.hours, "note": _text(line.note, service)} for line in lines],
    }


def _groups(facts: ServiceFacts, book: Codebook) -> list[Json]:
    return [
        {
            "code": row.group_code,
            "name": book.group_name(row.group_code),
            "plain_name": book.group_plain_name(row.group_code),
            "note": _text(row.note, facts.service),
        }
        for row in facts.groups
    ]


def _ages(service: ServiceRow, book: Codebook) -> Json:
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
    return {"groups": groups, "note": _text(service.age_note, service)}


def _by_law(service: ServiceRow, name: str, book: Codebook) -> bool | None:
    """What was said of the service itself, else what verified data say of its kind."""
    said = getattr(service, name)
    kind = book.kinds.get(service.kind_code)
    return said if said is not None or kind is None or not kind.verified else getattr(kind, name)


def _capacity(facts: ServiceFacts, book: Codebook) -> Json | None:
    service = facts.service
    items = [
        {
            "form": row.form,
            "unit": row.capacities__unit_code,
            "unit_name": book.unit_name(row.capacities__unit_code or ""),
            "count": row.capacities__count,
            "note": _text(row.capacities__note, service),
        }
        for row in facts.forms
        if row.capacities__count is not None
    ]
    return {"items": items, "as_of": service.as_of.isoformat(), "source": service.source} if items else None


def _availability(facts: ServiceFacts, day: date) -> list[Json]:
    """What the provider said of each part that the service has today; a facility is named only if it is no secret."""
    hidden = facts.service.hidden_address
    names = {row.key: row.name for row in facts.facilities if _is_open(row, day) and not (row.hidden or hidden)}
    forms = {row.form for row in facts.forms}
    return [
        {
            "form": row.form or None,
            "facility": names.get(row.facility_key) or None,
            "accepts": row.accepts,
            "free_places": row.free_places,
            "waiting_weeks": row.waiting_weeks,
            "note": _text(row.note, facts.service),
            "as_of": _day(row.as_of),
        }
        for row in facts.statements
        if (not row.form or row.form in forms) and (not row.facility_key or row.facility_key in names)
    ]


def _is_open(row: FacilityRow, day: date) -> bool:
    return (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or row.ends_on >= day)


def _facilities(facts: ServiceFacts, names: Names, day: date) -> list[Json]:
    """Facilities open on the day; the same place written twice, and secret ones of one okres, are said once."""
    found: list[Json] = []
    for row in facts.facilities:
        if _is_open(row, day):
            place = _facility(row, facts.service, names)
            if place not in found:
                found.append(place)
    return found


def _facility(row: FacilityRow, service: ServiceRow, names: Names) -> Json:
    hidden = row.hidden or service.hidden_address
    place: Json = {
        "name": None,
        "address": None,
        "address_hidden": hidden,
        "address_of": "organization_seat" if service.seat_addresses else "facility",
        "obec": None,
        "okres": names.okres(row.okres_id),
        "coordinates": None,
    }
    if hidden:
        return place
    obec = names.area("obec", row.obec_code) if row.obec_code else None
    return place | {
        "name": row.name or None,
        "address": address_text(row, obec["name"] if obec else "").replace(NBSP, " ") or None,  # type: ignore[arg-type]
        "obec": obec,
        "coordinates": _position(row),
    }


def _position(row: FacilityRow) -> Json | None:
    if row.latitude is None or row.longitude is None or not row.position_source:
        return None
    return {"latitude": row.latitude, "longitude": row.longitude, "precision": row.position_source}


def _reach(facts: ServiceFacts, names: Names) -> list[Json]:
    """Reach from the surest; of a secret address nothing finer than okres, and no circle, as it has a middle."""
    found = [
        _reached(names.area(row.level, row.code), 0, "kraj" if row.level in WIDE else "confirmed", None)
        for row in facts.reaches
    ]
    for row in facts.suggestions:
        sure = row.status == SuggestionStatus.CONFIRMED
        sentence = None if sure else _text(row.sentence, facts.service)
        found.append(
            _reached(names.area(row.level, row.code), row.radius_km, "confirmed" if sure else "text", sentence)
        )
    if facts.service.hidden_address:
        found = [row for row in found if row["area"]["level"] not in NARROW_LEVELS and not row["radius_km"]]
    return sorted(found, key=lambda row: CLASSES.index(row["reach_class"]))


def _reached(area: Json, radius: int, reach_class: str, sentence: str | None) -> Json:
    return {"area": area, "radius_km": radius or None, "reach_class": reach_class, "sentence": sentence}
