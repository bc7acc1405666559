"""What the catalogue keeps of people under rules of retention, and what becomes of it."""

from functools import partial

from django.db.models import Q

from opora.directory.catalog.models import (
    Availability,
    ErrorReport,
    ImportRun,
    ReachSuggestion,
    RecordProposal,
    ServiceAssignment,
    ServiceAttachment,
    ServiceChange,
    ServiceRecord,
)
from opora.foundation.privacy.operations.retention import erase_rows, overwrite
from opora.foundation.privacy.selectors.holdings import ANONYMISED, Holding, named_since

JOBS = {"načtení registru", "denní načtení registru", "příkaz import_register"}  # they stand where a name would
BY_PERSON = ~Q(started_by__in=JOBS)
PROPOSED = {"proposed_by": ANONYMISED, "proposed_by_id": "", "decided_by": ANONYMISED}
REPORTED = {"text": "", "contact_email": "", "contact_index": "", "answer": "", "handled_by": ANONYMISED}
HOLDINGS = [
    Holding(rule, model, named_since(model, name, since, among), anonymise=partial(overwrite, model, values))
    for rule, model, name, since, among, values in (
        ("catalog.import_run", ImportRun, "started_by", "created_at", BY_PERSON, {"started_by": ANONYMISED}),
        ("catalog.import_run", ServiceChange, "made_by", "at", Q(), {"made_by": ANONYMISED}),
        ("catalog.statement", Availability, "recorded_by", "updated_at", Q(), {"recorded_by": ANONYMISED}),
        ("catalog.statement", ReachSuggestion, "decided_by", "decided_at", Q(), {"decided_by": ANONYMISED}),
        ("catalog.statement", RecordProposal, "proposed_by", "decided_at", Q(), PROPOSED),
        (
            "catalog.statement", ServiceAttachment, "added_by", "updated_at", Q(),
            {"added_by": ANONYMISED, "decided_by": ANONYMISED},
        ),
        ("catalog.statement", ServiceRecord, "confirmed_by", "updated_at", Q(), {"confirmed_by": ANONYMISED}),
    )
] + [
    Holding(
        "catalog.error_report",
        ErrorReport,
        named_since(ErrorReport, "handled_by", "handled_at"),
        anonymise=partial(overwrite, ErrorReport, REPORTED),
        subject=lambda report: report.contact_index,
    )
]  # fmt: skip
UNHELD = {"catalog.serviceassignment": "maže se s účtem"}
erase_assignments = partial(erase_rows, ServiceAssignment, by="membership__user_id")
