"""How complete and verified data of a service are: points with a reason for each, and what to do for the rest.

It is for the provider and for the region's coordinator only. It never leaves by the public card, the API or an
export, planning and funding do not see it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.enums import ContactKind, PublicationStatus, SuggestionStatus
from opora.directory.catalog.models import (
    ErrorReport,
    ReachSuggestion,
    Service,
    ServiceAttachment,
    ServiceKind,
    ServiceRecord,
)
from opora.directory.catalog.selectors.availability import FRESH
from opora.directory.catalog.selectors.freshness import Freshness, freshness, record_of
from opora.directory.catalog.selectors.keepers import kept_services
from opora.directory.catalog.selectors.my_services import Fact, MyService
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.forms import SHORTEST_PHONE
from opora.foundation.core.templatetags.opora import counted

MOST_SHOWN = 4  # missing things at once; the rest waits behind a line
ENOUGH = 200  # characters of a description that says something
RECORD, PLACES, CONFIRM, FILES, REPORTS = "record", "availability", "service_confirm", "attachments", "error_reports"


@dataclass(frozen=True)
class Known:
    """What is asked about one service; its parts are read by `scores`."""

    fresh: Freshness
    free_by_law: bool

    @property
    def service(self) -> Service:
        return self.fresh.service

    @cached_property
    def record(self) -> ServiceRecord:
        """What the provider says; an empty record when it says nothing."""
        return record_of(self.service) or ServiceRecord(service=self.service)

    @property
    def phone(self) -> str:
        """The telephone of the service itself."""
        phones = (row.value for row in self.service.contacts.all() if row.kind == ContactKind.PHONE)
        return self.record.phone or next(phones, "")


@dataclass(frozen=True)
class Criterion:
    """What is looked at, how many points of a hundred it gives, words when it holds and when not, and where to act."""

    code: str
    points: int
    holds: Callable[[Known], bool]
    yes: str
    no: str
    advice: str
    page: str = RECORD


def _described(known: Known) -> bool:
    return len(known.record.description or known.service.description) >= ENOUGH


def _callable(known: Known) -> bool:
    return sum(map(str.isdigit, known.phone)) >= SHORTEST_PHONE


def _priced(known: Known) -> bool:
    return bool(known.record.price) or known.free_by_law or known.service.free_of_charge is True


def _reach_known(known: Known) -> bool:
    return bool(known.service.reaches.all() or known.service.reach_suggestions.all())


def _places_fresh(known: Known) -> bool:
    return any(said.as_of >= today() - FRESH for said in known.service.availability.all())


CRITERIA = (
    Criterion("description", 10, _described, "Popis říká, co služba nabízí.", "Popis chybí, nebo je krátký.",
              "Napište aspoň tři věty o tom, co u vás člověk dostane."),
    Criterion("start_person", 10, lambda known: bool(known.record.start_person), "Je jasné, jak má člověk začít.",
              "Chybí, jak má člověk začít.", "Popište první krok: komu zavolat, co říct, co se stane potom."),
    Criterion("start_professional", 5, lambda known: bool(known.record.start_professional),
              "Odborníci vědí, jak klienta doporučit.", "Chybí postup pro odborníky.",
              "Napište, jak vám může klienta doporučit lékař, škola nebo úřad."),
    Criterion("price", 10, _priced, "Je jasné, kolik to stojí.", "Chybí cena.",
              "Napište cenu, nebo že je služba zdarma."),
    Criterion("phone", 10, _callable, "Je tu telefon přímo na službu.", "Chybí telefon přímo na službu.",
              "Doplňte číslo, na kterém někdo mluví za tuto službu."),
    Criterion("hours", 8, lambda known: bool(known.record.hours), "Je jasné, kdy se lidé dovolají.",
              "Chybí, kdy se lidé dovolají a kdy je otevřeno.", "Napište dny a hodiny."),
    Criterion("languages", 4, lambda known: bool(known.record.languages), "Jazyky jsou uvedené.",
              "Chybí jazyky.", "Vyberte jazyky, kterými se u vás člověk domluví. Znakový jazyk mezi ně patří."),
    Criterion("accessibility", 8, lambda known: bool(known.record.accessibility or known.record.accessibility_note),
              "Je popsaná přístupnost prostor.", "Chybí přístupnost prostor.",
              "Napište, jak se k vám dostane člověk na vozíku nebo se špatným zrakem. I schody je dobré přiznat."),
    Criterion("documents", 5, lambda known: bool(known.record.documents), "Je jasné, co vzít s sebou.",
              "Chybí, co vzít s sebou.", "Vypište doklady. Když netřeba žádné, napište to."),
    Criterion("files", 4, lambda known: bool(known.service.attachments.all()), "Je tu leták, ceník nebo fotografie.",
              "Chybí leták, ceník i fotografie.", "Přidejte aspoň jednu přílohu.", FILES),
    Criterion("reach", 8, _reach_known, "Je známo, kde služba působí.", "Není známo, kde služba působí.",
              "Napište, ve kterých obcích nebo okresech působíte."),
    Criterion("places", 6, _places_fresh, "Volná místa jsou čerstvá.",
              "Volná místa chybí, nebo jsou starší než tři měsíce.", "Zapište, jestli teď přijímáte.", PLACES),
    Criterion("verified", 7, lambda known: known.fresh.confirmed_on is not None and not known.fresh.is_due,
              "Údaje jsou ověřené včas.", "Údaje čekají na ověření.", "Potvrďte, že stále platí.", CONFIRM),
    Criterion("reports", 5, lambda known: not known.service.error_reports.all(), "Nikdo nehlásí chybu.",
              "Někdo nahlásil chybu a čeká na odpověď.", "Opravte ji, nebo odpovězte.", REPORTS),
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One criterion of one service."""

    criterion: Criterion
    holds: bool

    @property
    def reason(self) -> str:
        """Words why the points are there, or are not."""
        return self.criterion.yes if self.holds else self.criterion.no


