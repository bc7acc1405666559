"""Extract of one person's data: one person prepares it and hides what concerns others, another one approves it."""

import json
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require
from opora.foundation.privacy.enums import EXTRACT_TRANSITIONS, ExtractStatus
from opora.foundation.privacy.models import DataRequest, Extract
from opora.foundation.privacy.selectors.extracts import (
    data_json,
    fingerprint,
    gathered,
    hidden_in,
    open_extract,
    parts_of,
    prepared_by,
    record_called,
)
from opora.foundation.privacy.selectors.requests import WITH_EXTRACT, subject_asking

OWN = "Vlastní koncept neschvaluje ten, kdo ho připravil. Požádejte kolegu."
ONLY_PREPARER = "Koncept upravuje jen ten, kdo ho připravil. Můžete ho zrušit a připravit nový."
NOT_NOW = "Výpis je teď ve stavu „{status}“, tohle s ním udělat nejde."
WITHOUT_EXTRACT = "Výpis se připravuje jen k otevřené žádosti o přístup nebo o přenositelnost."
NO_RECORD = "Takový záznam už ve výpisu není, obsah se mezitím obnovil."


@transaction.atomic
def prepare_extract(request: DataRequest, *, actor: Actor) -> Extract:
    """Freeze everything that is held of the person as a draft; the second of two clicks finds the first one's draft."""
    require(actor, "privacy.prepare_extract")
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if request.kind not in WITH_EXTRACT or not request.is_open:
        raise OperationError(WITHOUT_EXTRACT)
    if extract := open_extract(request):
        return extract
    extract = Extract(
        request=request,
        content=_frozen(request),
        prepared_by=actor.label[:200],
        prepared_by_id=str(actor.user.pk) if actor.user else "",
    )
    extract.full_clean()
    extract.save()
    log.record("privacy.extract_prepared", actor=actor, target=extract)
    return extract


@transaction.atomic
def refresh_extract(extract: Extract, *, version: int, actor: Actor) -> Extract:
    """Gather the content again; what is hidden stays hidden."""
    extract = _draft(extract, version, actor)
    require(actor, "privacy.prepare_extract", extract)
    extract.content = _frozen(extract.request)
    extract.save_fresh("content", version=version)
    log.record("privacy.extract_refreshed", actor=actor, target=extract)
    return extract


@transaction.atomic
def hide_fields(
    extract: Extract, record: str, names: Collection[str], *, reason: str, version: int, actor: Actor
) -> Extract:
    """Hide these fields of the record and show its other ones; the reason goes to the person in place of the value."""
    extract = _draft(extract, version, actor)
    require(actor, "privacy.prepare_extract", extract)
    found = record_called(parts_of(extract), record)
    if found is None:
        raise OperationError(NO_RECORD)
    if names and not reason.strip():
        raise OperationError("Napište, proč se údaj skrývá.")
    known = {field.name for field in found[1].fields}
    others = {name: why for name, why in hidden_in(extract).items() if name not in {f"{record}:{one}" for one in known}}
    extract.hidden = json.dumps(
        others | {f"{record}:{name}": reason for name in known & set(names)}, ensure_ascii=False
    )
    extract.save_fresh("hidden", version=version)
    log.record("privacy.extract_fields_hidden", actor=actor, target=extract, count=len(known & set(names)))
    return extract


@transaction.atomic
def submit_extract(extract: Extract, *, version: int, actor: Actor) -> Extract:
    """Offer the draft to another person for approval; nothing in it changes from now on."""
    extract = _locked(extract)
    _ensure_preparer(extract, actor)
    require(actor, "privacy.prepare_extract", extract)
    if extract.status == ExtractStatus.SUBMITTED:
        return extract
    extract.submitted_at, extract.returned_reason = timezone.now(), ""
    _move(extract, ExtractStatus.SUBMITTED, "submitted_at", "returned_reason", version=version)
    log.record("privacy.extract_submitted", actor=actor, target=extract)
    return extract


