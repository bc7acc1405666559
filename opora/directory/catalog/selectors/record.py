"""The provider's layer beside the register, for the one who edits it."""

from dataclasses import dataclass
from typing import NamedTuple

from opora.directory.catalog.enums import ProposalStatus
from opora.directory.catalog.models import RecordProposal, Service, ServiceRecord
from opora.directory.catalog.selectors.cards import ServiceCard, find_service, service_card
from opora.directory.catalog.selectors.record_fields import (
    REACH,
    Values,
    public_values,
    record_of,
    waiting_proposal,
)
from opora.foundation.core.dates import czech_date

RegisterSays = dict[str, tuple[str, ...]]  # field of the layer → lines


class Shown(NamedTuple):
    """Versions of the record and of the waiting proposal that somebody saw; 0 where there was none."""

    record: int = 0
    proposal: int = 0

    @property
    def token(self) -> str:
        """Both in a form: „3-2“."""
        return f"{self.record}-{self.proposal}"


def shown_of(record: ServiceRecord, proposal: RecordProposal | None) -> Shown:
    """Versions as they are now."""
    return Shown(record.version if record.pk else 0, proposal.version if proposal else 0)


@dataclass(frozen=True)
class EditedRecord:
    """What is public, what waits, what the region returned last, and what the register says."""

    service: Service
    record: ServiceRecord
    public: Values
    proposal: RecordProposal | None
    returned: RecordProposal | None

    @property
    def values(self) -> Values:
        """What the provider wants to say: public values with those that wait."""
        return self.public | (self.proposal.values if self.proposal else {})

    @property
    def shown(self) -> Shown:
        """Versions of the record and of what waits."""
        return shown_of(self.record, self.proposal)


def edited_record(service: Service) -> EditedRecord:
    """The layer of the service as its editor sees it."""
    record = record_of(service)
    proposal = waiting_proposal(service)
    return EditedRecord(service, record, public_values(service, record), proposal, returned_proposal(service))


def returned_proposal(service: Service) -> RecordProposal | None:
    """The last proposal when the region returned it; whatever the provider did since hides it."""
    last = RecordProposal.objects.filter(service=service).order_by("-pk").first()
    return last if last and last.status == ProposalStatus.RETURNED else None


def register_says(service: Service) -> RegisterSays:
    """What the register says where the provider's layer speaks too; fields of which it is silent are missing."""
    found = find_service(service.identifier)
    return _register_lines(service_card(found)) if found else {}


def _register_lines(card: ServiceCard) -> RegisterSays:
    said: RegisterSays = {
        "description": tuple(card.description.splitlines()),
        "hours": tuple(_times(card)),
        REACH: card.reach,
        "planned_end": (czech_date(card.service.ends_on),) if card.service.ends_on else (),
    }
    for kind in ("phone", "email", "web"):
        values = [fact.value for fact in (*card.contacts, *card.provider_contacts) if fact.kind == kind]
        said[kind] = tuple(dict.fromkeys(values))
    return {name: lines for name, lines in said.items() if lines}


def _times(card: ServiceCard) -> list[str]:
    """„ambulantní forma: po–pá 8–16“."""
    lines = []
    for fact in card.forms:
        form = f"{fact.form.official} forma"
        if fact.continuous:
            lines.append(f"{form}: nepřetržitě")
        lines += [f"{form}: {line.days} {line.hours}".rstrip() for line in fact.schedule]
    return lines
