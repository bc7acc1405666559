"""Requests of people: recording, settling, and erasing of what stands on consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require
from opora.foundation.core.text import plain_email
from opora.foundation.privacy.enums import Channel, RequestKind, RequestStatus
from opora.foundation.privacy.models import Consent, DataRequest
from opora.foundation.privacy.operations.consents import withdraw_consent
from opora.foundation.privacy.selectors.extracts import open_extract
from opora.foundation.privacy.selectors.requests import subject_asking
from opora.foundation.privacy.selectors.rules import shifted
from opora.foundation.privacy.selectors.sources import Subject, extract_sources
from opora.foundation.privacy.selectors.subjects import email_index

SETTLED = "Žádost už je vyřízená. Další žádost téhož člověka zapište jako novou."
EXTRACT_WAITS = "K žádosti je rozpracovaný výpis. Nejdřív ho předejte, nebo zrušte."
NOT_ERASURE = "Mazat se dá jen na žádost o výmaz nebo na námitku."


@dataclass(frozen=True)
class NewRequest:
    """What came: which right, whose, when, how, by what the person proved who they are, and in which words."""

    kind: RequestKind
    name: str
    email: str
    received_on: date
    channel: Channel
    proof: str
    text: str = ""


@transaction.atomic
def record_request(new: NewRequest, *, actor: Actor) -> DataRequest:
    """Keep the request with its term of one month. Raises ValidationError by fields for a day that has not come."""
    require(actor, "privacy.handle_request")
    if new.received_on > today():
        raise ValidationError({"received_on": "Žádost nemohla přijít v budoucnu. Opravte den přijetí."})
    request = DataRequest(
        kind=new.kind,
        subject_name=" ".join(new.name.split()),
        subject_email=plain_email(new.email),
        subject_index=email_index(new.email),
        received_on=new.received_on,
        due_on=shifted(new.received_on, months=1),  # čl. 12/3
        channel=new.channel,
        proof=new.proof,
        text=new.text,
        recorded_by=actor.label[:200],
    )
    request.full_clean()
    request.save()
    log.record("privacy.request_recorded", actor=actor, target=request, right=request.kind)
    return request


@transaction.atomic
def settle_request(
    request: DataRequest,
    *,
    status: RequestStatus,
    outcome: str,
    corrected: Sequence[str] = (),
    version: int,
    actor: Actor,
) -> DataRequest:
    """Write how the request ended; of corrections only names of fields are recorded. The second click does nothing.

    Raises OperationError for a settled request or one whose extract is not finished, StaleError for an old page.
    """
    require(actor, "privacy.handle_request")
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_open:
        if (request.status, request.outcome) == (status, outcome):
            return request
        raise OperationError(SETTLED)
    if open_extract(request) is not None:
        raise OperationError(EXTRACT_WAITS)
    request.status, request.outcome = status, outcome
    request.decided_by, request.decided_at = actor.label[:200], timezone.now()
    request.full_clean(validate_constraints=False)
    request.save_fresh("status", "outcome", "decided_by", "decided_at", version=version)
    ended = {"right": request.kind, "ended_as": status}
    if corrected:
        log.record("privacy.rectified", actor=actor, target=request, corrected=list(corrected))
    log.record("privacy.request_settled", actor=actor, target=request, **ended)
    return request


@transaction.atomic
def erase_on_consent(request: DataRequest, *, version: int, actor: Actor) -> int:
    """Erase what is held of the person on consent only and return how many records; all else stays as its basis says.

    A repeated click finds nothing more to erase.
    """
    require(actor, "privacy.handle_request")
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if request.kind not in {RequestKind.ERASURE, RequestKind.OBJECTION}:
        raise OperationError(NOT_ERASURE)
    if not request.is_open:
        raise OperationError(SETTLED)
    if request.version != version:
        raise StaleError(STALE)
    subject = subject_asking(request)
    how = request.channel
    count = sum(source.erase(subject, how=how, actor=actor) for source in extract_sources if source.erase is not None)
    if count:
        log.record("privacy.erased_on_request", actor=actor, target=request, count=count)
    return count


@transaction.atomic
def withdraw_consents(subject: Subject, *, how: str, actor: Actor) -> int:
    """Withdraw every consent of the person; owners of the data learn of it and erase them. Returns how many."""
    require(actor, "privacy.handle_request")
    given = list(Consent.objects.filter(subject_index=subject.index, withdrawn_at__isnull=True))
    for consent in given:
        withdraw_consent(consent, how=Channel(how), actor=actor)
    return len(given)
