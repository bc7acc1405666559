"""Services that are not registered, as staff know them: one entry, what differs in it, lists for staff pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.enums import ContactKind, RegisterScope
from opora.directory.catalog.models import Facility, FormOfService, Provider, Reach, Service
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.permissions import allowed
from opora.foundation.core.text import fold, words

LABELS = {
    "kind": "druh",
    "name": "název",
    "provider": "poskytovatel",
    "description": "co nabízí",
    "groups": "cílové skupiny",
    "ages": "věkové skupiny",
    "forms": "formy",
    "facilities": "místo",
    "reaches": "působnost",
    "free_of_charge": "bezplatná",
    "anonymous": "i bez udání jména",
    "contacts": "kontakty",
    "validity": "platnost od–do",
    "origin": "původ údajů",
}
SAFE = ("kind", "groups", "ages", "forms", "free_of_charge", "anonymous", "validity")  # of a secret place, no free text
MOST_WORDS = 8
STATES = {"": "platné", "ukoncene": "ukončené", "vse": "všechny"}
FLAGS = {True: ["ano"], False: ["ne"], None: []}


@dataclass(frozen=True)
class Entry:
    """Everything staff enter about one service. `place` is an obec, or an okres where no more may be said.

    `provider_name` counts only for an IČO that nobody has; None in a flag means that it is not known.
    """

    name: str
    kind_code: str
    ico: str
    starts_on: date
    source: str
    as_of: date
    provider_name: str = ""
    description: str = ""
    groups: tuple[str, ...] = ()
    age_groups: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    place: Area | None = None
    street: str = ""
    reach: tuple[Area, ...] = ()
    free_of_charge: bool | None = None
    anonymous: bool | None = None
    phone: str = ""
    email: str = ""
    web: str = ""

    def hides_address(self, book: Codebook) -> bool:
        """True when it is for people whom somebody hurts: nothing finer than the okres is then kept."""
        return any(book.groups[code].hides_address for code in self.groups if code in book.groups)


def services_of_staff(actor: Actor) -> QuerySet[Service]:
    """Unregistered services for those who may edit them; nobody else has such a list."""
    if not allowed(actor, "catalog.edit_unregistered"):
        return Service.objects.none()
    return Service.objects.filter(scope=RegisterScope.UNREGISTERED)


def listed_services(actor: Actor, *, text: str = "", kind: str = "", state: str = "") -> QuerySet[Service]:
    """The list of the staff page: words of the name, provider and code, a kind, a key of `STATES`; by name."""
    found = services_of_staff(actor).select_related("provider").order_by("czech_sort", "pk")
    for word in words(text)[:MOST_WORDS]:
        found = found.filter(Q(search_row__name_words__contains=word) | Q(identifier=word.upper()))
    if kind:
        found = found.filter(kind_code=kind)
    if state == "ukoncene":
        return found.filter(ends_on__lt=today())
    return found if state == "vse" else found.not_ended()  # type: ignore[attr-defined]


def entries_of(services: Iterable[Service]) -> dict[int, Entry]:
    """Entries by numbers of services, as they stand in the tables; a constant number of queries."""
    related = (
        "contacts",
        "target_groups",
        Prefetch("forms", FormOfService.objects.order_by("pk")),
        Prefetch("reaches", Reach.objects.order_by("pk")),
        Prefetch("facilities", Facility.objects.select_related("okres").order_by("pk")),
    )
    pks = [service.pk for service in services]
    found = list(Service.objects.filter(pk__in=pks).select_related("provider").prefetch_related(*related))
    areas = _areas(found)
    return {service.pk: _entry(service, areas) for service in found}


def entry_of(service: Service) -> Entry:
    """The entry of one service."""
    return entries_of([service])[service.pk]


def _areas(services: list[Service]) -> dict[tuple[str, str], Area]:
    """Areas of reach and obce of facilities by level and code."""
    wanted = {(row.level, row.code) for service in services for row in service.reaches.all()}
    wanted |= {(Area.Level.OBEC.value, row.obec_code) for service in services for row in service.facilities.all()}
    rows = Area.objects.filter(code__in={code for _level, code in wanted}).select_related("okres", "kraj", "orp", "pou")
    return {(area.level, area.code): area for area in rows if (area.level, area.code) in wanted}


def _entry(service: Service, areas: dict[tuple[str, str], Area]) -> Entry:
    contacts = {row.kind: row.value for row in service.contacts.all()}
    facility = next(iter(service.facilities.all()), None)
    obec = areas.get((Area.Level.OBEC.value, facility.obec_code)) if facility else None
    place = obec or (facility.okres if facility else None)
    reach = (areas.get((row.level, row.code)) for row in service.reaches.all())
    return Entry(
        name=service.name,
        kind_code=service.kind_code,
        ico=service.provider.ico,
        starts_on=service.starts_on,
        source=service.source,
        as_of=service.as_of,
        provider_name=service.provider.name,
        description=service.description,
        groups=tuple(row.group_code for row in service.target_groups.all()),
        age_groups=tuple(service.age_groups),
        forms=tuple(row.form for row in service.forms.all()),
        place=place,
        street=_street(facility) if facility else "",
        reach=tuple(area for area in reach if area),
        free_of_charge=service.free_of_charge,
        anonymous=service.anonymous,
        phone=contacts.get(ContactKind.PHONE, ""),
        email=contacts.get(ContactKind.EMAIL, ""),
        web=contacts.get(ContactKind.WEB, ""),
    )


def _street(facility: Facility) -> str:
    numbers = "/".join(number for number in (facility.house_number, facility.orientation_number) if number)
    return " ".join(part for part in (facility.street, numbers) if part)


def differences(old: Entry | None, new: Entry, book: Codebook) -> list[dict]:
    """What differs, as a history keeps it: field, its label, lines before and after; all of a new one."""
    before, after = _lines(old, book) if old else {}, _lines(new, book)
    return [
        {"field": name, "label": label, "before": before.get(name, []), "after": after[name]}
        for name, label in LABELS.items()
        if before.get(name, []) != after[name]
    ]


def kept_differences(old: Entry, new: Entry, book: Codebook) -> list[dict]:
    """What a history may keep of the differences: of a place secret before or after only what cannot give it away."""
    found = differences(old, new, book)
    secret = old.hides_address(book) or new.hides_address(book)
    return [item for item in found if item["field"] in SAFE] if secret else found


def _lines(entry: Entry, book: Codebook) -> dict[str, list[str]]:
    """Lines of text of each part, as people read them."""
    place = entry.place.label if entry.place else ""
    return {
        "kind": [book.kind_name(entry.kind_code)],
        "name": [entry.name],
        "provider": [f"IČO {entry.ico}"],
        "description": entry.description.splitlines(),
        "groups": sorted(book.group_plain_name(code) for code in entry.groups),
        "ages": sorted(book.age_group_name(code) for code in entry.age_groups),
        "forms": sorted(book.form_name(code) for code in entry.forms),
        "facilities": [", ".join(part for part in (entry.street, place) if part)] if place else [],
        "reaches": sorted(area.label for area in entry.reach),
        "free_of_charge": FLAGS[entry.free_of_charge],
        "anonymous": FLAGS[entry.anonymous],
        "contacts": [value for value in (entry.phone, entry.email, entry.web) if value],
        "validity": [f"od {czech_date(entry.starts_on)}"],
        "origin": [f"{entry.source} ({czech_date(entry.as_of)})"],
    }


def same_service(ico: str, name: str) -> Service | None:
    """The unregistered service that the provider calls so (letter case and diacritics aside), a lasting one first."""
    rows = Service.objects.filter(scope=RegisterScope.UNREGISTERED, provider__ico=ico).order_by("pk")
    same = [row for row in rows if fold(row.name) == fold(name)]
    return min(same, key=lambda row: row.has_ended, default=None)


def new_names(entries: Iterable[Entry]) -> bool:
    """True when no lasting unregistered service is called as any of the entries by the same provider; one query."""
    asked = {(entry.ico, fold(entry.name)) for entry in entries}
    rows = Service.objects.filter(scope=RegisterScope.UNREGISTERED, provider__ico__in={ico for ico, _name in asked})
    return not any((row.provider.ico, fold(row.name)) in asked for row in rows.not_ended().select_related("provider"))


def provider_name(ico: str) -> str:
    """Name of the provider of the IČO; empty when nobody knows it."""
    return Provider.objects.filter(ico=ico).values_list("name", flat=True).first() or ""