@dataclass(frozen=True)
class Score:
    """Points of one service; the number never stands without its reasons."""

    marks: tuple[Mark, ...]

    @property
    def points(self) -> int:
        """0–100."""
        return sum(mark.criterion.points for mark in self.marks if mark.holds)

    @property
    def missing(self) -> list[Mark]:
        """What does not hold, the most worth first."""
        return sorted((mark for mark in self.marks if not mark.holds), key=lambda mark: -mark.criterion.points)

    @property
    def first(self) -> list[Mark]:
        """What is worth most to add."""
        return self.missing[:MOST_SHOWN]

    @property
    def rest(self) -> list[Mark]:
        """What else is missing."""
        return self.missing[MOST_SHOWN:]

    @property
    def held(self) -> list[Mark]:
        """What holds, in the order of the criteria."""
        return [mark for mark in self.marks if mark.holds]


def scores(services: Iterable[Freshness]) -> dict[int, Score]:
    """Scores by the number of the service, in seven queries for any number of services."""
    kinds = codebook().kinds
    known = [Known(fresh, _free_by_law(kinds.get(fresh.service.kind_code))) for fresh in services]
    confirmed = ReachSuggestion.objects.filter(status=SuggestionStatus.CONFIRMED)
    prefetch_related_objects(
        [one.service for one in known],
        "contacts",
        "availability",
        "reaches",
        Prefetch("reach_suggestions", confirmed),
        Prefetch("attachments", ServiceAttachment.objects.filter(status=PublicationStatus.PUBLIC)),
        Prefetch("error_reports", ErrorReport.objects.open().defer("text", "contact_email")),
    )
    return {
        one.service.pk: Score(tuple(Mark(criterion, criterion.holds(one)) for criterion in CRITERIA)) for one in known
    }


def _free_by_law(kind: ServiceKind | None) -> bool:
    """As the card says it: only where the text of the law was verified."""
    return kind is not None and kind.verified and bool(kind.free_of_charge)


@dataclass(frozen=True)
class Row:
    """A line of the list: how fresh and how complete a service is, and where to call its provider."""

    fresh: Freshness
    score: Score

    @property
    def phone(self) -> str:
        """Telephone of the provider in the register, else of the service; empty when there is none."""
        contacts = (*self.fresh.service.provider.contacts.all(), *self.fresh.service.contacts.all())
        return next((row.value for row in contacts if row.kind == ContactKind.PHONE), "")


ORDERS: dict[str, Callable[[Row], Any]] = {
    "sluzba": lambda row: row.fresh.service.czech_sort,
    "poskytovatel": lambda row: row.fresh.service.provider.czech_sort,
    "overeno": lambda row: row.fresh.confirmed_on or date.min,
    "ceka": lambda row: row.fresh.days_late,
    "uplnost": lambda row: row.score.points,
}


def rows(services: Sequence[Freshness], order: str) -> list[Row]:
    """Lines in the order („-ceka“ = descending), equal ones in Czech order."""
    known = scores(services)
    prefetch_related_objects([one.service for one in services], "provider__contacts")
    lines = sorted((Row(one, known[one.service.pk]) for one in services), key=ORDERS["sluzba"])
    return sorted(lines, key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))


def facts_of(mine: list[MyService]) -> dict[int, list[Fact]]:
    """Lines on the page of one's own services: whether the data wait for a confirmation, what is missing, errors."""
    known = {
        one.pk: freshness(one)
        for one in kept_services().filter(pk__in=[line.service.pk for line in mine if line.edits])
    }
    found = scores(known.values())
    return {pk: list(_facts(fresh, found[pk])) for pk, fresh in known.items()}


def _facts(fresh: Freshness, score: Score) -> Iterator[Fact]:
    page = reverse("catalog:service_confirm", args=[fresh.service.identifier])
    said = f"naposledy {czech_date(fresh.confirmed_on)}" if fresh.confirmed_on else "zatím neověřeno"
    again = "teď je čas je potvrdit" if fresh.is_due else f"znovu {czech_date(fresh.due_on)}"
    yield Fact("Ověření údajů", f"{said}, {again}", act=fresh.is_due, url=page)
    first = f", nejvíc chybí: {score.missing[0].reason}" if score.missing else ", nic nechybí."
    yield Fact("Úplnost", f"{score.points} ze 100{first}", url=page)
    if number := len(fresh.service.error_reports.all()):
        words = counted(number, "hlášení čeká,hlášení čekají,hlášení čeká")
        yield Fact("Nahlášené chyby", words, act=True, url=reverse("catalog:error_reports"))
