"""Giving and withdrawing of consents, and new versions of their wording."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.models import Consent, ConsentWording
from opora.foundation.privacy.selectors.consents import (
    consent_purposes,
    consent_withdrawn,
    fingerprint,
    newest_wording,
)
from opora.foundation.privacy.selectors.subjects import email_index

SAME_WORDS = "Znění se od toho platného neliší. Upravte ho, nebo se vraťte beze změny."


@transaction.atomic
def give_consent(
    purpose: str,
    *,
    email: str,
    target: models.Model | None = None,
    how: Channel = Channel.FORM,
    name: str = "",
    actor: Actor,
) -> Consent:
    """Keep a consent in the newest wording of the registered purpose; one in force in the same words is kept as it is.

    The wording that the application brings becomes version 1 with the first consent.
    """
    require(actor, "privacy.give_consent")
    wording = newest_wording(purpose, lock=True) or _write(
        purpose, consent_purposes[purpose].text, 1, Actor.job("znění z programu")
    )
    whose = {
        "subject_index": email_index(email),
        "object_type": target._meta.label_lower if target is not None else "",
        "object_id": str(target.pk) if target is not None else "",
    }
    known = Consent.objects.in_force().filter(wording=wording, **whose).exclude(subject_index="")
    if consent := known.first():
        return consent
    consent = Consent(
        wording=wording, subject_name=name, subject_email=email, given_how=how, recorded_by=actor.label, **whose
    )
    consent.full_clean()
    consent.save()
    log.record("privacy.consent_given", actor=actor, target=consent, purpose=purpose, number=wording.number, how=how)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, how: Channel, actor: Actor) -> Consent:
    """Withdraw the consent; whoever holds data that stood on it erases them, and so does the consent itself.

    Of the person only the blind index stays, as proof. The second click does nothing.
    """
    require(actor, "privacy.withdraw_consent", consent)
    consent = Consent.objects.select_for_update().select_related("wording").get(pk=consent.pk)
    if not consent.is_in_force:
        return consent
    consent.withdrawn_at, consent.withdrawn_how = timezone.now(), how
    consent.full_clean(validate_constraints=False)
    consent.save_fresh("withdrawn_at", "withdrawn_how", version=consent.version)
    purpose = consent.wording.purpose
    log.record("privacy.consent_withdrawn", actor=actor, target=consent, purpose=purpose, how=how)
    consent_withdrawn.send(Consent, consent=consent, actor=actor)
    consent.subject_email = consent.subject_name = ""
    consent.save_fresh("subject_email", "subject_name", version=consent.version)
    return consent


@transaction.atomic
def write_wording(purpose: str, *, text: str, number: int, actor: Actor) -> ConsentWording:
    """Add a version after the one of `number` (0 before the first); consents given keep the words they were given in.

    Raises OperationError when the words do not differ, StaleError when somebody has written a version meanwhile.
    """
    require(actor, "privacy.manage_consents")
    newest, words = newest_wording(purpose), text.replace("\r\n", "\n").strip()
    if (newest.number if newest else 0) != number:
        raise StaleError(STALE)
    if newest is not None and newest.text == words:
        raise OperationError(SAME_WORDS)
    return _write(purpose, words, number + 1, actor)


def _write(purpose: str, text: str, number: int, actor: Actor) -> ConsentWording:
    """The version, or StaleError when another process has just written one of the number."""
    wording = ConsentWording(
        purpose=purpose, number=number, text=text, sha256=fingerprint(text), written_by=actor.label
    )
    wording.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            wording.save()
    except IntegrityError as error:
        raise StaleError(STALE) from error
    log.record("privacy.wording_written", actor=actor, target=wording, purpose=purpose, number=number)
    return wording
