"""What a provider says of its service: written at once, or proposed to the region, approved or returned by it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.directory.catalog.enums import ProposalStatus
from opora.directory.catalog.models import RecordProposal, Service
from opora.directory.catalog.notifications import tell_proposer
from opora.directory.catalog.operations.record_rows import write_record
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.selectors.record import Shown, shown_of
from opora.directory.catalog.selectors.record_checks import wrong_values
from opora.directory.catalog.selectors.record_fields import (
    FIELDS,
    Values,
    public_values,
    record_of,
    titles,
    waiting_fields,
    waiting_proposal,
)
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require

ENDED = "Služba skončila, její údaje se už nemění."
LATE = "O návrhu už je rozhodnuto, nebo ho poskytovatel vzal zpět. Nic se nezměnilo."
CHANGED = "Návrh nebo údaje služby se mezitím změnily. Přečtěte si rozdíly znovu a rozhodněte."
NO_REASON = "Napište poskytovateli, proč návrh vracíte a co má opravit."
UNFIT = "Adresa služby je mezitím utajená a návrh by ji prozradil. Vraťte ho poskytovateli."
OWN = "Vlastní návrh neschvaluje ten, kdo ho podal. Požádejte kolegyni nebo kolegu."


class Saved(NamedTuple):
    """Fields that the public sees now, fields that wait, and whether a proposal has just been taken back."""

    public: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    taken_back: bool = False


@transaction.atomic
def edit_record(service: Service, values: Mapping[str, Any], *, shown: Shown, actor: Actor) -> Saved:
    """Make public what need not wait and propose the rest to the region; the same values again change nothing.

    `values` of all `FIELDS`. While a proposal waits, it is changed; when nothing of it is left, it is taken back.
    Raises ValidationError at fields, OperationError for an ended service, StaleError when somebody was faster.
    """
    require(actor, "catalog.edit_record", service)
    if service.has_ended:
        raise OperationError(ENDED)
    if wrong := wrong_values(service, values):
        raise ValidationError(wrong)
    if _is_said(service, values):
        return Saved()
    search_changed()  # before any writing; who edits the same service waits here
    record, proposal = record_of(service), waiting_proposal(service)
    if shown != shown_of(record, proposal):
        raise StaleError(STALE)
    now, waits = public_values(service, record), waiting_fields()
    changed = [name for name in FIELDS if values[name] != now[name]]
    direct = {name: values[name] for name in changed if name not in waits}
    proposed = {name: values[name] for name in changed if name in waits}
    if direct:
        write_record(service, record, direct, version=shown.record, made_by=actor.label)
        log.record("catalog.record_changed", **_about(service, direct, actor))
    taken_back = _propose(service, proposal, proposed, now, actor)
    return Saved(tuple(direct), tuple(proposed), taken_back)


def _is_said(service: Service, values: Mapping[str, Any]) -> bool:
    """True when all of it is public or waits already."""
    proposal = waiting_proposal(service)
    said = public_values(service) | (proposal.values if proposal else {})
    return all(values[name] == said[name] for name in FIELDS)


def _propose(service: Service, proposal: RecordProposal | None, proposed: Values, now: Values, actor: Actor) -> bool:
    """Keep what waits in the one proposal of the service; True when nothing is left and it is taken back."""
    if not proposed:
        if proposal:
            _close(proposal, ProposalStatus.WITHDRAWN, actor)
            log.record("catalog.proposal_withdrawn", **_about(service, proposal.values, actor))
        return proposal is not None
    if proposal and proposal.values == proposed:
        return False
    version = proposal.version if proposal else 0
    proposal = proposal or RecordProposal(service=service)
    proposal.values, proposal.before = proposed, {name: now[name] for name in proposed}
    proposal.proposed_by, proposal.proposed_by_id = actor.label[:200], str(actor.user.pk) if actor.user else ""
    proposal.organization_id = str(actor.membership.organization_id) if actor.membership else ""
    names = ("values", "before", "proposed_by", "proposed_by_id", "organization_id")
    proposal.insert_or_save_fresh(*names, version=version)
    log.record("catalog.record_proposed", **_about(service, proposed, actor))
    return False


@transaction.atomic
def withdraw_proposal(proposal: RecordProposal, *, version: int, actor: Actor) -> None:
    """Take back what waits for the region; the public still sees what it saw. Raises OperationError, StaleError."""
    require(actor, "catalog.edit_record", proposal.service)
    proposal = _waiting(proposal, version)
    _close(proposal, ProposalStatus.WITHDRAWN, actor)
    log.record("catalog.proposal_withdrawn", **_about(proposal.service, proposal.values, actor))


@transaction.atomic
def approve_proposal(proposal: RecordProposal, *, shown: Shown, actor: Actor) -> None:
    """Make the proposed values public and let the provider know. Raises OperationError, StaleError."""
    require(actor, "catalog.approve_record", proposal)
    search_changed()  # before any writing
    proposal = _decidable(proposal, shown.proposal, actor)
    record = record_of(proposal.service)
    if shown_of(record, proposal) != shown:
        raise StaleError(CHANGED)
    if wrong_values(proposal.service, public_values(proposal.service, record) | proposal.values):
        raise OperationError(UNFIT)
    write_record(proposal.service, record, proposal.values, version=shown.record, made_by=actor.label)
    _close(proposal, ProposalStatus.APPROVED, actor)
    tell_proposer(proposal)
    log.record("catalog.proposal_approved", **_about(proposal.service, proposal.values, actor))


@transaction.atomic
def return_proposal(proposal: RecordProposal, reason: str, *, version: int, actor: Actor) -> None:
    """Send the proposal back and let the provider know why; the public still sees what it saw.

    Raises OperationError, StaleError, and ValidationError without a reason.
    """
    require(actor, "catalog.approve_record", proposal)
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    proposal = _decidable(proposal, version, actor)
    proposal.decision_note = reason.strip()
    _close(proposal, ProposalStatus.RETURNED, actor)
    tell_proposer(proposal)
    log.record("catalog.proposal_returned", **_about(proposal.service, proposal.values, actor))


def _decidable(proposal: RecordProposal, version: int, actor: Actor) -> RecordProposal:
    """The proposal as it stands, for anybody but the one who made it."""
    found = _waiting(proposal, version)
    if actor.user is not None and str(actor.user.pk) == found.proposed_by_id:
        raise OperationError(OWN)
    return found


def _waiting(proposal: RecordProposal, version: int) -> RecordProposal:
    """The proposal as it stands, while it waits and nobody changed it since `version`."""
    found = RecordProposal.objects.select_related("service").get(pk=proposal.pk)
    if not found.is_waiting:
        raise OperationError(LATE)
    if found.version != version:
        raise StaleError(CHANGED)
    return found


def _close(proposal: RecordProposal, status: ProposalStatus, actor: Actor) -> None:
    proposal.status, proposal.decided_by, proposal.decided_at = status, actor.label[:200], timezone.now()
    proposal.save_fresh("status", "decided_by", "decided_at", "decision_note", version=proposal.version)


def _about(service: Service, values: Values, actor: Actor) -> dict[str, Any]:
    """What the record of acts says: the service and names of fields, never what stands in them."""
    return {"actor": actor, "target": service, "identifier": service.identifier, "fields": titles(values)}
