"""Attachments of services: their people add them, the region approves them where it has chosen so."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.directory.catalog.enums import AttachmentKind, PublicationStatus
from opora.directory.catalog.models import Service, ServiceAttachment
from opora.directory.catalog.selectors.card_parts import betrays_address
from opora.directory.catalog.selectors.record_checks import SECRET
from opora.directory.catalog.selectors.record_fields import waiting_names
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.documents.imports import CheckedFile
from opora.foundation.documents.operations import store_file

MOST = 20  # attachments of one service
TEXTS = ("title", "alt_text", "issued_on")
SAME = "Tento soubor už služba má, jen s jiným popisem nebo datem. Změňte je u něj v seznamu příloh."
NO_WORDS = "Napište, co na fotografii je. Bez toho ji nevidomí lidé nepřečtou."


@transaction.atomic
def add_attachment(
    service: Service, checked: CheckedFile, values: Mapping[str, Any], *, actor: Actor
) -> ServiceAttachment:
    """Keep a checked file with its kind and `TEXTS`; the same sent twice stays once.

    It is public at once, or waits for the region. Raises OperationError for an ended service or too many attachments,
    ValidationError at the file for one that is here with other texts.
    """
    require(actor, "catalog.edit_record", service)
    service = Service.objects.select_for_update().get(pk=service.pk)  # one at a time, so that a double click is one
    if service.has_ended:
        raise OperationError("Služba skončila, přílohy se k ní už nepřidávají.")
    _check(service, values["kind"], values)
    fingerprint = sha256(checked.content).hexdigest()
    same = service.attachments.filter(file__sha256=fingerprint, title=values["title"], kind=values["kind"]).first()
    if same is not None and any(getattr(same, name) != values[name] for name in TEXTS):
        raise ValidationError({"file": [SAME]})
    if same is not None:
        return same
    if service.attachments.count() >= MOST:
        raise OperationError(f"Služba má už {MOST} příloh. Nejdřív některou odstraňte.")
    file = store_file(checked.as_file(), purpose="příloha služby", actor=actor, media_type=checked.media_type)
    said = {"status": _first_status(), "added_by": actor.label[:200]}
    row = ServiceAttachment(service=service, file=file, **values, **said, **_small(checked, actor))
    row.full_clean()
    row.save()
    log.record("catalog.attachment_added", actor=actor, target=row.service, **_named(row))
    return row


@transaction.atomic
def edit_attachment(row: ServiceAttachment, values: Mapping[str, Any], *, version: int, actor: Actor) -> None:
    """Write other `TEXTS`; where the region approves attachments, it sees them again first. Raises StaleError."""
    require(actor, "catalog.edit_record", row.service)
    if all(getattr(row, name) == values[name] for name in TEXTS):
        return
    _check(row.service, row.kind, values)
    for name in TEXTS:
        setattr(row, name, values[name])
    row.status, row.decision_note = _first_status(), ""
    row.full_clean()
    row.save_fresh(*TEXTS, "status", "decision_note", version=version)
    log.record("catalog.attachment_changed", actor=actor, target=row.service, **_named(row))


@transaction.atomic
def remove_attachment(row: ServiceAttachment, *, actor: Actor) -> None:
    """Take the attachment away for good; its file, which nothing holds any more, is erased by its rule."""
    require(actor, "catalog.edit_record", row.service)
    log.record("catalog.attachment_removed", actor=actor, target=row.service, **_named(row))
    row.delete()


@transaction.atomic
def approve_attachment(row: ServiceAttachment, *, version: int, actor: Actor) -> None:
    """Show the attachment on the card. Raises OperationError when it no longer waits, StaleError when it changed."""
    require(actor, "catalog.approve_record")
    _decide(row, PublicationStatus.PUBLIC, "", version=version, actor=actor)
    log.record("catalog.attachment_approved", actor=actor, target=row.service, **_named(row))


@transaction.atomic
def return_attachment(row: ServiceAttachment, reason: str, *, version: int, actor: Actor) -> None:
    """Give the attachment back with a reason. Raises OperationError without one or when it no longer waits."""
    require(actor, "catalog.approve_record")
    if not reason.strip():
        raise ValidationError({"reason": ["Napište, co má poskytovatel opravit."]})
    _decide(row, PublicationStatus.RETURNED, reason.strip(), version=version, actor=actor)
    log.record("catalog.attachment_returned", actor=actor, target=row.service, **_named(row))


def _decide(row: ServiceAttachment, status: str, note: str, *, version: int, actor: Actor) -> None:
    if row.status != PublicationStatus.WAITING:
        raise OperationError("O této příloze už někdo rozhodl.")
    row.status, row.decision_note = status, note
    row.decided_by, row.decided_at = actor.label[:200], timezone.now()
    row.save_fresh("status", "decision_note", "decided_by", "decided_at", version=version)


def _first_status() -> str:
    return PublicationStatus.WAITING if "attachments" in waiting_names() else PublicationStatus.PUBLIC


def _check(service: Service, kind: str, values: Mapping[str, Any]) -> None:
    """A photo has words, and none of them gives a secret address away."""
    wrong = {}
    if kind == AttachmentKind.PHOTO and not values["alt_text"].strip():
        wrong["alt_text"] = [NO_WORDS]
    if service.hidden_address:
        wrong |= {name: [SECRET] for name in ("title", "alt_text") if betrays_address(values[name])}
    if wrong:
        raise ValidationError(wrong)


def _small(checked: CheckedFile, actor: Actor) -> dict[str, Any]:
    """The thumbnail of a photo."""
    if checked.thumbnail is None:
        return {}
    small = CheckedFile(f"nahled-{checked.name}", "image/webp", checked.thumbnail.content)
    file = store_file(small.as_file(), purpose="náhled fotografie", actor=actor, media_type=small.media_type)
    return {"thumbnail": file, "width": checked.thumbnail.width, "height": checked.thumbnail.height}


def _named(row: ServiceAttachment) -> dict[str, str]:
    """What the record says of the attachment; never its title, which may hold anything."""
    return {"identifier": row.service.identifier, "attachment": str(AttachmentKind(row.kind).label)}
