"""Records of this app and of the ones below it that are past their term; `before` is when the term began at latest."""

from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from opora.foundation.audit.models import Record
from opora.foundation.core.models import RateCount
from opora.foundation.privacy.enums import ExtractStatus, ItemOutcome, RunStatus
from opora.foundation.privacy.models import Consent, Extract, RetentionItem, RetentionRun
from opora.foundation.privacy.selectors.holdings import ANONYMISED


def ended_consents(before: datetime) -> QuerySet[Consent]:
    """Consents withdrawn, or given for what has been erased or anonymised since."""
    gone = RetentionItem.objects.filter(
        outcome=ItemOutcome.DONE, object_type=OuterRef("object_type"), object_id=OuterRef("object_id")
    )
    erased_at = Subquery(gone.order_by("pk").values("run__decided_at")[:1])
    return Consent.objects.annotate(since=Coalesce("withdrawn_at", erased_at)).filter(since__lt=before)


def closed_extracts(before: datetime) -> QuerySet[Extract]:
    """Extracts handed over or cancelled, with their content."""
    closed = Q(status=ExtractStatus.HANDED_OVER) | Q(status=ExtractStatus.CANCELLED)
    found = Extract.objects.filter(closed).exclude(prepared_by=ANONYMISED).select_related("request")
    return found.annotate(since=Coalesce("handed_over_at", "updated_at")).filter(since__lt=before)


def decided_runs(before: datetime) -> QuerySet[RetentionRun]:
    """Proposals carried out or cancelled, with names of who prepared and decided them."""
    over = RetentionRun.objects.filter(status__in=[RunStatus.DONE, RunStatus.CANCELLED], decided_at__lt=before)
    return over.exclude(prepared_by=ANONYMISED).annotate(since=F("decided_at"))


def past_windows(before: datetime) -> QuerySet[RateCount]:
    """Counters of windows that are over."""
    return RateCount.objects.filter(window_ends_at__lt=before).annotate(since=F("window_ends_at"))


def records_of(model: type[Record]):
    """`due` of the record of acts: those before the moment."""

    def due(before: datetime) -> QuerySet:
        """Records older than the moment."""
        return model.objects.filter(at__lt=before).annotate(since=F("at"))

    return due
