"""Fields of the provider's layer: their titles, which of them wait for the region, and their values in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from opora.directory.catalog.enums import Accessibility, Language, Rhythm, SuggestionStatus
from opora.directory.catalog.models import ReachSuggestion, RecordField, RecordProposal, Service, ServiceRecord
from opora.directory.catalog.models.statements import BY_PROVIDER
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import area_labels, place_index
from opora.foundation.core.dates import czech_date

Values = dict[str, Any]
REACH = "reach"
STORED = (  # fields of the record; the reach stands in rows of its own
    "description", "start_person", "start_professional", "price", "documents", "languages", "accessibility",
    "accessibility_note", "phone", "email", "web", "hours", "pause_from", "pause_to", "pause_note", "planned_end",
    "rhythm",
)  # fmt: skip
FIELDS = (*STORED, REACH)
CHOOSABLE = {  # what the region may let wait
    "description": "co služba nabízí",
    "start_person": "jak začít, když pomoc potřebujete",
    "start_professional": "jak začít, když doporučujete klienta",
    "price": "kolik to stojí",
    "documents": "co vzít s sebou",
    "languages": "jazyky",
    "accessibility": "přístupnost prostor",
    REACH: "kde služba působí",
    "attachments": "přílohy a fotografie",
}
NEVER_WAIT = {  # people in need rely on these today, so that no office stands between them and the provider
    "phone": "telefon",
    "hours": "kdy se dovoláte a kdy je otevřeno",
    "availability": "volná místa",
    "email": "e-mail",
    "web": "webová stránka",
    "pause": "přerušení služby",
    "planned_end": "plánovaný konec",
    "rhythm": "jak často údaje ověřovat",
}
UNSEEN = frozenset({"rhythm"})  # stands on no card
CHOSEN_WITH = {"accessibility_note": "accessibility"}
TITLES = {REACH: CHOOSABLE[REACH]} | {
    name: str(getattr(ServiceRecord._meta.get_field(name), "verbose_name", name)) for name in STORED
}
CODES: Mapping[str, Mapping[str, str]] = {
    "languages": {str(code): str(label) for code, label in Language.choices},
    "accessibility": {str(code): str(label) for code, label in Accessibility.choices},
}


def waiting_names() -> frozenset[str]:
    """Names of `CHOOSABLE` that wait for the region: all of them until the region has chosen otherwise."""
    chosen = dict(RecordField.objects.values_list("name", "waits"))
    return frozenset(name for name in CHOOSABLE if chosen.get(name, True))


def waiting_fields() -> frozenset[str]:
    """Fields of the record that wait for the region."""
    names = waiting_names()
    return frozenset(field for field in FIELDS if CHOSEN_WITH.get(field, field) in names)


def titles(fields: Iterable[str]) -> str:
    """„telefon, kolik to stojí“."""
    return ", ".join(TITLES[name] for name in fields)


def record_of(service: Service) -> ServiceRecord:
    """The provider's layer; an empty one that is not saved where there is none."""
    return ServiceRecord.objects.filter(service=service).first() or ServiceRecord(service=service)


def public_values(service: Service, record: ServiceRecord | None = None) -> Values:
    """What holds now, by fields."""
    record = record or record_of(service)
    rows = ReachSuggestion.objects.filter(service=service, sentence=BY_PROVIDER, status=SuggestionStatus.CONFIRMED)
    return {name: getattr(record, name) for name in STORED} | {REACH: sorted(row.key for row in rows)}


def waiting_proposal(service: Service) -> RecordProposal | None:
    """What waits for the region, at most one of a service."""
    return RecordProposal.objects.waiting().filter(service=service).first()


def lines_of(name: str, value: Any) -> list[str]:
    """A value in lines that people read; none for nothing. Areas by their names."""
    if not value:
        return []
    if name == REACH:
        names = area_labels(tuple(key.split("-", 1)) for key in value)
        return [names.get(tuple(key.split("-", 1)), key) for key in value]
    if name == "rhythm":
        return [str(Rhythm(value).label)]
    if isinstance(value, list):
        return [CODES[name].get(code, code) for code in value]
    return [czech_date(value)] if isinstance(value, date) else str(value).splitlines()


def areas_of(keys: Iterable[str]) -> list[Area]:
    """Areas of the keys, those that the territory still knows."""
    index = place_index()
    entries = [
        index.by_code.get((level, code.casefold())) for level, _dash, code in (key.partition("-") for key in keys)
    ]
    return [index.areas[entry.pk] for entry in entries if entry]