@transaction.atomic
def return_extract(extract: Extract, *, reason: str, version: int, actor: Actor) -> Extract:
    """Give the draft back to its preparer with a reason."""
    extract = _locked(extract)
    _ensure_another(extract, actor)
    require(actor, "privacy.approve_extract", extract)
    if extract.status == ExtractStatus.DRAFT and extract.returned_reason == reason:
        return extract
    extract.returned_reason = reason
    _move(extract, ExtractStatus.DRAFT, "returned_reason", version=version)
    log.record("privacy.extract_returned", actor=actor, target=extract)
    return extract


@transaction.atomic
def approve_extract(extract: Extract, *, version: int, actor: Actor) -> Extract:
    """Approve what somebody else prepared and take the fingerprint of the data; the database refuses one's own too."""
    extract = _locked(extract)
    _ensure_another(extract, actor)
    require(actor, "privacy.approve_extract", extract)
    number = str(actor.user.pk)
    if extract.status == ExtractStatus.APPROVED and extract.approved_by_id == number:
        return extract
    extract.approved_by, extract.approved_by_id, extract.approved_at = actor.label[:200], number, timezone.now()
    extract.sha256 = fingerprint(data_json(extract))
    _move(
        extract, ExtractStatus.APPROVED, "approved_by", "approved_by_id", "approved_at", "sha256", version=version
    )  # fmt: skip
    log.record("privacy.extract_approved", actor=actor, target=extract)
    return extract


@transaction.atomic
def cancel_extract(extract: Extract, *, version: int, actor: Actor) -> Extract:
    """Give the extract up; its content is erased at once, because nobody needs the copy."""
    require(actor, "privacy.prepare_extract")
    extract = _locked(extract)
    if extract.status == ExtractStatus.CANCELLED:
        return extract
    extract.content = extract.hidden = ""
    _move(extract, ExtractStatus.CANCELLED, "content", "hidden", version=version)
    log.record("privacy.extract_cancelled", actor=actor, target=extract)
    return extract


@transaction.atomic
def note_download(extract: Extract, *, actor: Actor) -> None:
    """Record that the approved extract was taken out. Raises OperationError while it may not be."""
    require(actor, "privacy.handle_request")
    if not extract.may_be_downloaded:
        raise OperationError(NOT_NOW.format(status=extract.get_status_display()))
    log.record_read(extract, actor=actor, reason="stažení výpisu")
    log.record("privacy.extract_downloaded", actor=actor, target=extract)


@transaction.atomic
def hand_over(extract: Extract, *, how: str, version: int, actor: Actor) -> Extract:
    """Write how the extract reached the person; its content is erased when its term is over."""
    require(actor, "privacy.prepare_extract")
    extract = _locked(extract)
    if extract.status == ExtractStatus.HANDED_OVER and extract.handed_over_how == how:
        return extract
    extract.handed_over_at, extract.handed_over_how = timezone.now(), how
    _move(extract, ExtractStatus.HANDED_OVER, "handed_over_at", "handed_over_how", version=version)
    log.record("privacy.extract_handed_over", actor=actor, target=extract)
    return extract


def _frozen(request: DataRequest) -> str:
    return json.dumps(gathered(subject_asking(request)), ensure_ascii=False)


def _locked(extract: Extract) -> Extract:
    return Extract.objects.select_for_update(of=("self",)).select_related("request").get(pk=extract.pk)


def _draft(extract: Extract, version: int, actor: Actor) -> Extract:
    """The draft as it is stored; only its preparer changes it, and only what they saw."""
    extract = _locked(extract)
    _ensure_preparer(extract, actor)
    if extract.status != ExtractStatus.DRAFT:
        raise OperationError(NOT_NOW.format(status=extract.get_status_display()))
    if extract.version != version:
        raise StaleError(STALE)
    return extract


def _ensure_preparer(extract: Extract, actor: Actor) -> None:
    if not prepared_by(actor, extract):
        raise OperationError(ONLY_PREPARER)


def _ensure_another(extract: Extract, actor: Actor) -> None:
    if prepared_by(actor, extract):
        raise OperationError(OWN)


def _move(extract: Extract, status: ExtractStatus, *fields: str, version: int) -> None:
    """Write the fields with a state that the table of transitions allows."""
    if status not in EXTRACT_TRANSITIONS[extract.status]:
        raise OperationError(NOT_NOW.format(status=extract.get_status_display()))
    extract.status = status
    extract.save_fresh("status", *fields, version=version)
