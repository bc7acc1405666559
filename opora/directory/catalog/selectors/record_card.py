"""What the provider says, as a card, a result of search and the API show it: plain values with their day."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from opora.directory.catalog.models import Service, ServiceRecord
from opora.directory.catalog.selectors.card_parts import ContactFact, shown_text
from opora.directory.catalog.selectors.record_fields import CODES
from opora.foundation.core.dates import NBSP, czech_date, today

CONTACTS = ("phone", "email", "web")


@dataclass(frozen=True)
class ProviderWords:
    """The provider's layer; what it does not say is empty. `pause` is a sentence while the pause lasts or is ahead."""

    on: date
    description: str
    start_person: str
    start_professional: str
    price: str
    documents: tuple[str, ...]
    languages: tuple[str, ...]
    accessibility: tuple[str, ...]
    accessibility_note: str
    hours: str
    contacts: tuple[ContactFact, ...]
    pause: str
    pause_note: str
    planned_end: date | None

    @property
    def phone(self) -> str:
        """The telephone to call first; empty when none is said."""
        return next((contact.value for contact in self.contacts if contact.kind == "phone"), "")

    @property
    def can_be_asked(self) -> bool:
        """True when there is a telephone or an e-mail."""
        return any(contact.kind != "web" for contact in self.contacts)


def provider_words(service: Service) -> ProviderWords | None:
    """What the provider says of the service; None when nothing. Takes a service with its record at hand."""
    record: ServiceRecord | None = getattr(service, "record", None)
    if record is None:
        return None
    return ProviderWords(
        on=localdate(record.updated_at),
        description=shown_text(record.description, service),
        start_person=shown_text(record.start_person, service),
        start_professional=shown_text(record.start_professional, service),
        price=shown_text(record.price, service),
        documents=tuple(shown_text(record.documents, service).splitlines()),
        languages=words_of("languages", record.languages),
        accessibility=words_of("accessibility", record.accessibility),
        accessibility_note=shown_text(record.accessibility_note, service),
        hours=shown_text(record.hours, service),
        contacts=tuple(ContactFact(kind, getattr(record, kind), "") for kind in CONTACTS if getattr(record, kind)),
        pause=pause_text(record.pause_from, record.pause_to),
        pause_note=shown_text(record.pause_note, service),
        planned_end=still_planned(record.planned_end),
    )


def words_of(name: str, codes: list[str]) -> tuple[str, ...]:
    """Languages or features of premises by their names; what is no code stands as it was written."""
    return tuple(CODES[name].get(code, code) for code in codes)


def still_planned(day: date | None) -> date | None:
    """The day, none once it is over: what was planned then has either come or not."""
    return day if day is not None and day >= today() else None


def pause_text(starts: date | None, ends: date | None) -> str:
    """„Služba je přerušená od 1. 12. 2026 do 14. 12. 2026“; empty when no pause is said or it is over."""
    if starts is None or (ends is not None and ends < today()):
        return ""
    verb = "je" if starts <= today() else "bude"
    until = f" do{NBSP}{czech_date(ends)}" if ends else ", konec zatím není známý"
    return f"Služba {verb} přerušená od{NBSP}{czech_date(starts)}{until}"
