"""Free places by parts of a service: which parts it has today, and what the provider said of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from django.db.models import prefetch_related_objects

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.enums import Accepts
from opora.directory.catalog.models import Availability, Facility, FormOfService, Service
from opora.directory.catalog.selectors.addresses import address_text
from opora.directory.catalog.selectors.card_parts import FormFact, form_facts, in_book_order, shown_text
from opora.foundation.core.dates import NBSP, czech_date, today
from opora.foundation.core.templatetags.opora import counted, czech_number

FRESH = timedelta(days=90)  # what a provider said of free places is believed for so long
MOST_PARTS = 30  # a form over more lines would be no quick one; facilities are then not told apart
ACCEPTS = {
    Accepts.YES: "přijímá nové klienty",
    Accepts.WAITING_LIST: "zapisuje do pořadníku",
    Accepts.NO: "teď nové klienty nepřijímá",
}
type PartKey = tuple[str, str]  # form and key of the facility
WHOLE: PartKey = ("", "")


@dataclass(frozen=True)
class Part:
    """A form in a facility; the name is empty for the whole service."""

    form: str
    facility_key: str
    name: str

    @property
    def key(self) -> PartKey:
        return self.form, self.facility_key


@dataclass(frozen=True)
class SaidPart:
    """What was said of a part, in words."""

    name: str
    statement: Availability
    note: str  # withheld when it could betray a secret address

    @property
    def state(self) -> str:
        """„přijímá nové klienty, volná místa: 3, čeká se asi 2 týdny“."""
        said = self.statement
        words = [ACCEPTS[Accepts(said.accepts)]]
        words += [f"volná místa: {czech_number(said.free_places)}"] if said.free_places is not None else []
        if said.waiting_weeks:
            words.append(f"čeká se asi {counted(said.waiting_weeks, 'týden,týdny,týdnů')}")
        return ", ".join(words)

    @property
    def sentence(self) -> str:
        """The state with its day: „… (sdělil poskytovatel 12. 9. 2026, před 5 dny)“."""
        old = "; údaj je starší než tři měsíce" if self.is_old else f", {self.age}"
        return f"{self.state} (sdělil poskytovatel {czech_date(self.statement.as_of)}{old})"

    @property
    def age(self) -> str:
        """„dnes“, „včera“, „před 5 dny“, „před 3 měsíci“."""
        return age_words(self.statement.as_of)

    @property
    def is_old(self) -> bool:
        """True when search no longer believes it."""
        return self.statement.as_of < today() - FRESH


def age_words(day: date) -> str:
    """How long ago the day was."""
    days = (today() - day).days
    if days < 2:
        return "včera" if days == 1 else "dnes"
    return f"před {days}{NBSP}dny" if days < 60 else f"před {days // 30}{NBSP}měsíci"


def open_facilities(service: Service) -> list[Facility]:
    """Facilities open today, as the card orders them."""
    return [row for row in service.facilities.all() if row.is_active]


def parts_of(service: Service, book: Codebook | None = None) -> tuple[Part, ...]:
    """Each form in each facility open today; one part without a name where there is nothing to tell apart.

    A secret facility has neither a name nor a line of its own: what is said of it is said of the form.
    """
    book = book or codebook()
    facilities = {
        "" if row.hidden or service.hidden_address else row.key: row
        for row in sorted(open_facilities(service), key=lambda row: (row.name, row.pk))
    }
    forms = in_book_order({row.form for row in service.forms.all()}, book.forms) or [""]
    keys = list(facilities) or [""]
    if len(forms) * len(keys) > MOST_PARTS:
        keys = [""]
    if len(forms) * len(keys) == 1:
        return (Part("", "", ""),)
    names = _facility_names(facilities) if len(keys) > 1 else {}
    return tuple(Part(form, key, part_name(form, names.get(key, ""), book)) for form in forms for key in keys)


def part_name(form: str, facility: str, book: Codebook) -> str:
    """„pobytová forma – Středisko“."""
    return " – ".join(filter(None, (f"{book.form_name(form)} forma" if form else "", facility)))


def _facility_names(facilities: dict[str, Facility]) -> dict[str, str]:
    """Names told apart: where two facilities share one, or have none, by their addresses."""
    names = {key: row.name for key, row in facilities.items() if key}
    shared = {name for name in names.values() if not name or list(names.values()).count(name) > 1}
    return {
        key: ", ".join(filter(None, (name, address_text(facilities[key], "")))) if name in shared else name
        for key, name in names.items()
    }


def all_parts(service: Service) -> tuple[Part, ...]:
    """Parts of the service, before them the whole one, of which a statement may stand too."""
    parts = parts_of(service)
    return parts if any(part.key == WHOLE for part in parts) else (Part("", "", ""), *parts)


def said_parts(service: Service, parts: Iterable[Part], statements: Iterable[Availability]) -> tuple[SaidPart, ...]:
    """Statements of parts that the service has, in their order; what was said of the whole comes first."""
    said = {(row.form, row.facility_key): row for row in statements}
    known = {part.key: part.name for part in parts}
    order = [WHOLE, *(key for key in known if key != WHOLE)]
    return tuple(
        SaidPart(known.get(key, ""), said[key], shown_text(said[key].note, service)) for key in order if key in said
    )


def said_of_many(services: Iterable[Service], book: Codebook) -> dict[int, tuple[SaidPart, ...]]:
    """What was said of parts of the services, by their numbers; one query, three when some part has a name."""
    rows: dict[int, list[Availability]] = {}
    by_pk = {service.pk: service for service in services}
    for statement in Availability.objects.filter(service__in=by_pk):
        rows.setdefault(statement.service_id, []).append(statement)
    told_apart = [by_pk[pk] for pk, said in rows.items() if any((row.form, row.facility_key) != WHOLE for row in said)]
    if told_apart:
        prefetch_related_objects(told_apart, "forms", "facilities")
    apart = {service.pk for service in told_apart}
    return {
        pk: said_parts(by_pk[pk], parts_of(by_pk[pk], book) if pk in apart else (), said) for pk, said in rows.items()
    }


def fresh_statements(day: date) -> Iterator[Availability]:
    """Statements not too old of parts that their services still have, as cards show them; four queries."""
    services = Service.objects.filter(pk__in=Availability.objects.filter(as_of__gte=day - FRESH).values("service"))
    for said in said_of_many(services, codebook()).values():
        yield from (part.statement for part in said if part.statement.as_of >= day - FRESH)


def state_version(statements: Iterable[Availability]) -> int:
    """A number of what stands: 0 for nothing, another one after every change."""
    rows = sorted((row.pk, row.version) for row in statements)
    return crc32(repr(rows).encode()) if rows else 0


@dataclass(frozen=True)
class ShownStatement:
    """What stands (nothing when nobody said anything) and what the register says of capacity, form by form."""

    parts: tuple[Part, ...]
    statements: tuple[Availability, ...]
    said: tuple[SaidPart, ...]
    capacity: tuple[FormFact, ...]
    registered: dict[str, int]  # form → places

    @property
    def version(self) -> int:
        return state_version(self.statements)

    @property
    def last_said(self) -> date | None:
        """The oldest of the days on which parts were said."""
        return min((row.as_of for row in self.statements), default=None)

    def beyond_register(self) -> Iterator[str]:
        """Warnings of forms, or of the whole, that say more free places than the register has."""
        for said in self.said:
            form, places = said.statement.form, said.statement.free_places or 0
            most = self.registered.get(form) if form else sum(self.registered.values())
            if most and places > most:
                yield f"{said.name or 'celá služba'}: volných míst {places}, v registru {most}"


def statement_of(service: Service) -> ShownStatement:
    """Statements and the registered capacity of the service; four queries."""
    forms = list(FormOfService.objects.filter(service=service).prefetch_related("capacities").order_by("pk"))
    parts, statements = all_parts(service), tuple(Availability.objects.filter(service=service))
    return ShownStatement(
        parts=parts,
        statements=statements,
        said=said_parts(service, parts, statements),
        capacity=tuple(fact for fact in form_facts(forms, codebook()) if fact.capacities),
        registered=_registered(forms),
    )


def _registered(forms: Sequence[FormOfService]) -> dict[str, int]:
    """The largest number that the register gives for each form, whatever it counts."""
    counts = {row.form: max((one.count for one in row.capacities.all()), default=0) for row in forms}
    return {form: count for form, count in counts.items() if count}
