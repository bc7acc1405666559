"""The provider's own words beside the register, as the API says them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from opora.directory.catalog.selectors.record_card import words_of
from opora.web.api.selectors.services import ServiceFacts

TEXTS = ("description", "start_person", "start_professional", "price", "accessibility_note", "hours", "pause_note")
CONTACTS = ("phone", "email", "web")
DAYS = ("pause_from", "pause_to", "planned_end")
SAID = (*TEXTS, *CONTACTS, *DAYS, "documents", "languages", "accessibility")


class ProviderRecord(BaseModel):
    """Co o službě říká poskytovatel vedle registru. Registr tím nemění."""

    description: str | None = Field(description="Co služba nabízí.")
    start_person: str | None = Field(description="Jak začít, když pomoc potřebujete.")
    start_professional: str | None = Field(description="Jak začít, když službu doporučuje odborník.")
    price: str | None = Field(description="Kolik to stojí.")
    documents: list[str] = Field(description="Co vzít s sebou.")
    languages: list[str] = Field(description="Jakými jazyky se ve službě domluvíte kromě češtiny.")
    accessibility: list[str] = Field(description="Co v prostorách usnadní vstup a pohyb.")
    accessibility_note: str | None = Field(description="Přístupnost slovy.")
    phone: str | None = Field(description="Telefon, na který volat jako první.")
    email: str | None = Field(description="E-mail.")
    web: str | None = Field(description="Webová stránka.")
    hours: str | None = Field(description="Kdy se dovoláte a kdy je otevřeno.")
    pause_from: date | None = Field(description="Od kterého dne je služba přerušená.")
    pause_to: date | None = Field(description="Poslední den přerušení; null, když konec není známý.")
    pause_note: str | None = Field(description="Poznámka k přerušení.")
    planned_end: date | None = Field(description="Poslední den podle poskytovatele; registraci to neruší.")
    updated_at: datetime = Field(description="Kdy poskytovatel údaje naposledy změnil nebo potvrdil.")


def record_json(facts: ServiceFacts, shown: Callable[[str], str | None]) -> dict[str, Any] | None:
    """What the provider says (`ProviderRecord`), None for nothing; `shown` gives a text as its card shows it."""
    row = next(iter(facts.records), None)
    if row is None or not any(getattr(row, name) for name in SAID):
        return None  # a row without words stands there once somebody was reminded to confirm
    days = {name: getattr(row, name) for name in DAYS}
    return {
        **{name: shown(getattr(row, name)) for name in TEXTS},
        **{name: getattr(row, name) or None for name in CONTACTS},
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "documents": (shown(row.documents) or "").splitlines(),
        "languages": list(words_of("languages", row.languages)),
        "accessibility": list(words_of("accessibility", row.accessibility)),
        "updated_at": row.updated_at.isoformat(),
    }
