"""What this app, the record of acts and core hold under rules of retention, and what becomes of it."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction

from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.models import RateCount
from opora.foundation.core.permissions import require
from opora.foundation.privacy.models import (
    Consent,
    ConsentWording,
    DataRequest,
    Extract,
    LegalHold,
    Restriction,
    RetentionItem,
    RetentionRun,
)
from opora.foundation.privacy.operations.retention import erase_rows, overwrite
from opora.foundation.privacy.selectors import own_holdings
from opora.foundation.privacy.selectors.holdings import ANONYMISED, Holding, named_since

SEALED = (
    "Záznam je zapečetěný: kdyby se z něj mazalo, pečeti by přestaly souhlasit a nešlo by poznat, zda ho někdo "
    "nezměnil. Po lhůtě se proto jen nabízí archivu jako celek a rozhodne o něm provozovatel."
)
NO_NAMES = {"prepared_by": ANONYMISED, "prepared_by_id": ""}
FORGOTTEN_EXTRACT = NO_NAMES | {
    "content": "", "hidden": "", "approved_by": ANONYMISED, "approved_by_id": "", "returned_reason": "",
    "handed_over_how": "",
}  # fmt: skip
FORGOTTEN_REQUEST = {
    "subject_name": "", "subject_email": "", "subject_index": "", "proof": "", "text": "", "outcome": "",
    "recorded_by": ANONYMISED, "decided_by": ANONYMISED,
}  # fmt: skip
FORGOTTEN_RESTRICTION = {
    "subject_email": "", "subject_index": "", "reason": ANONYMISED, "set_by": ANONYMISED, "lifted_by": ANONYMISED,
    "lifted_reason": "",
}  # fmt: skip
FORGOTTEN_HOLD = {"reason": ANONYMISED, "set_by": ANONYMISED, "lifted_by": ANONYMISED}
FORGOTTEN_RUN = NO_NAMES | {"decided_by": ANONYMISED, "decided_by_id": ""}


@transaction.atomic
def anonymise_runs(ids: Collection[Any], *, actor: Actor) -> int:
    """Take away who prepared and decided proposals, and why some records stayed: reasons are words of people too.

    Numbers of records stay, they prove what was done. Returns how many proposals.
    """
    require(actor, "privacy.erase_due")
    items = RetentionItem.objects.filter(run__in=ids).values_list("pk", flat=True)
    overwrite(RetentionItem, {"note": ""}, items, actor=actor)
    return overwrite(RetentionRun, FORGOTTEN_RUN, ids, actor=actor)


HOLDINGS = [
    Holding("audit.event", AuditEvent, own_holdings.records_of(AuditEvent), kept=SEALED),
    Holding("audit.event", ReadEvent, own_holdings.records_of(ReadEvent), kept=SEALED),
    Holding(
        "core.rate_count",
        RateCount,
        own_holdings.past_windows,
        erase=partial(erase_rows, RateCount),
        automatic=True,
    ),
    Holding(
        "privacy.consent",
        Consent,
        own_holdings.ended_consents,
        erase=partial(erase_rows, Consent),
        subject=lambda consent: consent.subject_index,
    ),
    Holding(
        "privacy.extract",
        Extract,
        own_holdings.closed_extracts,
        anonymise=partial(overwrite, Extract, FORGOTTEN_EXTRACT),
        subject=lambda extract: extract.request.subject_index,
    ),
    Holding(
        "privacy.request",
        DataRequest,
        named_since(DataRequest, "recorded_by", "decided_at"),
        anonymise=partial(overwrite, DataRequest, FORGOTTEN_REQUEST),
        subject=lambda request: request.subject_index,
    ),
    Holding(
        "privacy.request",
        Restriction,
        named_since(Restriction, "set_by", "lifted_at"),
        anonymise=partial(overwrite, Restriction, FORGOTTEN_RESTRICTION),
    ),
    Holding(
        "privacy.proof",
        ConsentWording,
        named_since(ConsentWording, "written_by", "created_at"),
        anonymise=partial(overwrite, ConsentWording, {"written_by": ANONYMISED}),
    ),
    Holding(
        "privacy.proof",
        LegalHold,
        named_since(LegalHold, "set_by", "lifted_at"),
        anonymise=partial(overwrite, LegalHold, FORGOTTEN_HOLD),
    ),
    Holding(
        "privacy.proof",
        RetentionRun,
        own_holdings.decided_runs,
        anonymise=anonymise_runs,
    ),
]
UNHELD = {"privacy.retentionitem": "patří k návrhu výmazu: čísla záznamů a důvody, proč některé zůstaly"}
