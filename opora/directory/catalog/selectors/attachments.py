"""Leaflets, price lists and photos of services: on the card, for their provider, and what waits for the region."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from opora.directory.catalog.enums import AttachmentKind, PublicationStatus
from opora.directory.catalog.models import Service, ServiceAttachment
from opora.directory.catalog.selectors.card_parts import shown_text
from opora.directory.catalog.selectors.my_services import Fact, MyService
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import NBSP, czech_date
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted

TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
}
WAITS = "příloha čeká,přílohy čekají,příloh čeká"


@dataclass(frozen=True)
class CardFile:
    """An attachment as the card shows it; a text that could betray a secret address is withheld."""

    attachment: ServiceAttachment
    title: str
    alt_text: str

    @property
    def details(self) -> str:
        """„PDF, 120 kB, platí od 1. 9. 2026“."""
        return file_words(self.attachment)


@dataclass(frozen=True)
class CardFiles:
    """Documents and photos of a card."""

    documents: tuple[CardFile, ...]
    photos: tuple[CardFile, ...]

    def __bool__(self) -> bool:
        return bool(self.documents or self.photos)


def file_words(attachment: ServiceAttachment) -> str:
    """Type, size and the day from which it holds."""
    file = attachment.file
    words = [TYPES.get(file.media_type, "soubor"), size_words(file.size)]
    words += [f"platí od {czech_date(attachment.issued_on)}"] if attachment.issued_on else []
    return ", ".join(words)


def size_words(size: int) -> str:
    """„120 kB“, „1,4 MB“; the least is 1 kB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}kB"
    return f"{size / 1_000_000:.1f}{NBSP}MB".replace(".", ",")


def card_files(service: Service) -> CardFiles:
    """What the card shows; takes a service with its attachments read."""
    found = [
        CardFile(row, shown_text(row.title, service), shown_text(row.alt_text, service))
        for row in service.attachments.all()
        if row.status == PublicationStatus.PUBLIC
    ]
    photos = tuple(one for one in found if one.attachment.kind == AttachmentKind.PHOTO)
    return CardFiles(tuple(one for one in found if one not in photos), photos)


def attachments_of(service: Service) -> QuerySet[ServiceAttachment]:
    """All attachments of the service with their files; one query."""
    return ServiceAttachment.objects.filter(service=service).select_related("file", "thumbnail")


def waiting_attachments() -> QuerySet[ServiceAttachment]:
    """What waits for the region, the oldest first."""
    return ServiceAttachment.objects.waiting().select_related("service__provider", "file", "thumbnail").order_by("pk")


def waiting_words(_actor: Actor) -> str:
    """„3 přílohy čekají“, empty for none."""
    number = ServiceAttachment.objects.waiting().count()
    return counted(number, WAITS) if number else ""


def attachments_to_decide(actor: Actor) -> Iterator[Matter]:
    """How many attachments wait for a decision of the region."""
    words = waiting_words(actor)
    if words:
        yield Matter(f"{words} na schválení", reverse("catalog:attachment_proposals"))


def facts_of(mine: list[MyService]) -> dict[int, list[Fact]]:
    """A line on attachments of each service that the person edits; one query."""
    counts: dict[int, dict[str, int]] = {one.service.pk: {} for one in mine if one.edits}
    rows = ServiceAttachment.objects.filter(service__in=counts).values_list("service", "status")
    for service, status in rows.order_by():
        counts[service][status] = counts[service].get(status, 0) + 1
    identifiers = {one.service.pk: one.service.identifier for one in mine}
    return {pk: [_fact(found, identifiers[pk])] for pk, found in counts.items()}


def _fact(found: dict[str, int], identifier: str) -> Fact:
    words = [f"{label}: {found[code]}" for code, label in PublicationStatus.choices if code in found]
    returned = PublicationStatus.RETURNED in found
    url = reverse("catalog:attachments", args=[identifier])
    return Fact("Přílohy a fotografie", ", ".join(words) or "zatím žádné", act=returned, url=url)
