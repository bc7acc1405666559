"""Sources of the extract that this app holds itself, and those of audit, which stands below it."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, Q, QuerySet

from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.audit.tables import type_name
from opora.foundation.privacy.models import Consent, DataRequest, Extract, Restriction
from opora.foundation.privacy.selectors.consents import purpose_title
from opora.foundation.privacy.selectors.sources import Subject, extract_sources

RECORDS = {AuditEvent._meta.label, ReadEvent._meta.label}


def consents_of(subject: Subject) -> "QuerySet[Consent]":
    """Consents of the person, withdrawn ones too."""
    return Consent.objects.filter(subject_index=subject.index).select_related("wording")


def consent_values(consent: Consent) -> Mapping[str, Any]:
    """A consent with the very words it was given in."""
    return {
        "účel": purpose_title(consent.wording.purpose),
        "znění": consent.wording.text,
        "jméno a příjmení": consent.subject_name,
        "e-mail": consent.subject_email,
        "dán": consent.given_at,
        "jak byl dán": consent.get_given_how_display(),
        "odvolán": consent.withdrawn_at,
        "jak byl odvolán": consent.get_withdrawn_how_display(),
    }


def requests_of(subject: Subject) -> "QuerySet[DataRequest]":
    """Requests of the person, this one too."""
    return DataRequest.objects.filter(subject_index=subject.index)


def request_values(request: DataRequest) -> Mapping[str, Any]:
    """A request without the names of those who handled it."""
    return {
        "číslo": request.pk,
        "čeho se žádá": request.get_kind_display(),
        "jméno a příjmení": request.subject_name,
        "e-mail": request.subject_email,
        "přijato dne": request.received_on,
        "jak žádost přišla": request.get_channel_display(),
        "jak byla ověřena totožnost": request.proof,
        "co člověk žádá": request.text,
        "stav": request.get_status_display(),
        "jak bylo vyřízeno": request.outcome,
    }


def extracts_of(subject: Subject) -> "QuerySet[Extract]":
    """Extracts that were made for the person."""
    return Extract.objects.filter(request__subject_index=subject.index).defer("content", "hidden")


def extract_values(extract: Extract) -> Mapping[str, Any]:
    """When the extract was made and handed over; what stood in it is in the other parts."""
    return {
        "vytvořeno": extract.created_at,
        "stav": extract.get_status_display(),
        "předáno": extract.handed_over_at,
        "jak bylo předáno": extract.handed_over_how,
    }


def restrictions_of(subject: Subject) -> "QuerySet[Restriction]":
    """Restrictions of processing of the person's data, lifted ones too."""
    return Restriction.objects.filter(subject_index=subject.index)


def restriction_values(restriction: Restriction) -> Mapping[str, Any]:
    """A restriction without the names of those who set and lifted it."""
    return {
        "omezeno": restriction.created_at,
        "důvod": restriction.reason,
        "zrušeno": restriction.lifted_at,
        "důvod zrušení": restriction.lifted_reason,
    }


def acts_of(subject: Subject) -> QuerySet:
    """What was done from the account, counted by acts: one record would say nothing that the count does not."""
    return _counted(AuditEvent.objects.filter(actor_id__in=_numbers(subject)), "action")


def act_values(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """An act with the number of times and its first and last moment."""
    sentence = re.sub(r"\{\w+\}", "…", log.sentences.get(row["action"], row["action"]))
    return {"úkon": sentence, **_times(row)}


def events_about(subject: Subject) -> "QuerySet[AuditEvent]":
    """What was done with the account by anybody, without who it was."""
    label = get_user_model()._meta.label_lower
    return AuditEvent.objects.filter(target_type=label, target_id__in=_numbers(subject))


def event_values(event: AuditEvent) -> Mapping[str, Any]:
    """The sentence of the record and its time."""
    return {"kdy": event.at, "co se stalo": log.readable(event)}


def looks_of(subject: Subject) -> QuerySet:
    """Looks at records of people that were made from the account, counted by their kinds."""
    return _counted(ReadEvent.objects.filter(actor_id__in=_numbers(subject)), "target_type")


def look_values(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A kind of records with the number of looks and their first and last moment."""
    return {"do čeho": type_name(row["target_type"]), **_times(row)}


def looks_at(subject: Subject) -> "QuerySet[ReadEvent]":
    """Looks at records of the person: at any row that some source finds."""
    about = Q(pk__in=[])
    for source in extract_sources:
        if source.model_label not in RECORDS:
            numbers = [str(pk) for pk in source.rows(subject).values_list("pk", flat=True)]
            about |= Q(target_type=source.model._meta.label_lower, target_id__in=numbers)
    return ReadEvent.objects.filter(about)


def look_at_values(event: ReadEvent) -> Mapping[str, Any]:
    """When somebody looked at what and why, without who it was."""
    return {"kdy": event.at, "do čeho": type_name(event.target_type), "důvod": event.reason}


def _numbers(subject: Subject) -> list[str]:
    """Numbers of the accounts as the record of acts keeps them."""
    return [str(number) for number in subject.accounts]


def _counted(records: QuerySet, field: str) -> QuerySet:
    return records.order_by(field).values(field).annotate(times=Count("pk"), first=Min("at"), last=Max("at"))


def _times(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"kolikrát": row["times"], "poprvé": row["first"], "naposledy": row["last"]}
